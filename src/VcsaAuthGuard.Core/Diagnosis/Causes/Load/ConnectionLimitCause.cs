using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Load;

/// <summary>Explains refused connections by Envoy's limit of connections or of memory.</summary>
internal sealed class ConnectionLimitCause : CauseRule
{
    /// <summary>Fewer refused connections occur on any day; they are mentioned, but they are no cause.</summary>
    private const int MinRefusals = 10;

    private const int MinOverloads = 3;

    /// <summary>The limit of a host's Envoy; that of vCenter Server's is 2048.</summary>
    private const int HostLimit = 128;

    public override DiagnosisCause Cause => DiagnosisCause.ConnectionLimit;

    public override string Title => "the connection limit was reached";

    public override string Conditions =>
        "Envoy refused connections 10 times or more, away from a storm, or a quarter of them 15 minutes or more before the refused "
            + "calls, or without any surge of load, where no tokens waited, no surge of logins came before, and no surge has 10 "
            + "refused calls for each of them; or requests 3 times or more for lack of memory (503 overload, flags OM; high from 10 "
            + "times on)";

    public override string Sources =>
        "KB 344920 (2048 connections), KB 383231 and KB 437860 (128 of a host), KB 392948 (memory); the figures chosen here";

    public override IReadOnlyList<KnownArticle> Articles =>
    [
        new("KB 344920", "remote https connections exceed max allowed: 2048"),
        new("KB 392948", "503 overload, in envoy-sidecar's envoy-access log; envoy overloaded, in websso.log"),
    ];

    public override RunFit Explain(VCenterEvidence evidence, RefusedRun run) =>
        LimitHits.IsLongStandingAround(evidence, AuthFaultKind.ConnectionLimit, run)
        && !StormProofs.Surges(evidence, [run]).Any(spike => spike.Client is not null)
            ? RunFit.Certain
        : LimitHits.ArePreceding(evidence, run) ? RunFit.Good
        : RunFit.None;

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        FaultKindEvidence limit = evidence.FaultsOf(AuthFaultKind.ConnectionLimit);
        FaultKindEvidence overload = evidence.SymptomsOf(SymptomKind.ProxyOverload);
        bool isLimit = limit.Count >= MinRefusals && !claims.IsExplained(AuthFaultKind.ConnectionLimit);
        if (!isLimit && overload.Count < MinOverloads)
        {
            return null;
        }

        claims.Add(AuthFaultKind.ConnectionLimit, this);
        IReadOnlyList<RefusedRun> runs = claims.RunsOf(this);
        string[] addresses = [.. limit.Addresses.Names];
        string of = limit.Limit > 0 ? FormattableString.Invariant($" of {limit.Limit:N0}") : "";
        string turnedAway = addresses.Length > 0 ? $" It turned away {NameList.Join(addresses)}." : "";
        return new()
        {
            Cause = Cause,
            Confidence = isLimit || overload.Count >= MinRefusals ? DiagnosisConfidence.High : DiagnosisConfidence.Medium,
            Summary = !isLimit ? "Envoy ran out of memory and refused requests."
                : limit.Limit == HostLimit ? $"An ESXi host's Envoy reached its limit{of} connections and refused more.{turnedAway}"
                : $"Envoy reached its limit{of} connections and refused more.{turnedAway}",
            First = new[] { isLimit ? limit.First : null, overload.First }.Min(),
            Last = new[] { isLimit ? limit.Last : null, overload.Last }.Max(),
            Evidence =
            [
                .. isLimit
                    ? new[]
                    {
                        Observe(
                            EvidenceKind.ConnectionLimit,
                            EvidenceRole.Proof,
                            $"Envoy reached its limit of connections {Phrases.Times(limit.Count)}{FaultTimes.Phrase(limit)}.",
                            limit
                        ),
                    }
                    : [],
                .. overload.Count > 0
                    ? new[]
                    {
                        Observe(
                            EvidenceKind.ProxyOverload,
                            EvidenceRole.Proof,
                            $"Envoy had no memory for requests {Phrases.Times(overload.Count)}{FaultTimes.Phrase(overload)}.",
                            overload
                        ),
                    }
                    : [],
                .. runs.Count == 0 ? Array.Empty<DiagnosisEvidence>() : [RunSentences.Describe(Cause, evidence, runs)],
            ],
            Clients = [.. evidence.Load.Where(client => client.Address is string address && addresses.Contains(address)).Take(3)],
            Remedies = RemedyText.Number(Remedies(new(evidence), isLimit, limit.Limit)),
            BurstCalls = RunSentences.BurstCalls(runs),
            Explained = (isLimit ? limit.Count : 0) + overload.Count + runs.Sum(run => run.Count),
        };
    }

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library, bool isLimit, int limit)
    {
        if (isLimit && limit == HostLimit)
        {
            yield return RemedyLibrary.Create(
                "Find who holds the host's connections",
                "Replication often leaves connections open (KB 383231). From ESXi 8.0 U3h on, set the idle timeout of its Envoy to "
                    + "902 seconds (KB 437860).",
                $"ssh root@{RemedyText.Quote(RemedyText.UnknownHost)} \"esxcli network ip connection list | grep ':443 '\"");
        }
        else if (isLimit)
        {
            yield return library.ListConnections();
        }
        else
        {
            yield return RemedyLibrary.Create(
                "Count the refused requests",
                "KB 392948: the sidecar may use 1 GB; the article says which versions need more, and how to give it.",
                $"ssh {library.Root} \"zgrep '503 overload' /var/log/vmware/envoy-sidecar/envoy-access-* | wc -l\"");
        }
    }
}
