using System.Globalization;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>Reads the times and durations of backup products' reports. What could be read in two ways is wrong, not guessed.</summary>
internal static class JobTime
{
    private static readonly char[] DateMarks = ['/', '.', '-'];

    /// <summary>Reads a time; one without an offset is UTC.</summary>
    /// <param name="text">As the report has it: ISO, a date with the month's English name, seconds since 1970, or a date in figures whose order is plain.</param>
    /// <param name="time">The time.</param>
    /// <param name="wrong">What is wrong, as the end of a sentence; null when nothing is.</param>
    public static bool TryRead(string text, out DateTimeOffset time, out string? wrong)
    {
        wrong = null;
        string plain = text.EndsWith(" UTC", StringComparison.OrdinalIgnoreCase) ? text.Remove(text.Length - 4) + "Z" : text;
        if (TryEpoch(plain, out time))
        {
            return true;
        }

        if (!HasYear(plain))
        {
            wrong = "is not a time with a year of four digits";
            return false;
        }

        if (IsDayFirst(plain) is not bool isDayFirst)
        {
            wrong = "can be read in two ways (which figure is the month?)";
            return false;
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (DateTimeOffset.TryParse(isDayFirst ? MonthFirst(plain) : plain, DateTimeFormatInfo.InvariantInfo, Styles, out time))
        {
            return true;
        }

        wrong = "is not a time that is known here";
        return false;
    }

    /// <summary>Reads a duration: <c>1:02:03</c>, <c>1.02:03:04</c>, <c>1h 2m 3s</c>, or a number of the unit that is given.</summary>
    /// <param name="text">As the report has it.</param>
    /// <param name="unit">What a bare number counts; null when nobody said.</param>
    public static TimeSpan? Duration(string text, TimeSpan? unit)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            return unit is TimeSpan one ? Of(number * one.TotalSeconds) : null;
        }

        // Two figures may be hours and minutes, or minutes and seconds.
        return text.Count(c => c == ':') == 2
            ? TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) && span >= TimeSpan.Zero ? span : null
            : InWords(text);
    }

    private static TimeSpan? InWords(string text)
    {
        double seconds = 0;
        int at = 0;
        while (at < text.Length)
        {
            double count = text[at] is >= '0' and <= '9' ? 0 : double.NaN;
            while (at < text.Length && text[at] is >= '0' and <= '9')
            {
                count = (10 * count) + (text[at++] - '0');
            }

            int end = at;
            while (at < text.Length && text[at] is not (>= '0' and <= '9'))
            {
                at++;
            }

            double each = new string([.. text.Substring(end, at - end).Where(char.IsLetter)]).ToLowerInvariant() switch
            {
                "d" or "day" or "days" => 86400,
                "h" or "hr" or "hrs" or "hour" or "hours" => 3600,
                "m" or "min" or "mins" or "minute" or "minutes" => 60,
                "s" or "sec" or "secs" or "second" or "seconds" => 1,
                _ => -1,
            };
            if (each < 0 || double.IsNaN(count))
            {
                return null;
            }

            seconds += count * each;
        }

        return text.Length == 0 ? null : Of(seconds);
    }

    private static TimeSpan? Of(double seconds) => seconds <= TimeSpan.FromDays(366).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static bool TryEpoch(string text, out DateTimeOffset time)
    {
        time = default;
        bool isEpoch = text.Length == 10 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        time = isEpoch ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)) : default;
        return isEpoch;
    }

    /// <summary>Without a year a parser takes today's.</summary>
    private static bool HasYear(string text) =>
        text.Split([' ', 'T', ',', '/', '.', '-'], StringSplitOptions.RemoveEmptyEntries).Any(part => part.Length == 4 && part.All(c => c is >= '0' and <= '9'));

    /// <summary>Whether the day stands before the month in figures that end with the year; null when nobody can tell.</summary>
    private static bool? IsDayFirst(string text)
    {
        string date = text.Split(' ', 'T')[0].TrimEnd(',');
        string[] parts = date.Split(DateMarks);
        if (parts.Length != 3 || parts[2].Length != 4 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int second))
        {
            return false;
        }

        // With dots the day stands first wherever dots are written.
        return date.Any(c => c == '.') || first > 12 ? true : second > 12 || first == second ? false : null;
    }

    private static string MonthFirst(string text)
    {
        string date = text.Split(' ', 'T')[0];
        string[] parts = date.Split(DateMarks);
        return $"{parts[2].TrimEnd(',')}-{parts[1]}-{parts[0]}{text.Substring(date.Length)}";
    }
}
