namespace VcsaAuthGuard.Schedules;

/// <summary>FREQ of an RFC 5545 rule.</summary>
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

/// <summary>A day of BYDAY.</summary>
/// <param name="Number">Which in the month or year, from the end where below zero; 0 for each.</param>
/// <param name="Day">The day.</param>
internal readonly record struct NumberedDay(int Number, DayOfWeek Day);

/// <summary>
/// Starts by an RFC 5545 rule: period after period (INTERVAL apart, counted from DTSTART) its days, then their times, then
/// BYSETPOS's choice among them.
/// </summary>
internal sealed record RRule : IStartRule
{
    public RRuleFrequency Frequency { get; init; }

    public int Interval { get; init; } = 1;

    public int? Count { get; init; }

    /// <summary>DTSTART in ticks; null where the rule needs none.</summary>
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

    /// <summary>EXDATE in ticks. They count for COUNT, as in RFC 5545.</summary>
    public long[] Excluded { get; init; } = [];

    public IEnumerable<long> LocalStarts(long from, long to)
    {
        // A count can only be kept from the start on.
        DateTime start = new(Start ?? 0);
        long left = Count ?? long.MaxValue;
        RRulePeriods periods = new(this, start);
        for (long number = Count is null ? periods.NumberAt(from) : 0; periods.TryBegin(number, out DateTime begin) && begin.Ticks < to; number++)
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
