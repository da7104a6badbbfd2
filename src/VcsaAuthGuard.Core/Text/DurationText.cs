using System.Globalization;

namespace VcsaAuthGuard.Text;

/// <summary>
/// Parses durations as people and programs write them: <c>90s</c>, <c>5m</c>, <c>2h</c>, <c>1h 30m</c>, <c>1 day 2 hours</c>,
/// <c>1:30</c> (hours and minutes), <c>00:05:00</c>, <c>1.02:00:00</c>, and ISO 8601 (<c>PT5M</c>, <c>P1D</c>). A bare number has no
/// unit and is refused. The result does not depend on the culture.
/// </summary>
public static class DurationText
{
    private const string Forms = "Write it like 90s, 5m, 2h, 1h 30m, 1:30 (hours and minutes), 00:05:00 or PT5M.";

    private static readonly (string[] Names, double Seconds)[] Units =
    [
        (["w", "week", "weeks"], 7 * 86400),
        (["d", "day", "days"], 86400),
        (["h", "hr", "hrs", "hour", "hours"], 3600),
        (["m", "min", "mins", "minute", "minutes"], 60),
        (["s", "sec", "secs", "second", "seconds"], 1),
    ];

    /// <summary>Parses a duration.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The duration; negative for a leading minus, so that the caller can name that mistake.</returns>
    /// <exception cref="FormatException">The text is not a valid duration; the message names the forms.</exception>
    public static TimeSpan Parse(string text)
    {
        _ = text ?? throw new ArgumentNullException(nameof(text));
        return TryParse(text, out TimeSpan duration) ? duration
            : IsNumber(text.Trim()) ? throw new FormatException($"'{text}' is not a valid duration: it has no unit. {Forms}")
            : throw new FormatException($"'{text}' is not a valid duration. {Forms}");
    }

    /// <summary>Tries to parse a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration; negative for a leading minus.</param>
    /// <returns>True if the text is a valid duration.</returns>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        string rest = text?.Trim() ?? "";
        bool isNegative = rest.Length > 0 && rest[0] == '-';
        rest = isNegative ? rest.Substring(1) : rest;
        bool isRead = rest.Contains(':')
            ? TimeSpan.TryParse(WithDays(rest), CultureInfo.InvariantCulture, out duration)
            : rest.StartsWith("P", StringComparison.OrdinalIgnoreCase)
                ? TryParseIso(rest.Substring(1), out duration)
                : TryParseUnits(rest, out duration);
        duration = isNegative ? -duration : duration;
        return isRead;
    }

    /// <summary>Gets the unit that a word names, such as <c>sec</c>, <c>m</c> or <c>hours</c>; null for any other word.</summary>
    internal static TimeSpan? UnitFromName(string word) =>
        Units.FirstOrDefault(unit => unit.Names.Contains(word, StringComparer.OrdinalIgnoreCase)).Seconds is var seconds and > 0
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>Tries to parse a number of a unit; false for a negative number and for one over a year.</summary>
    internal static bool TryParseNumber(string text, TimeSpan unit, out TimeSpan duration)
    {
        bool isRead = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number * unit.TotalSeconds <= TimeSpan.FromDays(366).TotalSeconds;
        duration = isRead ? TimeSpan.FromSeconds(number * unit.TotalSeconds) : default;
        return isRead;
    }

    /// <summary>Returns a time of 24 hours or more, such as Excel's <c>36:00:00</c>, with its days, which .NET would read as 36
    /// days.</summary>
    private static string WithDays(string text)
    {
        string hours = text.Substring(0, text.IndexOf(':'));
        bool isLong = int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count is >= 24 and < 100_000
            && text.Split(':').Length <= 3;
        return isLong ? FormattableString.Invariant($"{count / 24}.{count % 24}{text.Substring(hours.Length)}") : text;
    }

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Parses the text after ISO 8601's P. Its date part has weeks and days only: months and years have no fixed length.</summary>
    private static bool TryParseIso(string text, out TimeSpan duration)
    {
        duration = default;
        string[] parts = text.Split('T', 't');
        if (parts.Length > 2 || text.Any(char.IsWhiteSpace))
        {
            return false;
        }

        TimeSpan days = default;
        TimeSpan time = default;
        bool isRead =
            (
                parts[0].Length == 0
                    ? parts.Length == 2
                    : parts[0].All(c => !char.IsLetter(c) || c is 'w' or 'W' or 'd' or 'D') && TryParseUnits(parts[0], out days)
            ) && (parts.Length == 1 || TryParseUnits(parts[1], out time));
        duration = days + time;
        return isRead;
    }

    /// <summary>Parses numbers with a unit each, from weeks down to seconds, each unit at most once.</summary>
    private static bool TryParseUnits(string text, out TimeSpan duration)
    {
        duration = default;
        double total = 0;
        int last = -1;
        int i = 0;
        while (i < text.Length)
        {
            string digits = ReadWhile(text, ref i, c => char.IsDigit(c) || c == '.');
            ReadWhile(text, ref i, char.IsWhiteSpace);
            string word = ReadWhile(text, ref i, char.IsLetter);
            ReadWhile(text, ref i, c => char.IsWhiteSpace(c) || c == ',');
            int unit = Array.FindIndex(Units, known => known.Names.Contains(word, StringComparer.OrdinalIgnoreCase));
            if (unit <= last || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            {
                return false;
            }

            total += number * Units[unit].Seconds;
            last = unit;
        }

        if (last < 0 || total > TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(total);
        return true;
    }

    private static string ReadWhile(string text, ref int i, Func<char, bool> belongs)
    {
        int start = i;
        while (i < text.Length && belongs(text[i]))
        {
            i++;
        }

        return text.Substring(start, i - start);
    }
}
