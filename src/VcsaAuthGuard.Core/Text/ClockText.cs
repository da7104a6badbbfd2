using System.Globalization;

namespace VcsaAuthGuard.Text;

/// <summary>Times of day, local times and durations as people write them in schedules; the same in every culture.</summary>
internal static class ClockText
{
    private static readonly string[] TimesOfDay = [@"h\:mm", @"hh\:mm", @"h\:mm\:ss", @"hh\:mm\:ss"];

    private static readonly string[] LocalTimes =
    [
        "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss",
        "yyyyMMdd'T'HHmmss",
    ];

    public static bool TryTimeOfDay(string text, out TimeSpan time) => TimeSpan.TryParseExact(text, TimesOfDay, CultureInfo.InvariantCulture, out time);

    public static string OfTimeOfDay(TimeSpan time) => time.ToString(time.Seconds == 0 ? @"hh\:mm" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    public static bool TryLocalTime(string text, out DateTime time) =>
        DateTime.TryParseExact(text, LocalTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    public static string OfLocalTime(DateTime time) =>
        time.ToString(time.Second == 0 ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>
    /// <c>02:00:00</c>, <c>1.02:00:00</c>, <c>2:00</c> (hours and minutes), <c>90m</c>, <c>1h30m</c>, <c>PT2H</c>, <c>P1D</c>. A
    /// bare number says no unit and is refused. A leading minus is understood, so that whoever checks can name the mistake.
    /// </summary>
    public static bool TryDuration(string text, out TimeSpan duration)
    {
        duration = default;
        string rest = text.Trim();
        bool isNegative = rest.Length > 0 && rest[0] == '-';
        rest = isNegative ? rest.Substring(1) : rest;
        bool isRead;
        if (rest.Contains(':'))
        {
            isRead = TimeSpan.TryParse(rest, CultureInfo.InvariantCulture, out duration);
        }
        else
        {
            isRead = TryUnits(rest.ToUpperInvariant(), out duration);
        }

        duration = isNegative ? -duration : duration;
        return isRead;
    }

    /// <summary>Numbers with a unit each, from weeks down to seconds, each at most once; ISO 8601's P and T are passed over.</summary>
    private static bool TryUnits(string text, out TimeSpan duration)
    {
        const string Order = "WDHMS";
        double[] seconds = [7 * 86400, 86400, 3600, 60, 1];
        bool isIso = text.Length > 0 && text[0] == 'P';
        double total = 0;
        int last = -1;
        bool hasTime = !isIso;
        int i = isIso ? 1 : 0;
        duration = default;
        while (i < text.Length)
        {
            if (text[i] == 'T' && isIso && !hasTime)
            {
                hasTime = true;
                i++;
                continue;
            }

            int start = i;
            while (i < text.Length && (char.IsDigit(text[i]) || text[i] == '.'))
            {
                i++;
            }

            string digits = text.Substring(start, i - start);

            // In a date part M is months, whose length nobody knows.
            int unit = i < text.Length ? Order.IndexOf(text[i]) : -1;
            if (unit <= last || (unit >= 2 && !hasTime)
                || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            {
                return false;
            }

            total += number * seconds[unit];
            last = unit;
            i++;
        }

        if (last < 0 || total > TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(total);
        return true;
    }
}
