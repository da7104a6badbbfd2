using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Explains refused calls by a client that was cut off: its connections break, it is silent, its session is refused, and one login
/// mends it.</summary>
internal sealed class NetworkPartitionCause : CauseRule
{
    private const int MinBroken = 2;

    /// <summary>The share of all broken connections that are of one address.</summary>
    private const double MinShare = 0.5;

    private static readonly TimeSpan Reach = TimeSpan.FromHours(3);
    private static readonly TimeSpan LoginReach = TimeSpan.FromMinutes(30);

    public override DiagnosisCause Cause => DiagnosisCause.NetworkPartition;

    public override string Title => "a client was cut off";

    public override string Conditions =>
        "in access logs, 2 broken connections or more (flags DC) within 3 hours before the calls, half of them of one address, "
            + "that address silent for 2 minutes or more within 10 minutes of one, and the calls refused afterwards; proven where it "
            + "is silent just after one, and logs in within 30 minutes after the last refused call";

    public override string Sources => "Envoy's documentation of its response flags; the figures chosen here";

    public override RunFit Explain(VCenterEvidence evidence, RefusedRun run) =>
        Candidate(evidence, run) is not (string address, _, bool isSharp) ? RunFit.None
        : isSharp && HasLogin(evidence, address, run) ? RunFit.Proven
        : RunFit.Good;

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        IReadOnlyList<RefusedRun> runs = claims.RunsOf(this);
        if (runs.Count == 0 || Candidate(evidence, runs[0]) is not (string address, (DateTimeOffset from, DateTimeOffset to), bool isSharp))
        {
            return null;
        }

        ApiClientLoad[] clients =
        [
            .. evidence.Load.Where(client => client.Address == address).OrderByDescending(client => client.User is not null),
        ];
        string who = clients.FirstOrDefault()?.User is string user ? $"{user} from {address}" : address;
        AddressActivity activity = evidence.Addresses[address];
        bool hasLogin = runs.All(run => HasLogin(evidence, address, run));
        return new()
        {
            Cause = Cause,
            Confidence = hasLogin && isSharp ? DiagnosisConfidence.High : DiagnosisConfidence.Medium,
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
                    FormattableString.Invariant($"{address}: {Phrases.Count(activity.Disconnects.Count, "broken connection")}, then ")
                        + FormattableString.Invariant($"no request, {Phrases.TimeRange(from, to)}")
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

    /// <summary>Returns the address that was cut off before refused calls, and when; null where there is none.</summary>
    private static (string Address, (DateTimeOffset From, DateTimeOffset To) Silence, bool IsSharp)? Candidate(
        VCenterEvidence evidence, RefusedRun run)
    {
        long first = (run.Start - Reach).UtcTicks;
        long last = run.End.UtcTicks;
        (string Address, int Count)[] broken =
        [
            .. evidence.Addresses
                .Select(address => (address.Key, address.Value.Disconnects.Count(ticks => ticks >= first && ticks <= last)))
                .OrderByDescending(address => address.Item2),
        ];
        if (broken.Length == 0 || broken[0].Count < MinBroken || broken[0].Count < MinShare * broken.Sum(address => address.Count))
        {
            return null;
        }

        long margin = TimeSpan.FromMinutes(1).Ticks;
        AddressActivity activity = evidence.Addresses[broken[0].Address];
        foreach ((long from, long to, bool isSharp) in activity.Silences.OrderByDescending(silence => silence.IsSharp))
        {
            if (from >= first && from <= run.Start.UtcTicks + margin && to <= last + margin)
            {
                return (broken[0].Address, (new DateTimeOffset(from, TimeSpan.Zero), new DateTimeOffset(to, TimeSpan.Zero)), isSharp);
            }
        }

        long open = activity.LastBeforeEnd;
        return open >= first && open <= run.Start.UtcTicks + margin
            ? (broken[0].Address, (new DateTimeOffset(open, TimeSpan.Zero), run.Start), false)
            : null;
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
}
