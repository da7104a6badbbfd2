using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>What one vCenter's logs say, put in order for the rules.</summary>
internal sealed class CaseFacts
{
    private static readonly KindFacts Nothing = new();
    private IReadOnlyList<BurstFacts>? _burstFacts;
    private IReadOnlyList<ClientSpans>? _spans;

    public required DiagnosisOptions Options { get; init; }

    public string? Source { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public required IReadOnlyList<FaultBurst> Bursts { get; init; }

    public required IReadOnlyDictionary<AuthFaultKind, KindFacts> Kinds { get; init; }

    /// <summary>Requests over the gateway to hosts that could not be reached, from access logs.</summary>
    public required KindFacts Unreachable { get; init; }

    public required FaultTimeline Timeline { get; init; }

    public required HostHours HostHours { get; init; }

    public required IReadOnlyList<ServiceStart> Starts { get; init; }

    public required IReadOnlyList<ClockJump> ClockJumps { get; init; }

    public required IReadOnlyList<ApiClientLoad> Load { get; init; }

    /// <summary>Calls in vpxd's log.</summary>
    public long AllCalls { get; init; }

    /// <summary>The most sessions open at once, of all clients.</summary>
    public int PeakSessions { get; init; }

    /// <summary>What all clients did over time.</summary>
    public required ActivitySeries Activity { get; init; }

    public bool HasEvents { get; init; }

    /// <summary>Whether sessions in vpxd's log could be attributed to accounts.</summary>
    public bool HasOwners { get; init; }

    public bool HasAccess { get; init; }

    public long EndedEarly { get; init; }

    public string? Version => Starts.Select(start => start.Version).LastOrDefault(version => version is not null);

    /// <summary>The bursts with what explains them.</summary>
    public IReadOnlyList<BurstFacts> BurstFacts => _burstFacts ??= [.. Bursts.Select(burst => new BurstFacts(burst, this))];

    /// <summary>The bursts that neither a restart nor a single host explains.</summary>
    public IEnumerable<BurstFacts> OpenBursts => BurstFacts.Where(burst => !burst.IsOfRestart && !burst.IsOfOneHost);

    /// <summary>Whether anything of vpxd's log was read that tells of calls.</summary>
    public bool HasVpxd => AllCalls > 0 || Kinds.Count > 0 || Starts.Count > 0;

    /// <summary>Whether the logs span enough time to tell a storm from every day.</summary>
    public bool HasBaseline => To - From >= TimeSpan.FromHours(1);

    /// <summary>How the clients' load, and that of all together, is spread over time.</summary>
    public IReadOnlyList<ClientSpans> Spans => _spans ??= ClientSpans.Of(this);

    public KindFacts Of(AuthFaultKind kind) => Kinds.TryGetValue(kind, out KindFacts? facts) ? facts : Nothing;
}
