namespace VcsaAuthGuard.Schedules;

/// <summary>Represents a single start.</summary>
internal sealed class OnceRule(long at) : IStartRule
{
    public long UntilUtc => long.MaxValue;

    public IEnumerable<long> LocalStarts(long from, long to) => at >= from && at < to ? [at] : [];
}

/// <summary>Represents a start every N hours.</summary>
/// <param name="hours">1 or more.</param>
/// <param name="anchor">A start, in ticks.</param>
/// <param name="isFirst">Whether there is no start before that one.</param>
internal sealed class HoursRule(int hours, long anchor, bool isFirst) : IStartRule
{
    public long UntilUtc => long.MaxValue;

    public IEnumerable<long> LocalStarts(long from, long to)
    {
        long step = hours * TimeSpan.TicksPerHour;
        long first = anchor + ((from - anchor) / step * step);
        first = first < from ? first + step : first;
        for (long start = isFirst ? Math.Max(first, anchor) : first; start < to; start += step)
        {
            yield return start;
        }
    }
}

/// <summary>Represents starts at times of some days.</summary>
/// <param name="isDay">The condition for the days.</param>
/// <param name="timesOfDay">In ticks, in order.</param>
internal sealed class DayRule(Func<DateTime, bool> isDay, long[] timesOfDay) : IStartRule
{
    public long UntilUtc => long.MaxValue;

    public IEnumerable<long> LocalStarts(long from, long to)
    {
        for (DateTime day = new DateTime(from).Date; day.Ticks < to; day = day.AddDays(1))
        {
            if (!isDay(day))
            {
                continue;
            }

            foreach (long time in timesOfDay)
            {
                long start = day.Ticks + time;
                if (start >= from && start < to)
                {
                    yield return start;
                }
            }
        }
    }
}
