using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Sessions;

/// <summary>Explains refused calls by a client that was cut off: its connections break, it is silent, its session is refused, and one login
/// mends it.</summary>
internal sealed class NetworkPartitionCause : CauseRule
{
    private const int MinBroken = 2;

    /// <summary>A client has no more sessions of its own than this.</summary>
    private const int MaxSessions = 4;

    /// <summary>The minimum share of one address among all connections that broke around the silence.</summary>
    private const double MinShare = 0.5;

    /// <summary>A slow client is not silent for this long.</summary>
    private static readonly TimeSpan LongSilence = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Reach = TimeSpan.FromHours(6);
    private static readonly TimeSpan LoginReach = TimeSpan.FromMinutes(30);

    /// <summary>A client that is back is refused within this time.</summary>
    private static readonly TimeSpan ReturnReach = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BreakReach = TimeSpan.FromMinutes(10);

    /// <summary>The minimum number and share of the refused calls of a cut-off client whose session is known.</summary>
    private const int MinKnown = 5;
    private const double MinShareKnown = 0.25;

    /// <summary>A silence of this length needs only one broken connection as evidence.</summary>
    private static readonly TimeSpan VeryLongSilence = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    public override DiagnosisCause Cause => DiagnosisCause.NetworkPartition;

    public override string Title => "a client was cut off";

    public override string Conditions =>
        "in access logs, an address that is silent for 2 minutes or more within 6 hours before the calls, with 2 broken connections or "
            + "more (flags DC; one where it is silent for 15 minutes) about the begin and the end of the silence, half or more of all that "
            + "broke then or of those of the address, and calls that are "
            + "refused within 30 minutes after it. Proven where it is silent just after one and logs in within 30 minutes after the "
            + "last refused call, or is silent for 5 minutes while nothing proves a storm; and, without broken "
            + "connections, where it is silent for 30 minutes and three times as long as ever else, or with one broken connection or "
            + "more for 2 minutes, while others are not, and its own 4 sessions or fewer (of 5 calls or more whose session is known, a "
            + "quarter of all) are refused within 30 minutes after it, until it logs in";

    public override string Sources => "Envoy's documentation of its response flags; the figures chosen here";

    public override RunFit Explain(VCenterEvidence evidence, RefusedRun run)
    {
        if (FindLongSilence(evidence, run) is not null)
        {
            return RunFit.Proven;
        }

        if (Candidate(evidence, run) is not Silence silence)
        {
            return RunFit.None;
        }

        bool isCutOff = silence.To - silence.From >= LongSilence && !StormProofs.Find(evidence, run, isOtherwiseExplained: true).Any();
        return silence.IsSharp && (isCutOff || HasLogin(evidence, silence.Address, run)) ? RunFit.Proven : RunFit.Good;
    }

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        IReadOnlyList<RefusedRun> runs = claims.RunsOf(this);
        Silence? silence = runs.Select(run => Candidate(evidence, run)).OfType<Silence>().FirstOrDefault();
        if (silence is not (string address, DateTimeOffset from, DateTimeOffset to, _))
        {
            return null;
        }

