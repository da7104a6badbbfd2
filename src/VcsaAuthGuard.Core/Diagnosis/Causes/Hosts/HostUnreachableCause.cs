using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Hosts;

/// <summary>Explains refused and failed calls by ESXi hosts that cannot be reached.</summary>
internal sealed class HostUnreachableCause : CauseRule
{
    private const int ManyFailures = 10;

    /// <summary>A heartbeat is missed now and then.</summary>
    private const int MinSilent = 3;
    private const double MinShare = 0.9;

    /// <summary>Refused calls of this many hosts can be those of a storm, in which hosts fail too.</summary>
    private const int SeveralHosts = 3;

    public override DiagnosisCause Cause => DiagnosisCause.HostUnreachable;

    public override string Title => "a host cannot be reached";

    public override string Conditions =>
        "hosts with 5 failures or more: calls at the gateway without a fault, or with one of connections (HostConnectFault, "
            + "HostNotConnected, HostCommunication, Timedout), in vpxd's log or in access logs, and tasks with such faults; high from 10 "
            + "on, or when an access log says that Envoy could not reach one. Also refused calls of which 9 of 10 are for such "
            + "hosts, or in a burst for one host: medium where anything else tells of trouble with it, low otherwise. Failures around a "
            + "storm, over 3 hosts of which none stands out, belong to the storm. Also 3 entries or more of missed heartbeats: medium, "
            + "and high where calls for the same host fail";

    public override string Sources =>
        "no_healthy_upstream: as reported for a host that could not be resolved; KB 383231 and KB 437860 for hosts whose own Envoy is "
            + "full; KB 435077 for heartbeats; the figures chosen here";

    public override IReadOnlyList<KnownArticle> Articles =>
    [
        new("KB 383231", "remote https connections exceed max allowed: 128, in a host's envoy.log: replication leaks connections"),
        new("KB 437860", "the same, through connections that were left half-open: set the host's idle timeout"),
        new("KB 435077", "[VpxdHostCnx] No heartbeats received from host, time since last heartbeat: N ms"),
    ];

    public override RunFit Explain(VCenterEvidence evidence, RefusedRun run)
    {
        bool isStorm = StormProofs.Find(evidence, run, isOtherwiseExplained: false).Any();
        IEnumerable<FailedCalls> failures = GatewayFailures.Failures(evidence)
            .Where(failure => !isStorm || !GatewayFailures.AreOfBursts(failure, [run]));
        HashSet<string> failing = new(
            GatewayFailures.Hosts(evidence, failures).Select(host => host.Host), StringComparer.OrdinalIgnoreCase);
        int named = run.Hosts.Sum(host => host.Count);
        int ofFailing = run.Hosts.Where(host => failing.Contains(host.Name)).Sum(host => host.Count);
        if (named > 0 && named * 2 >= run.Count && ofFailing >= MinShare * named)
        {
            return run.Hosts.Count < SeveralHosts ? RunFit.Proven : RunFit.Good;
        }

        return !run.IsBurst || OneHost.Find(run) is not string host ? RunFit.None
            : HasFailed(evidence, host) ? RunFit.Good
            : RunFit.Possible;
    }

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        IReadOnlyList<RefusedRun> runs = claims.RunsOf(this);
        FailedCalls[] failures = [.. GatewayFailures.Failures(evidence).Where(failure => !claims.IsExplained(failure))];
        IReadOnlyList<RefusedRun> storm = claims.GoodRunsOf(DiagnosisCause.ApiStorm);
        failures = Array.FindAll(failures, failure => !GatewayFailures.AreOfBursts(failure, storm));
        IReadOnlyList<(string Host, int Count)> failing = GatewayFailures.Hosts(evidence, failures);
        FaultKindEvidence silent = evidence.SymptomsOf(SymptomKind.HostSilent);
        bool isSilent = silent.Count >= MinSilent;
        if (failing.Count == 0 && runs.Count == 0 && !isSilent)
        {
            return null;
        }

