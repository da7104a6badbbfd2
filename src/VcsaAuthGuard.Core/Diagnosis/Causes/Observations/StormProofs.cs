using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>
/// Finds what proves an API storm around a burst of refused calls: tokens that were idle in the gateway's queue, a limit that was reached,
/// or a surge of load.
/// </summary>
/// <remarks>A token is idle for at most 300 seconds in the gateway's queue: KB 440879. The other figures are chosen here.</remarks>
internal static class StormProofs
{
    /// <summary>A surge of logins of no known client proves a storm from this multiple of the usual on.</summary>
    public const double MinNamelessRatio = 5;

    private const int TokenLifeSeconds = 300;

    /// <summary>A token used again within this time was not idle.</summary>
    private const int SoonSeconds = 60;

    /// <summary>The share of the calls whose begin is in the log, from which on idle tokens are more than chance.</summary>
    private const double MinIdleShare = 1.0 / 12;

    /// <summary>A tool has fewer sessions than this.</summary>
    private const int ManySessions = 5;

    /// <summary>One idle token may be that of a session that was ended.</summary>
    private const int MinIdle = 2;

    /// <summary>The share of a surge that comes before most calls are refused.</summary>
    private const double MinShareBefore = 0.2;

    private static readonly TimeSpan SurgeReach = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Returns whether a surge of logins proves a storm: any of a named client, and one of nobody known from a ratio on. Every client that
    /// works at set times has a surge of calls when it begins.
    /// </summary>
    public static bool IsProof(LoadSpike spike) => spike.IsLogins && (spike.Client is not null || spike.Ratio >= MinNamelessRatio);

    /// <summary>Returns whether a named client has a surge of calls that begins before most calls are refused: a client that tries again
    /// and again once it is refused has one too.</summary>
    public static bool HasSurgeOfCalls(VCenterEvidence evidence, RefusedRun run) =>
        Surges(evidence, [run]).Any(spike => spike.Client is not null && !spike.IsLogins && BeginsBefore(evidence, spike, run));

    /// <summary>Returns whether a surge proves that a burst is of a storm: one of logins, or, where the refused calls are of more sessions
    /// than a tool has, one of a named client's calls. It begins before the burst: after sessions are ended, for any cause, clients
    /// log in again once their calls are refused.</summary>
    private static bool IsProofOf(VCenterEvidence evidence, LoadSpike spike, IReadOnlyList<RefusedRun> runs) =>
        (IsProof(spike) || (spike.Client is not null && runs.Any(run => run.SessionCount >= ManySessions)))
        && runs.Any(run => BeginsBefore(evidence, spike, run));

    private static bool BeginsBefore(VCenterEvidence evidence, LoadSpike spike, RefusedRun run)
    {
        ActivitySeries activity = spike.Client?.Activity ?? evidence.TotalActivity;
        (long logins, long calls) = activity.Between(run.Start - SurgeReach, run.MainStart);
        return (spike.IsLogins ? logins : calls) >= MinShareBefore * spike.Count;
    }

    /// <summary>Returns the proofs of a burst.</summary>
    /// <param name="evidence">The evidence.</param>
    /// <param name="run">The burst.</param>
    /// <param name="isOtherwiseExplained">Whether something else explains the burst, so that only the strongest proofs count: a limit,
    /// and a surge of logins to five times the usual.</param>
    public static IEnumerable<DiagnosisEvidence> Find(VCenterEvidence evidence, RefusedRun run, bool isOtherwiseExplained)
    {
        bool isSurge = !isOtherwiseExplained
            || Surges(evidence, [run]).Any(spike =>
                spike.IsLogins && spike.Ratio >= MinNamelessRatio && BeginsBefore(evidence, spike, run));
        return new[]
        {
            isOtherwiseExplained ? null : IdleTokens(evidence, [run]),
            Limits(evidence, [run]),
            isSurge ? Surge(evidence, [run]) : null,
        }.OfType<DiagnosisEvidence>();
    }

    /// <summary>
    /// Returns whether the logs show what a storm would leave, and it is not there: an hour before the burst without a surge, no limit, and
    /// the begin of half the calls, none of which waited or used an idle token.
    /// </summary>
    public static bool AreContradicted(VCenterEvidence evidence, RefusedRun run)
    {
        (int shown, _, _) = run.IdleTokens(0, int.MaxValue);
        (_, int idle, _) = run.IdleTokens(SoonSeconds, int.MaxValue);
        bool hasLimit =
            evidence.FaultsOf(AuthFaultKind.SessionLimit).Count + evidence.FaultsOf(AuthFaultKind.ConnectionLimit).Count > 0;
        return LoadVisibility.IsSufficient(evidence)
            && run.Start - evidence.From >= LimitHits.Before
            && run.Spikes.Count == 0
            && !hasLimit
            && idle == 0
            && shown * 2 >= run.Calls.Count;
    }

