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

    /// <summary>A time of day alone; Veeam writes how many days after the start it is: <c>00:10:33 (+1)</c>.</summary>
    private static readonly Regex TimeOfDay = new(
        @"^\s*(\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?)\s*(?:\(\+(\d{1,3})\))?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex Epoch = new(@"^\d{10}(?:\.\d{1,9})?$|^\d{13}$|^\d{16}$", RegexOptions.CultureInvariant);

    private static readonly string[] HalfDays = ["AM", "PM", "A. M.", "P. M."];

    private readonly ZoneClock _clock;

    /// <summary>Settles the order of day and month.</summary>
    /// <param name="starts">The texts of the report's starts, in the order of its rows.</param>
    /// <param name="ends">The texts of the report's ends.</param>
    /// <param name="given">The order that the caller gave; null to settle it.</param>
    /// <param name="timeZone">The zone of times without one; null for UTC.</param>
    /// <param name="logsFrom">The first time of the logs that the runs are held against; null if there are none.</param>
    /// <param name="logsTo">The last time of the logs.</param>
    public ReportTimes(
        IEnumerable<string> starts,
        IEnumerable<string> ends,
        ReportDateOrder? given,
        string? timeZone,
        DateTimeOffset? logsFrom = null,
        DateTimeOffset? logsTo = null)
    {
        DateTimeZone zone = TimeZoneNames.Find(timeZone ?? "UTC");
        _clock = new(zone);
        Order = given ?? Settle(Dates(starts), Dates(ends), logsFrom, logsTo);
    }

    /// <summary>Gets the order of day and month; null if the report leaves it open.</summary>
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

    /// <summary>Finds a date with a month's name and a time of day, as a heading has it; null for any other text.</summary>
    public static DateTime? FindLongDate(string text)
    {
        string iso = MonthNames.ToIso(text);
        return iso != text && DateTime.TryParse(iso, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? time : null;
    }

    /// <summary>Adds the day to times of day alone: that of the session, or the next for a time before the session began.</summary>
    /// <param name="cells">The cells of a row.</param>
    /// <param name="session">The time at which the session began.</param>
    public static void AddDay(List<(ReportColumn? Column, object? Value)> cells, DateTime session)
    {
        DateTime from = session;
        foreach (ReportField field in (ReportField[])[ReportField.Start, ReportField.End])
        {
            int place = cells.FindIndex(cell => cell.Column?.Field == field);
            Match match = TimeOfDay.Match(place < 0 ? "" : cells[place].Value as string ?? "");
            const DateTimeStyles Time = DateTimeStyles.NoCurrentDateDefault;
            if (match.Success && DateTime.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, Time, out DateTime time))
            {
                DateTime day = from.Date + time.TimeOfDay;
                int next = match.Groups[2].Success ? Number(match, 2) : day < from ? 1 : 0;
                from = day.AddDays(next);
                cells[place] = (cells[place].Column, from.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Parses a time.</summary>
    /// <param name="value">A time, or its text: ISO 8601, a date with the month's English name, a date in figures, or seconds,
    /// milliseconds or microseconds since 1970.</param>
    /// <param name="timeZone">The zone in the column's name; null if it has none.</param>
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

        text = MonthNames.ToIso(text);
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

    private static List<FigureDate> Dates(IEnumerable<string> texts)
    {
        List<FigureDate> dates = [];
        foreach (string text in texts)
        {
            if (Figures.Match(text) is { Success: true } match)
            {
                dates.Add(new(match));
            }
        }

        return dates;
    }

    private static ReportDateOrder? Settle(
        List<FigureDate> starts, List<FigureDate> ends, DateTimeOffset? logsFrom, DateTimeOffset? logsTo)
    {
        bool isDayFirst = starts.Concat(ends).Any(date => date.First > 12 || date.HasPoints);
        bool isMonthFirst = starts.Concat(ends).Any(date => date.Second > 12);
        if (isDayFirst || isMonthFirst)
        {
            return isDayFirst && isMonthFirst ? null : isDayFirst ? ReportDateOrder.DayFirst : ReportDateOrder.MonthFirst;
        }

        DateTime[] dayFirst = [.. starts.Select(date => date.Day(ReportDateOrder.DayFirst))];
        DateTime[] monthFirst = [.. starts.Select(date => date.Day(ReportDateOrder.MonthFirst))];
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

        return SettleByHalfDay([.. starts, .. ends]);
    }

    /// <summary>
    /// Settles the order by AM and PM, which are usual where the month comes first. Spanish writes a. m. and the day first, and Windows
    /// writes a month with a zero behind a day without one in Australia (d/MM/yyyy h:mm tt).
    /// </summary>
    private static ReportDateOrder? SettleByHalfDay(List<FigureDate> dates)
    {
        if (!dates.Exists(date => date.HasHalfDay))
        {
            return null;
        }

        return dates.Exists(date => date.IsDayFirstByStyle) ? ReportDateOrder.DayFirst : ReportDateOrder.MonthFirst;
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
        if (!Epoch.IsMatch(text)
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
        {
            return false;
        }

        long ticks = text.Contains('.') || text.Length == 10 ? TimeSpan.TicksPerSecond
            : text.Length == 13 ? TimeSpan.TicksPerMillisecond
            : TimeSpan.TicksPerMillisecond / 1000;
        time = new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks((long)(number * ticks));
        return true;
    }

    /// <summary>Returns whether a text has a year: without one a parser takes the current year.</summary>
    private static bool HasYear(string text) => text
        .Split([' ', 'T', ',', '/', '.', '-'], StringSplitOptions.RemoveEmptyEntries)
        .Any(part => part.Length == 4 && part.All(c => c is >= '0' and <= '9'));

    private static bool EndsWithHalfDay(string rest) =>
        HalfDays.Any(half => rest.TrimEnd().EndsWith(half, StringComparison.OrdinalIgnoreCase));

    private static string Iso(Match match, ReportDateOrder order) => order == ReportDateOrder.DayFirst
        ? FormattableString.Invariant($"{Number(match, 4):0000}-{Number(match, 3):00}-{Number(match, 1):00}")
        : FormattableString.Invariant($"{Number(match, 4):0000}-{Number(match, 1):00}-{Number(match, 3):00}");

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    /// <summary>Represents the date of a text in figures: little enough to hold one for each row.</summary>
    private readonly struct FigureDate
    {
        private readonly short _year;

        public FigureDate(Match match)
        {
            First = (byte)Number(match, 1);
            Second = (byte)Number(match, 3);
            _year = (short)Number(match, 4);
            HasPoints = match.Groups[2].Value == ".";
            HasHalfDay = EndsWithHalfDay(match.Groups[5].Value);
            IsDayFirstByStyle = match.Groups[5].Value.TrimEnd().EndsWith(". m.", StringComparison.OrdinalIgnoreCase)
                || (match.Groups[1].Length == 1 && match.Groups[3].Value[0] == '0');
        }

        public byte First { get; }

        public byte Second { get; }

        public bool HasPoints { get; }

        public bool HasHalfDay { get; }

        /// <summary>Gets whether the text is written as where the day comes first.</summary>
        public bool IsDayFirstByStyle { get; }

        /// <summary>Returns the day in an order, or the lowest day if the order gives no date.</summary>
        public DateTime Day(ReportDateOrder order)
        {
            (int day, int month) = order == ReportDateOrder.DayFirst ? (First, Second) : (Second, First);
            return _year > 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(_year, month)
                ? new(_year, month, day)
                : default;
        }
    }
}
