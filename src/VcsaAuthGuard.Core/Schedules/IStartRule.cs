namespace VcsaAuthGuard.Schedules;

/// <summary>Finds starts in local times, whatever the zone.</summary>
internal interface IStartRule
{
    /// <summary>Gets the time in UTC after which there is no start, in ticks; <see cref="long.MaxValue"/> without an end.</summary>
    long UntilUtc { get; }

    /// <summary>Finds the local starts from one time to before another, in ticks, in order, each once; they are found lazily.</summary>
    IEnumerable<long> LocalStarts(long from, long to);
}