    /// <summary>Returns the refused calls whose token had been idle longer than the gateway keeps one; null if too few were, or where they
    /// did not wait themselves and are of fewer sessions than a storm refuses: a session that was cut off or ended is idle too.</summary>
    public static DiagnosisEvidence? IdleTokens(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs)
    {
        (int shown, int idle, int longest) = (0, 0, 0);
        foreach (RefusedRun run in runs)
        {
            (int shownHere, int idleHere, int longestHere) =
                run.IdleTokens(TokenLifeSeconds, (int)evidence.Options.Load.IdleTimeout.TotalSeconds);
            (shown, idle, longest) = (shown + shownHere, idle + idleHere, Math.Max(longest, longestHere));
        }

        return idle < MinIdle || idle < MinIdleShare * shown || !AreOfStorm(evidence, runs)
            ? null
            : Observe(
                EvidenceKind.IdleToken,
                FormattableString.Invariant($"{idle:N0} of {Phrases.Count(shown, "refused call")} whose begin is in the log used a ")
                    + "token that had been idle "
                    + FormattableString.Invariant($"for {TokenLifeSeconds} s or more, up to {longest:N0} s.")
            ) with
            {
                Count = idle,
            };
    }

    private static bool AreOfStorm(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs)
    {
        double expiry = evidence.Options.Load.IdleTimeout.TotalSeconds;
        FaultObservation[] idle =
        [
            .. runs.SelectMany(run => run.Calls).Where(call => call.IdleSeconds >= TokenLifeSeconds && call.IdleSeconds < expiry),
        ];
        return idle.Count(call => call.IsQueued) >= MinIdle
            || idle.Select(call => call.Session).OfType<RefusedSession>().Distinct().Count() >= ManySessions;
    }

    /// <summary>
    /// Returns the limits that were reached around the bursts; null if there are none, where a client that leaks or refused logins
    /// explain them, or where they were reached as often at other times.
    /// </summary>
    public static DiagnosisEvidence? Limits(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs)
    {
        bool isExplained = LeakingClients.Largest(evidence) is not null || RefusedLogins.AreMany(evidence);
        FaultKindEvidence sessions = evidence.FaultsOf(AuthFaultKind.SessionLimit);
        FaultKindEvidence connections = evidence.FaultsOf(AuthFaultKind.ConnectionLimit);
        isExplained |= LimitHits.IsLongStanding(evidence, AuthFaultKind.SessionLimit) || LimitHits.IsRecurrent(evidence);
        int sessionHits = isExplained ? 0 : LimitHits.Sessions(evidence, runs);
        bool isOfConnections = LimitHits.IsLongStanding(evidence, AuthFaultKind.ConnectionLimit)
            || runs.Any(run => LimitHits.ArePreceding(evidence, run));
        int connectionHits = isOfConnections ? 0 : LimitHits.Connections(evidence, runs);
        if (sessionHits + connectionHits == 0)
        {
            return null;
        }

        string limit = sessionHits > 0 && sessions.Limit > 0 ? FormattableString.Invariant($" of {sessions.Limit:N0}") : "";
        string[] parts =
        [
            .. sessionHits > 0 ? [$"the session limit{limit} was reached {Phrases.Times(sessionHits)}"] : Array.Empty<string>(),
            .. connectionHits > 0 ? [$"Envoy refused connections {Phrases.Times(connectionHits)}"] : Array.Empty<string>(),
        ];
        (DateTimeOffset, DateTimeOffset)[] around = LimitHits.Around(runs);
        return Observe(EvidenceKind.Limit, $"Around the burst {string.Join(" and ", parts)}.") with
        {
            Count = sessionHits + connectionHits,
            Lines = [.. sessions.LinesIn(around), .. connections.LinesIn(around)],
        };
    }

    /// <summary>Returns the largest surge that proves a storm; null if there is none.</summary>
    public static DiagnosisEvidence? Surge(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs)
    {
        LoadSpike? spike = Surges(evidence, runs)
            .Where(surge => IsProofOf(evidence, surge, runs))
            .OrderByDescending(surge => surge.Ratio)
            .FirstOrDefault();
        return spike is null ? null : Observe(EvidenceKind.Storm, Sentence(spike)) with { Start = spike.Start, Count = spike.Count };
    }

    /// <summary>Returns the surges before and in bursts, proofs or not; none if the logs show too little load.</summary>
    public static IEnumerable<LoadSpike> Surges(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs) =>
        LoadVisibility.IsSufficient(evidence) ? runs.SelectMany(run => run.Spikes) : [];

    public static string Sentence(LoadSpike spike) =>
        FormattableString.Invariant($"{(spike.Client is null ? "All clients together" : ClientName.From(spike.Client.Client))}: ")
            + FormattableString.Invariant($"{spike.Count:N0} ")
            + FormattableString.Invariant($"{(spike.IsLogins ? "logins" : "calls")} in 10 minutes before or during the burst, usually ")
            + FormattableString.Invariant($"{spike.Usual:0.#}.");

    private static DiagnosisEvidence Observe(EvidenceKind kind, string statement) => new()
    {
        Kind = kind,
        Cause = DiagnosisCause.ApiStorm,
        Role = EvidenceRole.Proof,
        Statement = statement,
    };
}
