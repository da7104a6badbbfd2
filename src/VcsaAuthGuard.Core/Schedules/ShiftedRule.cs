namespace VcsaAuthGuard.Schedules;

/// <summary>Another rule's starts, all by the same time later or earlier on the clock on the wall.</summary>
internal sealed class ShiftedRule(IStartRule rule, long by) : IStartRule
{
    public long UntilUtc => rule.UntilUtc == long.MaxValue ? long.MaxValue : rule.UntilUtc + by;

    public IEnumerable<long> LocalStarts(long from, long to) => rule.LocalStarts(from - by, to - by).Select(start => start + by);
}
