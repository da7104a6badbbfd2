using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents a burst of refused calls with what the logs show around it.</summary>
internal sealed class BurstEvidence
{
    /// <summary>A start of vpxd drops all sessions; a burst that begins within this time after one is its consequence.</summary>
    public static readonly TimeSpan RestartReach = TimeSpan.FromMinutes(10);

    /// <summary>The time before a burst in which a load spike counts as its trigger.</summary>
    public static readonly TimeSpan SpikeReach = TimeSpan.FromMinutes(10);

    private const double OneHostShare = 0.9;

    /// <summary>One or two refused calls may precede the restart that a burst follows.</summary>
    private const double AfterRestartShare = 0.9;

    /// <summary>Within this time every client of a dropped session has called again and logged in anew; later refusals have another
    /// cause.</summary>
    private static readonly TimeSpan RestartEcho = TimeSpan.FromMinutes(30);

    private readonly FaultKindEvidence _refused;
    private readonly LoadSpikeFinder _spikeFinder;
    private IReadOnlyList<LoadSpike>? _spikes;

    public BurstEvidence(FaultBurst burst, FaultKindEvidence refused, IReadOnlyList<ServiceStart> starts, LoadSpikeFinder spikeFinder)
    {
        (Burst, _refused, _spikeFinder) = (burst, refused, spikeFinder);
        Restart = starts.FirstOrDefault(start =>
            burst.Start - start.Time <= RestartReach && start.Time <= burst.End && IsNearlyAllAfter(start.Time));
        int named = burst.VMHost.Where(host => host.Name is not null).Sum(host => host.Count);
        IsOfOneHost =
            named >= Math.Max(2, burst.Count / 2) && burst.VMHost[0].Name is not null && burst.VMHost[0].Count >= OneHostShare * named;
    }

    public FaultBurst Burst { get; }

    public DateTimeOffset Start => Burst.Start;

    public DateTimeOffset End => Burst.End;

    /// <summary>Gets the start of vpxd that the burst follows; null when there is none.</summary>
    public ServiceStart? Restart { get; }

    /// <summary>Gets whether nearly all its faults name the same host.</summary>
    public bool IsOfOneHost { get; }

    /// <summary>Gets whether neither a restart nor a single host explains it.</summary>
    public bool IsUnexplained => Restart is null && !IsOfOneHost;

    /// <summary>Gets the load spikes in it and in the minutes before it, largest first.</summary>
    public IReadOnlyList<LoadSpike> Spikes => _spikes ??= _spikeFinder.Find(Burst.Start - SpikeReach, Burst.End);

    /// <summary>
    /// Returns the number of its faults whose token's idle time the log shows, the number of those whose idle time lies from
    /// <paramref name="min"/> seconds up to, not including, <paramref name="max"/>, and the longest such idle time.
    /// </summary>
    public (int Shown, int Idle, int Longest) IdleTokens(int min, int max)
    {
        int shown = 0;
        int idle = 0;
        int longest = 0;
        foreach (FaultObservation item in _refused.Observations)
        {
            if (item.IdleSeconds < 0 || item.Ticks < Burst.Start.UtcTicks || item.Ticks > Burst.End.UtcTicks)
            {
                continue;
            }

            shown++;
            if (item.IdleSeconds >= min && item.IdleSeconds < max)
            {
                idle++;
                longest = Math.Max(longest, item.IdleSeconds);
            }
        }

        return (shown, idle, longest);
    }

    private bool IsNearlyAllAfter(DateTimeOffset start)
    {
        int all = _refused.CountBetween(Burst.Start, Burst.End);
        DateTimeOffset echoEnd = start + RestartEcho < Burst.End ? start + RestartEcho : Burst.End;
        return all > 0 && _refused.CountBetween(start, echoEnd) >= AfterRestartShare * all;
    }
}
