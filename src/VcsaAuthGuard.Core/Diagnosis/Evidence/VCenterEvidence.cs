using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents everything the logs of one vCenter Server show that the rules ask about.</summary>
internal sealed class VCenterEvidence
{
    private static readonly FaultKindEvidence NoFaults = new();

    public required DiagnosisOptions Options { get; init; }

    /// <summary>Gets the archive or platform that was read; null for files and folders.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the first time in the logs; null when they have none.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the last time in the logs; null when they have none.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets the bursts of refused calls in order of time.</summary>
    public required IReadOnlyList<BurstEvidence> Bursts { get; init; }

    /// <summary>Gets the bursts that neither a restart nor a single host explains.</summary>
    public IReadOnlyList<BurstEvidence> UnexplainedBursts => _unexplainedBursts ??= [.. Bursts.Where(burst => burst.IsUnexplained)];

    public required IReadOnlyDictionary<AuthFaultKind, FaultKindEvidence> Faults { get; init; }

    /// <summary>Gets the requests through the gateway to hosts that could not be reached, from access logs.</summary>
    public required FaultKindEvidence UnreachableHosts { get; init; }

    public required FaultTimeline Timeline { get; init; }

    public required HostHours HostHours { get; init; }

    public required IReadOnlyList<ServiceStart> Starts { get; init; }

    public required IReadOnlyList<ClockJump> ClockJumps { get; init; }

    public required IReadOnlyList<ApiClientLoad> Load { get; init; }

    /// <summary>Gets the number of calls in vpxd's log.</summary>
    public long CallCount { get; init; }

    /// <summary>Gets the highest number of sessions open at once, all clients together.</summary>
    public int PeakSessions { get; init; }

    /// <summary>Gets whether login events were read.</summary>
    public bool HasEvents { get; init; }

    /// <summary>Gets whether sessions in vpxd's log could be attributed to accounts.</summary>
    public bool HasOwners { get; init; }

    /// <summary>Gets whether access logs were read.</summary>
    public bool HasAccess { get; init; }

    /// <summary>Gets the number of sessions counted as ended because too many were open to keep them all.</summary>
    public long EndedEarly { get; init; }

    public string? Version => Starts.Select(start => start.Version).LastOrDefault(version => version is not null);

    /// <summary>Gets whether any entry of vpxd's log was understood.</summary>
    public bool HasVpxd => CallCount > 0 || Faults.Count > 0 || Starts.Count > 0;

    /// <summary>Gets whether the logs span enough time to tell a spike from the usual load.</summary>
    public bool HasBaseline => LoadSpikeFinder.IsBaseline(From, To);

    private IReadOnlyList<BurstEvidence>? _unexplainedBursts;

    /// <summary>Returns the faults of a kind; empty when there are none.</summary>
    public FaultKindEvidence FaultsOf(AuthFaultKind kind) => Faults.TryGetValue(kind, out FaultKindEvidence? faults) ? faults : NoFaults;
}
