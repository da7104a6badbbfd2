using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>Tells when a limit of sessions or connections was reached.</summary>
internal static class LimitHits
{
    /// <summary>A limit that was reached from this time before refused calls on belongs to them.</summary>
    public static readonly TimeSpan Before = TimeSpan.FromHours(1);

    /// <summary>A limit that was reached this often was not reached by chance.</summary>
    public const int ManyHits = 10;

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(10);
    private const int MinSpans = 3;
    private static readonly TimeSpan LongBefore = TimeSpan.FromMinutes(30);

    /// <summary>Refused connections from this time before a burst on can be part of the same storm.</summary>
    private static readonly TimeSpan ShortBefore = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan After = TimeSpan.FromMinutes(10);

    /// <summary>The share of the refused connections that come so long before a burst that it did not bring them about.</summary>
    private const double MinShareEarlier = 0.25;

    /// <summary>A surge with this many refused calls for each refused connection is a storm's.</summary>
    private const int FarLarger = 10;

    /// <summary>A limit that is reached again after a pause of this length is reached anew.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);
    private const int MinTimesAnew = 3;

    /// <summary>Returns the span around each run of refused calls in which a limit belongs to it.</summary>
    public static (DateTimeOffset From, DateTimeOffset To)[] Around(IEnumerable<RefusedRun> runs) =>
        [.. runs.Select(run => (run.Start - Before, run.End + After))];

    /// <summary>
    /// Returns whether a limit was reached 10 times or more, and again and again: away from the bursts as often as around them, or in
    /// several spans of ten minutes away from them, or at a flat rate for an hour that begins half an hour or more before the first burst.
    /// Then it is no part of a burst, and the burst can be a part of it.
    /// </summary>
    public static bool IsLongStanding(VCenterEvidence evidence, AuthFaultKind kind)
    {
        FaultKindEvidence limit = evidence.FaultsOf(kind);
        FaultObservation[] hits = [.. limit.Observations.Where(hit => hit.Ticks > 0)];
        if (hits.Length < ManyHits)
        {
            return false;
        }

        (DateTimeOffset From, DateTimeOffset To)[] around = Around(evidence.Bursts);
        FaultObservation[] away =
        [
            .. hits.Where(hit => !Array.Exists(around, span => hit.Ticks >= span.From.UtcTicks && hit.Ticks <= span.To.UtcTicks)),
        ];
        bool isFlat = evidence.Bursts.Count > 0
            && limit.First <= evidence.Bursts[0].Start - LongBefore
            && RefusedSeries.FlatDuration(hits) >= Before;
        return isFlat
            || away.Length * 2 >= hits.Length
            || away.Select(hit => hit.Ticks / Span.Ticks).Distinct().Count() >= MinSpans;
    }

    /// <summary>Returns whether a limit was reached away from the bursts as often as around them, and around a run of calls too.</summary>
    public static bool IsLongStandingAround(VCenterEvidence evidence, AuthFaultKind kind, RefusedRun run) =>
        run.IsBurst && evidence.FaultsOf(kind).CountIn(Around([run])) > 0 && IsLongStanding(evidence, kind);

    /// <summary>Returns whether the session limit was reached three times or more with pauses between, each time twice or more: it is the
    /// trouble of that night by itself, and calls are refused after it.</summary>
    public static bool IsRecurrent(VCenterEvidence evidence)
    {
        long[] hits =
        [
            .. evidence.FaultsOf(AuthFaultKind.SessionLimit).Observations.Select(hit => hit.Ticks).Where(ticks => ticks > 0)
                .OrderBy(ticks => ticks),
        ];
        (int times, int ofTime) = (0, 0);
        for (int i = 0; i < hits.Length; i++)
        {
            ofTime = i > 0 && hits[i] - hits[i - 1] > Pause.Ticks ? 1 : ofTime + 1;
            times += ofTime == 2 ? 1 : 0;
        }

        return hits.Length >= ManyHits && times >= MinTimesAnew;
    }

    /// <summary>
    /// Returns whether connections were refused 10 times or more around a burst, and so before it, or so without any surge of load, that
    /// the burst did not bring it about. Where tokens waited in the queue, or a surge of logins came before the first of them, all are of
    /// a storm.
    /// </summary>
    public static bool ArePreceding(VCenterEvidence evidence, RefusedRun run)
    {
        FaultKindEvidence limit = evidence.FaultsOf(AuthFaultKind.ConnectionLimit);
        if (!run.IsBurst || Connections(evidence, [run]) < ManyHits)
        {
            return false;
        }

        bool isFarLarger = run.Count >= FarLarger * Connections(evidence, [run]) && StormProofs.Surge(evidence, [run]) is not null;
        if (isFarLarger || HasSurgeBefore(limit, run) || StormProofs.IdleTokens(evidence, [run]) is not null)
        {
            return false;
        }

        int earlier = limit.CountIn([(run.Start - Before, run.Start - ShortBefore)]);
        bool isEarlier = earlier >= MinShareEarlier * Connections(evidence, [run])
            && !IsLongStanding(evidence, AuthFaultKind.ConnectionLimit);
        bool isWithoutLoad = LoadVisibility.IsSufficient(evidence)
            && run.Start - evidence.From >= Before
            && run.Spikes.Count == 0
            && evidence.FaultsOf(AuthFaultKind.SessionLimit).Count == 0;
        return isEarlier || isWithoutLoad;
    }

    /// <summary>Returns whether a surge of logins that proves a storm was there when connections were first refused.</summary>
    private static bool HasSurgeBefore(FaultKindEvidence limit, RefusedRun run)
    {
        DateTimeOffset from = run.Start - Before;
        DateTimeOffset first = new(limit.Observations.Select(hit => hit.Ticks).Where(ticks => ticks >= from.UtcTicks).Min(), TimeSpan.Zero);
        return run.SpikesBetween(first - Span, first).Any(StormProofs.IsProof);
    }

    /// <summary>Returns how often the session limit was reached around refused calls.</summary>
    public static int Sessions(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs) =>
        evidence.FaultsOf(AuthFaultKind.SessionLimit).CountIn(Around(runs));

    /// <summary>Returns how often Envoy refused connections around refused calls.</summary>
    public static int Connections(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs) =>
        evidence.FaultsOf(AuthFaultKind.ConnectionLimit).CountIn(Around(runs));

    /// <summary>Returns the sentence that the session limit was reached: how often, and when.</summary>
    public static string SessionSentence(FaultKindEvidence limit)
    {
        string size = limit.Limit > 0 ? FormattableString.Invariant($" of {limit.Limit:N0}") : "";
        return $"The session limit{size} was reached {Phrases.Times(limit.Count)}{FaultTimes.Phrase(limit)}.";
    }
}
