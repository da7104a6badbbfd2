namespace VcsaAuthGuard.Schedules;

/// <summary>Gives starts on a clock that is never changed.</summary>
internal interface IStartRule
{
    /// <summary>No start is after this time in UTC, in ticks; <see cref="long.MaxValue"/> where nothing ends them.</summary>
    long UntilUtc { get; }

    /// <summary>The local starts from one time to before another, in ticks, in order, each once, found as they are asked for.</summary>
    IEnumerable<long> LocalStarts(long from, long to);
}
