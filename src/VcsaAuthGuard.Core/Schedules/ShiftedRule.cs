namespace VcsaAuthGuard.Schedules;

/// <summary>Represents the starts of another rule, all moved by the same time in local time.</summary>
internal sealed class ShiftedRule(IStartRule rule, long by) : IStartRule
{
    public long UntilUtc => rule.UntilUtc == long.MaxValue ? long.MaxValue : rule.UntilUtc + by;

    public IEnumerable<long> LocalStarts(long from, long to) => rule.LocalStarts(from - by, to - by).Select(start => start + by);
}