        ApiClientLoad[] clients =
        [
            .. evidence.Load.Where(client => client.Address == address).OrderByDescending(client => client.User is not null),
        ];
        string who = clients.FirstOrDefault()?.User is string user ? $"{user} from {address}" : address;
        AddressActivity activity = evidence.Addresses[address];
        bool hasLogin = runs.Any(run => HasLogin(evidence, address, run));
        return new()
        {
            Cause = Cause,
            Confidence = claims.FitOf(this) >= RunFit.Proven ? DiagnosisConfidence.High : DiagnosisConfidence.Medium,
            Summary =
                $"{who} was cut off from vCenter Server, {Phrases.TimeRange(from, to)}; its old session was refused until it logged "
                    + "in again.",
            First = from,
            Last = runs.Max(run => run.End),
            Evidence =
            [
                Observe(
                    EvidenceKind.Silence,
                    EvidenceRole.Proof,
                    (activity.Disconnects.Count == 0
                            ? $"{address}: "
                            : $"{address}: {Phrases.Count(activity.Disconnects.Count, "broken connection")}, then ")
                        + $"no request, {Phrases.TimeRange(from, to)}"
                        + (hasLogin ? "; a login ended the refusals." : ".")
                ) with
                {
                    Start = from,
                    End = to,
                    Count = activity.Disconnects.Count,
                },
                RunSentences.Describe(Cause, evidence, runs),
                .. JobDetails.Describe(Cause, evidence, runs),
            ],
            Clients = clients,
            Accounts = [.. clients.Select(client => client.User).OfType<string>().Distinct()],
            Remedies = RemedyText.Number(Remedies(new(evidence), address)),
            BurstCalls = RunSentences.BurstCalls(runs),
            Explained = runs.Sum(run => run.Count),
        };
    }

    /// <summary>Determines whether an address was silent before refused calls, with broken connections.</summary>
    public static bool IsCandidate(VCenterEvidence evidence, RefusedRun run) => Candidate(evidence, run) is not null;

    /// <summary>Returns the silence of the address that was cut off before refused calls; null if there is none.</summary>
    private static Silence? Candidate(VCenterEvidence evidence, RefusedRun run)
    {
        if (FindLongSilence(evidence, run) is Silence known)
        {
            return known;
        }

        DateTimeOffset start = run.MainStart;
        return evidence.Addresses
            .SelectMany(address => Silences(address.Key, address.Value, start))
            .Where(silence => silence.From >= start - Reach && silence.From <= start + Margin)
            .Where(silence => silence.To >= start - ReturnReach && silence.To <= run.End + Margin)
            .Where(silence => IsOfAddress(evidence, silence))
            .OrderByDescending(silence => silence.IsSharp)
            .ThenByDescending(silence => silence.To - silence.From)
            .FirstOrDefault();
    }

    /// <summary>
    /// Returns the long silence of an address, with or without broken connections, or any with them, where refused calls of its own few
    /// sessions follow it and a login ends them, and others work meanwhile: no storm refuses only who was away. Null if there is no such
    /// silence.
    /// </summary>
    public static Silence? FindLongSilence(VCenterEvidence evidence, RefusedRun run)
    {
        if (run.SessionCount is 0 or > MaxSessions)
        {
            return null;
        }

        foreach (KeyValuePair<string, AddressActivity> address in evidence.Addresses)
        {
            IEnumerable<(long From, long To)> outages = AreKnown(run) ? address.Value.Outages : [];
            foreach ((long from, long to) in address.Value.LongSilence is (long, long) silent ? outages.Prepend(silent) : outages)
            {
                Silence silence = new(address.Key, new(from, TimeSpan.Zero), new(to, TimeSpan.Zero), IsSharp: false);
                bool isBefore = silence.To >= run.MainStart - ReturnReach && silence.To <= run.MainStart + Margin;
                bool isOnly = evidence.Addresses.Any(other => other.Key != address.Key && other.Value.IsActiveBetween(from, to));
                if (isBefore && isOnly && IsOwn(run, address.Key) && HasLogin(evidence, address.Key, run))
                {
                    return silence;
                }
            }
        }

        return null;
    }

    /// <summary>Returns whether enough refused calls show their session to tell that all are of a few.</summary>
    private static bool AreKnown(RefusedRun run)
    {
        int known = run.Calls.Count(call => call.Session is not null);
        return known >= MinKnown && known >= MinShareKnown * run.Calls.Count && known >= 2 * run.SessionCount;
    }

    /// <summary>Returns whether no refused call is of a session that the logs show at another address.</summary>
    private static bool IsOwn(RefusedRun run, string address) => run.Calls
        .Select(call => call.Session?.Owner.Address)
        .All(owner => owner is null || owner == address);

    private static IEnumerable<Silence> Silences(string address, AddressActivity activity, DateTimeOffset refused)
    {
        foreach ((long from, long to, bool isSharp) in activity.Silences)
        {
            yield return new(address, new(from, TimeSpan.Zero), new(to, TimeSpan.Zero), isSharp);
        }

        // Silent until the end of the access log.
        if (activity.LastBeforeEnd is long last and > 0 && last <= refused.UtcTicks)
        {
            yield return new(address, new(last, TimeSpan.Zero), refused, IsSharp: false);
        }
    }

    /// <summary>Returns whether the connections that broke around a silence are those of its address.</summary>
    private static bool IsOfAddress(VCenterEvidence evidence, Silence silence)
    {
        (long From, long To)[] around =
        [
            ((silence.From - Before).UtcTicks, (silence.From + BreakReach).UtcTicks),
            ((silence.To - Before).UtcTicks, (silence.To + Margin).UtcTicks),
        ];
        int CountOf(AddressActivity activity) =>
            activity.Disconnects.Count(ticks => Array.Exists(around, span => ticks >= span.From && ticks <= span.To));

        int broken = CountOf(evidence.Addresses[silence.Address]);
        bool isOwn = broken >= MinShare * evidence.Addresses[silence.Address].Disconnects.Count;
        int needed = silence.To - silence.From >= VeryLongSilence ? 1 : MinBroken;
        return broken >= needed && (isOwn || broken >= MinShare * evidence.Addresses.Values.Sum(CountOf));
    }

    private static bool HasLogin(VCenterEvidence evidence, string address, RefusedRun run) => evidence
        .Load.Where(client => client.Address == address)
        .Any(client => client.Activity.Between(run.Start, run.End + LoginReach).Logins > 0);

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library, string address)
    {
        yield return RemedyLibrary.Create(
            "Check the network of the client",
            "Its connections broke on the way; look at switches, firewalls and the client's own host at that time.",
            $"ssh {library.Root} ping -c 20 {RemedyText.Word(address)}");
        yield return library.NewLogin("The client's old session is refused; a new login ends that.");
    }

    /// <summary>Represents the time in which an address sends no request.</summary>
    /// <param name="Address">The address.</param>
    /// <param name="From">The time of the last request before it.</param>
    /// <param name="To">The time of the first request after it.</param>
    /// <param name="IsSharp">Whether a connection broke just before.</param>
    internal sealed record Silence(string Address, DateTimeOffset From, DateTimeOffset To, bool IsSharp);
}