        claims.Add(failing.Count > 0 ? failures : [], this);
        FaultKindEvidence unreachable = evidence.UnreachableHosts;
        string[] hosts =
        [
            .. failing
                .Select(host => host.Host)
                .Concat(runs.Select(OneHost.Find).OfType<string>())
                .Concat(isSilent ? silent.Hosts.Names : [])
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        string who = OneByNameAndId(hosts) ?? NameList.Join(hosts);
        DateTimeOffset?[] times =
        [
            failing.Count > 0 ? failures.Min(failure => failure.Faults.First) : null,
            unreachable.First,
            isSilent ? silent.First : null,
            runs.Count > 0 ? runs.Min(run => run.Start) : null,
        ];
        DateTimeOffset?[] ends =
        [
            failing.Count > 0 ? failures.Max(failure => failure.Faults.Last) : null,
            unreachable.Last,
            isSilent ? silent.Last : null,
            runs.Count > 0 ? runs.Max(run => run.End) : null,
        ];
        bool isSeenByEnvoy = (failing.Count > 0 && evidence.ReportedUnreachable.Count > 0)
            || Array.Exists(hosts, unreachable.Hosts.Counts.ContainsKey);
        bool isHigh = isSeenByEnvoy
            || (isSilent && failing.Any(host => silent.Hosts.Counts.ContainsKey(host.Host)))
            || failing.Any(host => host.Count >= ManyFailures);
        bool isOne = hosts.Length == 1 || OneByNameAndId(hosts) is not null;
        return new()
        {
            Cause = Cause,
            Confidence =
                isHigh ? DiagnosisConfidence.High
                : failing.Count > 0 || isSilent || claims.FitOf(this) > RunFit.Possible ? DiagnosisConfidence.Medium
                : DiagnosisConfidence.Low,
            Summary = Summary(hosts, isOne, who, isSilentOnly: failing.Count == 0 && runs.Count == 0),
            First = times.Min(),
            Last = ends.Max(),
            Evidence =
            [
                .. failing.Count == 0 ? Array.Empty<DiagnosisEvidence>() : [Failed(failing, failures, evidence, who)],
                .. !isSilent
                    ? []
                    : new[]
                    {
                        Observe(
                            EvidenceKind.Unreachable,
                            EvidenceRole.Support,
                            $"vCenter Server missed heartbeats of hosts {Phrases.Times(silent.Count)}{FaultTimes.Phrase(silent)}.",
                            silent
                        ),
                    },
                .. runs.Count == 0 ? Array.Empty<DiagnosisEvidence>() : [Refused(evidence, runs, who)],
                .. JobDetails.Matching(EvidenceKind.HostJobs, Cause, evidence, run => run.IsHostFailure, "could not reach a host"),
            ],
            Hosts = hosts,
            Remedies = RemedyText.Number(Remedies(new(evidence), hosts, isSilent)),
            BurstCalls = RunSentences.BurstCalls(runs),
            Explained = runs.Sum(run => run.Count) + failing.Sum(host => (long)host.Count) + (isSilent ? silent.Count : 0),
        };
    }

    private static string Summary(string[] hosts, bool isOne, string who, bool isSilentOnly) =>
        !isSilentOnly ? isOne ? $"One ESXi host cannot be reached ({who})." : $"{hosts.Length} ESXi hosts cannot be reached: {who}."
        : hosts.Length == 0 ? "vCenter Server gets no heartbeats of ESXi hosts that the logs do not name."
        : $"vCenter Server gets no heartbeats of {who}.";

