using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Detects bursts at one vCenter while its faults come. Its clock is the log's: the newest fault's time plus the time that has passed
/// since it was seen, so that no difference between the clocks of two machines matters.
/// </summary>
internal sealed class WatchedServer(string name, BurstRule rule)
{
    private readonly BurstDetector _bursts = new(rule, name);
    private TimeSpan _newestSeen;

    /// <summary>Gets whether a burst is open.</summary>
    public bool IsBurstOpen => _bursts.IsOpen;

    /// <summary>Adds a fault that has a time.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="now">The time of a clock that never steps back.</param>
    /// <returns>The bursts that cleared before it, and the one that opens with it.</returns>
    public IReadOnlyList<WatchedBurst> Add(AuthFault fault, TimeSpan now)
    {
        List<WatchedBurst> changes = [.. Clear(now)];
        changes.AddRange(_bursts.Close(fault.Time!.Value).Select(burst => ToWatched(burst, isOpen: false)));
        changes.AddRange(_bursts.Add(fault).Select(change => ToWatched(change.Burst, change.IsOpen)));
        if (_bursts.Newest == fault.Time)
        {
            _newestSeen = now;
        }

        return changes;
    }

    /// <summary>Returns the bursts that are over by now.</summary>
    public IEnumerable<WatchedBurst> Clear(TimeSpan now)
    {
        IReadOnlyList<FaultBurst> closed = _bursts.Newest is DateTimeOffset newest ? _bursts.Close(newest + (now - _newestSeen)) : [];
        return closed.Select(burst => ToWatched(burst, isOpen: false));
    }

    /// <summary>Returns what a later run needs to go on.</summary>
    public WatchedServerPosition ToPosition(TimeSpan now) => new(name, now - _newestSeen, _bursts.ToPosition());

    /// <summary>Goes on where an earlier run was.</summary>
    /// <param name="position">Where it was.</param>
    /// <param name="away">The time without a watcher since then.</param>
    /// <param name="now">The time of a clock that never steps back.</param>
    public void Restore(WatchedServerPosition position, TimeSpan away, TimeSpan now)
    {
        _bursts.Restore(position.Bursts);
        _newestSeen = now - position.Since - away;
    }

    private WatchedBurst ToWatched(FaultBurst burst, bool isOpen) =>
        new() { IsOpen = isOpen, Start = burst.Start, End = burst.End, Count = burst.Count, Server = name, Rule = rule };
}
