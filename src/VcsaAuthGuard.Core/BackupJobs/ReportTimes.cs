using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>
/// Parses the times of one job report. The order of day and month is settled for the whole report, never for a single date; where it
/// stays open, <see cref="Order"/> is null and dates with two readings are refused.
/// </summary>
internal sealed class ReportTimes
{
    /// <summary>Times without a zone may be off by a day against the logs.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromDays(1);

    /// <summary>A date in figures that ends with the year; what follows is the time of day.</summary>
    private static readonly Regex Figures = new(
        @"^\s*(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})(?!\d)(.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline
    );

    private readonly ZoneClock _clock;

    /// <summary>Settles the order of day and month.</summary>
    /// <param name="texts">The texts of the report's times, in the order of its rows.</param>
    /// <param name="given">The order that the caller gave; null to settle it.</param>
    /// <param name="timeZone">The zone of times without one; null for UTC.</param>
    /// <param name="logsFrom">The first time of the logs that the runs are held against; null where there are none.</param>
    /// <param name="logsTo">The last time of the logs.</param>
    public ReportTimes(
        IEnumerable<string> texts, ReportDateOrder? given, string? timeZone, DateTimeOffset? logsFrom = null, DateTimeOffset? logsTo = null)
    {
        DateTimeZone zone = TimeZoneNames.Find(timeZone ?? "UTC");
        _clock = new(zone);
        Order = given ?? Settle([.. texts.Select(text => Figures.Match(text)).Where(match => match.Success)], logsFrom, logsTo);
    }

    /// <summary>Gets the order of day and month; null where the report leaves it open.</summary>
    public ReportDateOrder? Order { get; }

    /// <summary>Gets whether a text is a date with two readings.</summary>
    public static bool HasTwoReadings(string text) =>
        Figures.Match(text) is { Success: true } match && match.Groups[2].Value != "."
        && Number(match, 1) <= 12 && Number(match, 3) <= 12 && Number(match, 1) != Number(match, 3);

    /// <summary>Gets both readings of a date, for a message.</summary>
    public static string Readings(string text)
    {
        Match match = Figures.Match(text);
        return $"{Iso(match, ReportDateOrder.DayFirst)} (dd/MM/yyyy) or {Iso(match, ReportDateOrder.MonthFirst)} (MM/dd/yyyy)";
    }

    /// <summary>Parses a time.</summary>
    /// <param name="value">A time, or its text: ISO 8601, a date with the month's English name, a date in figures, or seconds,
    /// milliseconds or microseconds since 1970.</param>
    /// <param name="timeZone">The zone in the column's name; null where it has none.</param>
    /// <param name="time">The time in UTC.</param>
    /// <param name="hasZone">True if the value has a zone of its own.</param>
    /// <returns>The reason why the value is not a time, as the end of a sentence; null for a time.</returns>
    public string? Parse(object value, string? timeZone, out DateTimeOffset time, out bool hasZone)
    {
        ZoneClock clock = timeZone is null ? _clock : new(TimeZoneNames.Find(timeZone));
        hasZone = true;
        time = default;
        switch (value)
        {
            case DateTimeOffset given:
                time = given.ToUniversalTime();
                return null;
            case DateTime { Kind: not DateTimeKind.Unspecified } given:
                time = new DateTimeOffset(given).ToUniversalTime();
                return null;
            case DateTime given:
                hasZone = timeZone is not null;
                time = new(clock.ToUtc(given.Ticks), TimeSpan.Zero);
                return null;
        }

        string text = Convert.ToString(value, CultureInfo.InvariantCulture)!.Trim();
        if (TryEpoch(text, out time))
        {
            return null;
        }

        if (!HasYear(text))
        {
            return "is not a time with a year of four digits";
        }

        if (!TryClock(text, out DateTime parsed))
        {
            return "is not a time that is known here";
        }

        hasZone = parsed.Kind != DateTimeKind.Unspecified || timeZone is not null;
        time = parsed.Kind == DateTimeKind.Unspecified
            ? new(clock.ToUtc(parsed.Ticks), TimeSpan.Zero)
            : new DateTimeOffset(parsed).ToUniversalTime();
        return null;
    }