    private DiagnosisEvidence Failed(
        IReadOnlyList<(string Host, int Count)> failing, FailedCalls[] failures, VCenterEvidence evidence, string who)
    {
        FaultKindEvidence unreachable = evidence.UnreachableHosts;
        FaultKindEvidence reported = evidence.ReportedUnreachable;
        string confirmed = unreachable.Count + reported.Count > 0 ? ", which Envoy could not reach" : "";
        long all = Math.Max(failures.Sum(failure => failure.Faults.Count) + unreachable.Count, failing.Sum(host => (long)host.Count));
        string calls = Array.TrueForAll(failures, failure => failure.IsAtGateway)
            ? $"{Phrases.Count(all, "call")} that failed at the gateway"
            : $"{Phrases.Count(all, "failed call")} and tasks";
        string types = FailedCalls.Describe(failures);
        string with = types.Length == 0 ? "" : $", with {types}";
        return Observe(
            EvidenceKind.Unreachable,
            EvidenceRole.Proof,
            FormattableString.Invariant($"{failing.Sum(host => host.Count):N0} of {calls} were for {who}{confirmed}{with}.")
        ) with
        {
            VMHost = failing[0].Host,
            Start = failures.Select(failure => failure.Faults.First).Append(unreachable.First).Min(),
            End = failures.Select(failure => failure.Faults.Last).Append(unreachable.Last).Max(),
            Count = failing.Sum(host => (long)host.Count),
            Lines = [.. unreachable.Lines, .. reported.Lines, .. failures.Take(1).SelectMany(failure => failure.Faults.Lines)],
        };
    }

    private DiagnosisEvidence Refused(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs, string who) =>
        RunSentences.Describe(Cause, evidence, runs) with
        {
            Kind = EvidenceKind.OneHost,
            Statement = FormattableString.Invariant($"Nearly all of {Phrases.Count(runs.Sum(run => run.Count), "refused call")} were ")
                + FormattableString.Invariant($"for {who}, not for the whole vCenter ")
                + "Server.",
        };

    /// <summary>Returns whether anything except refused calls shows trouble with a host.</summary>
    private static bool HasFailed(VCenterEvidence evidence, string host) =>
        evidence.UnreachableHosts.Hosts.Counts.ContainsKey(host)
        || GatewayFailures.Failures(evidence).Any(failure => failure.Faults.Hosts.Counts.ContainsKey(host))
        || JobDetails.Matching(EvidenceKind.HostJobs, DiagnosisCause.HostUnreachable, evidence, run => run.IsHostFailure, "").Any();

    /// <summary>Returns the name and the id of what is likely one host: vpxd's log names it, and the access log has its id.</summary>
    private static string? OneByNameAndId(string[] hosts)
    {
        string[] ids = [.. hosts.Where(host => host.StartsWith("HostSystem-", StringComparison.Ordinal))];
        string[] names = [.. hosts.Except(ids)];
        return ids.Length == 1 && names.Length == 1 ? $"{names[0]}, {ids[0]}" : null;
    }

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library, string[] hosts, bool isSilent)
    {
        string[] ids = [.. hosts.Where(host => host.StartsWith("HostSystem-", StringComparison.Ordinal))];
        string[] names = [.. hosts.Except(ids)];
        string parameter = ids.Length > 0
            ? "-Id " + string.Join(",", ids.Select(RemedyText.Quote))
            : "-Name " + string.Join(",", (names.Length > 0 ? names : [RemedyText.UnknownHost]).Select(RemedyText.Quote));
        yield return RemedyLibrary.Create(
            "Check the host",
            "Its connection state must be Connected, and it must answer on port 443.",
            $"Get-VMHost -Server (Connect-VIServer {library.Server}) {parameter} | Select-Object Name, ConnectionState, PowerState");
        if (isSilent)
        {
            yield return RemedyLibrary.Create(
                "Look for its heartbeats",
                "A host sends one every 10 seconds to UDP port 902; firewalls and busy links drop them (KB 323612, KB 435077).",
                $"ssh {library.Root} tcpdump -nn -c 20 udp port 902");
        }

        yield return RemedyLibrary.Create(
            "Resolve its name on the appliance",
            "The gateway asks the appliance's own dnsmasq; another computer's answer proves nothing.",
            $"ssh {library.Root} nslookup {RemedyText.Word(names.FirstOrDefault() ?? RemedyText.UnknownHost)} 127.0.0.1");
    }
}
