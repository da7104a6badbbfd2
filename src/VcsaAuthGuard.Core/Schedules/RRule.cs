namespace VcsaAuthGuard.Schedules;

/// <summary>Specifies the frequency (FREQ) of an RFC 5545 rule.</summary>
internal enum RRuleFrequency
{
    None,
    Minutely,
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>Represents a day of BYDAY.</summary>
/// <param name="Number">The number of the day in the month or year, from the end where negative; 0 for each.</param>
/// <param name="Day">The day.</param>
internal readonly record struct NumberedDay(int Number, DayOfWeek Day);

/// <summary>
/// Represents an RFC 5545 rule. Its starts are found period after period (INTERVAL apart, counted from DTSTART): the days, then their
/// times, then the choice of BYSETPOS among them.
/// </summary>
/// <remarks>
/// Ical.Net 5.2.4 was compared and is not used: on .NET Framework it needs the package Portable.System.DateTimeOnly, and of FREQ=YEARLY
/// with BYMONTHDAY but no BYMONTH it finds one month only. This expansion agrees with dateutil (CalendarPeerTests).
/// </remarks>
internal sealed record RRule : IStartRule
{
    public RRuleFrequency Frequency { get; init; }

    public int Interval { get; init; } = 1;

    public int? Count { get; init; }

    /// <summary>Gets DTSTART in ticks; null if the rule needs none.</summary>
    public long? Start { get; init; }

    public long UntilLocal { get; init; } = long.MaxValue;

    public long UntilUtc { get; init; } = long.MaxValue;

    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    public int[] Months { get; init; } = [];

    public int[] MonthDays { get; init; } = [];

    public NumberedDay[] Days { get; init; } = [];

    public int[] Hours { get; init; } = [];

    public int[] Minutes { get; init; } = [];

    public int[] Positions { get; init; } = [];

    /// <summary>Gets EXDATE in ticks. Excluded starts count for COUNT, as in RFC 5545.</summary>
    public long[] Excluded { get; init; } = [];

    public IEnumerable<long> LocalStarts(long from, long to)
    {
        // A count is only known from the start on.
        DateTime start = new(Start ?? 0);
        long left = Count ?? long.MaxValue;
        RRulePeriods periods = new(this, start);
        long number = Count is null ? periods.NumberAt(from) : 0;
        for (; periods.TryBegin(number, out DateTime begin) && begin.Ticks < to; number++)
        {
            foreach (long time in Chosen(periods.StartsIn(begin)))
            {
                if (time < start.Ticks)
                {
                    continue;
                }

                if (time > UntilLocal || time >= to || left-- == 0)
                {
                    yield break;
                }

                if (time >= from && Array.IndexOf(Excluded, time) < 0)
                {
                    yield return time;
                }
            }
        }
    }

    private IEnumerable<long> Chosen(IReadOnlyList<long> all) => Positions.Length == 0
        ? all
        : Positions
            .Select(position => position > 0 ? position - 1 : all.Count + position)
            .Where(index => index >= 0 && index < all.Count)
            .Distinct()
            .OrderBy(index => index)
            .Select(index => all[index]);
}