    private static ReportDateOrder? Settle(Match[] dates, DateTimeOffset? logsFrom, DateTimeOffset? logsTo)
    {
        bool isDayFirst = dates.Any(date => Number(date, 1) > 12 || date.Groups[2].Value == ".");
        bool isMonthFirst = dates.Any(date => Number(date, 3) > 12);
        if (isDayFirst || isMonthFirst)
        {
            return isDayFirst && isMonthFirst ? null : isDayFirst ? ReportDateOrder.DayFirst : ReportDateOrder.MonthFirst;
        }

        DateTime[] dayFirst = [.. dates.Select(date => Day(date, ReportDateOrder.DayFirst))];
        DateTime[] monthFirst = [.. dates.Select(date => Day(date, ReportDateOrder.MonthFirst))];
        if (logsFrom is DateTimeOffset from && logsTo is DateTimeOffset to)
        {
            bool IsNear(DateTime day) => day >= from.UtcDateTime.Date - Reach && day <= to.UtcDateTime.Date + Reach;
            if (dayFirst.Any(IsNear) != monthFirst.Any(IsNear))
            {
                return dayFirst.Any(IsNear) ? ReportDateOrder.DayFirst : ReportDateOrder.MonthFirst;
            }
        }

        if (IsOrdered(dayFirst) != IsOrdered(monthFirst))
        {
            return IsOrdered(dayFirst) ? ReportDateOrder.DayFirst : ReportDateOrder.MonthFirst;
        }

        return dates.Any(date => HasHalfDay(date.Groups[5].Value)) ? ReportDateOrder.MonthFirst : null;
    }

    /// <summary>Returns whether at least three days ascend or descend; fewer prove nothing.</summary>
    private static bool IsOrdered(DateTime[] days)
    {
        bool ascends = true;
        bool descends = true;
        for (int i = 1; i < days.Length; i++)
        {
            ascends &= days[i] >= days[i - 1];
            descends &= days[i] <= days[i - 1];
        }

        return (ascends || descends) && days.Distinct().Count() >= 3;
    }

    private bool TryClock(string text, out DateTime time)
    {
        string plain = text.EndsWith(" UTC", StringComparison.OrdinalIgnoreCase) ? text.Remove(text.Length - 4) + "Z" : text;
        Match match = Figures.Match(plain);
        if (match.Success)
        {
            ReportDateOrder order =
                Order ?? (Number(match, 1) > 12 || match.Groups[2].Value == "." ? ReportDateOrder.DayFirst : ReportDateOrder.MonthFirst);
            plain = Iso(match, order) + match.Groups[5].Value.Replace(",", "").Replace("a. m.", "AM").Replace("p. m.", "PM");
        }

        return DateTime.TryParse(plain, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out time);
    }

    private static bool TryEpoch(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is not (10 or 13 or 16) || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return false;
        }

        long ticks =
            text.Length == 10 ? TimeSpan.TicksPerSecond
            : text.Length == 13 ? TimeSpan.TicksPerMillisecond
            : TimeSpan.TicksPerMillisecond / 1000;
        time = new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(number * ticks);
        return true;
    }

    /// <summary>Returns whether a text has a year: without one a parser takes the current year.</summary>
    private static bool HasYear(string text) => text
        .Split([' ', 'T', ',', '/', '.', '-'], StringSplitOptions.RemoveEmptyEntries)
        .Any(part => part.Length == 4 && part.All(c => c is >= '0' and <= '9'));

    private static bool HasHalfDay(string rest) =>
        rest.EndsWith("AM", StringComparison.OrdinalIgnoreCase) || rest.EndsWith("PM", StringComparison.OrdinalIgnoreCase);

    private static DateTime Day(Match match, ReportDateOrder order) =>
        DateTime.TryParseExact(Iso(match, order), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day)
            ? day
            : default;

    private static string Iso(Match match, ReportDateOrder order) => order == ReportDateOrder.DayFirst
        ? FormattableString.Invariant($"{Number(match, 4):0000}-{Number(match, 3):00}-{Number(match, 1):00}")
        : FormattableString.Invariant($"{Number(match, 4):0000}-{Number(match, 1):00}-{Number(match, 3):00}");

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
}
