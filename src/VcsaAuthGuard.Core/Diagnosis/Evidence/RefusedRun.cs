using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents refused calls that belong together: those of a burst, or some outside of any burst.</summary>
internal sealed class RefusedRun
{
    /// <summary>The time after the start of a burst in which a load spike still counts: calls refused for hours meet any.</summary>
    private static readonly TimeSpan SpikeLateness = TimeSpan.FromMinutes(30);

    /// <summary>The time before a burst in which a load spike counts as its trigger.</summary>
    public static readonly TimeSpan SpikeReach = TimeSpan.FromMinutes(10);

    private readonly LoadSpikeFinder _spikeFinder;
    private IReadOnlyList<LoadSpike>? _spikes;

    /// <param name="burst">The burst; null for the calls outside of any.</param>
    /// <param name="calls">The calls that have a time; at least one.</param>
    /// <param name="spikeFinder">Finds the load before them.</param>
    public RefusedRun(FaultBurst? burst, IReadOnlyList<FaultObservation> calls, LoadSpikeFinder spikeFinder)
    {
        (Burst, Calls, _spikeFinder) = (burst, calls, spikeFinder);
        Start = burst?.Start ?? new(calls.Min(call => call.Ticks), TimeSpan.Zero);
        End = burst?.End ?? new(calls.Max(call => call.Ticks), TimeSpan.Zero);
        Hosts = burst is null
            ? [.. Named(calls.GroupBy(call => call.Host).Select(host => (host.Key, host.Count())))]
            : [.. Named(burst.VMHost.Select(host => (host.Name, host.Count)))];
    }

    /// <summary>Gets the burst; null for the calls outside of any.</summary>
    public FaultBurst? Burst { get; }

    public bool IsBurst => Burst is not null;

    /// <summary>Gets the calls, as far as they were kept.</summary>
    public IReadOnlyList<FaultObservation> Calls { get; }

    /// <summary>Gets all refused calls around it that follow one another without a long pause, its own among them.</summary>
    public IReadOnlyList<FaultObservation> Series { get; init; } = [];

    public DateTimeOffset Start { get; }

    /// <summary>Gets the time from which on nine of ten calls come: the first ones may be strays.</summary>
    public DateTimeOffset MainStart =>
        Calls.Count == 0 ? Start : new(Calls.Select(call => call.Ticks).OrderBy(ticks => ticks).ElementAt(Calls.Count / 10), TimeSpan.Zero);

    public DateTimeOffset End { get; }

    public long Count => Burst?.Count ?? Calls.Count;

    /// <summary>Gets the hosts that the calls name, most calls first.</summary>
    public IReadOnlyList<(string Name, int Count)> Hosts { get; }

    /// <summary>Gets the number of sessions of its calls, as far as the log shows them.</summary>
    public int SessionCount => Calls.Select(call => call.Session).OfType<RefusedSession>().Distinct().Count();

    /// <summary>Gets the load spikes in it and in the minutes before it, largest first.</summary>
    public IReadOnlyList<LoadSpike> Spikes => _spikes ??= _spikeFinder.Find(Start - SpikeReach, SpikeEnd);

    /// <summary>Gets the load spikes between two times.</summary>
    public IReadOnlyList<LoadSpike> SpikesBetween(DateTimeOffset from, DateTimeOffset to) => _spikeFinder.Find(from, to);

    private DateTimeOffset SpikeEnd => End - Start > SpikeLateness ? Start + SpikeLateness : End;

    /// <summary>Returns the share of its calls to which something applies, from 0 to 1.</summary>
    public double Share(Func<FaultObservation, bool> applies) => Calls.Count == 0 ? 0 : (double)Calls.Count(applies) / Calls.Count;

    /// <summary>
    /// Returns the number of its calls whose token's idle time the log shows, the number of those whose idle time lies from
    /// <paramref name="min"/> seconds up to, not including, <paramref name="max"/>, and the longest such idle time.
    /// </summary>
    public (int Shown, int Idle, int Longest) IdleTokens(int min, int max)
    {
        FaultObservation[] shown = [.. Calls.Where(call => call.IdleSeconds >= 0)];
        FaultObservation[] idle = [.. shown.Where(call => call.IdleSeconds >= min && call.IdleSeconds < max)];
        return (shown.Length, idle.Length, idle.Length == 0 ? 0 : idle.Max(call => call.IdleSeconds));
    }

    private static IEnumerable<(string Name, int Count)> Named(IEnumerable<(string? Name, int Count)> hosts) =>
        hosts.Where(host => host.Name is not null).Select(host => (host.Name!, host.Count)).OrderByDescending(host => host.Item2);
}
