using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Hosts;

/// <summary>Explains failures at the gateway by names that the appliance cannot resolve.</summary>
internal sealed class NameResolutionCause : CauseRule
{
    private const int MinEntries = 3;
    private const int ManyEntries = 5;

    /// <summary>The appliance's dnsmasq keeps a failed answer for this long.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public override DiagnosisCause Cause => DiagnosisCause.NameResolution;

    public override string Title => "names cannot be resolved";

    public override string Conditions =>
        "3 entries or more of names that could not be resolved, in vpxd's log, dnsmasq.log or access logs (flags DF); high from 5 "
            + "entries of 2 hosts on. Explains the failures at the gateway";

    public override string Sources =>
        "the messages of getaddrinfo, Boost.Asio and dnsmasq; Envoy's response flags; the figures chosen here";

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        FaultKindEvidence names = evidence.SymptomsOf(SymptomKind.NameNotResolved);
        if (names.Count < MinEntries)
        {
            return null;
        }

        FailedCalls[] failures = [.. GatewayFailures.Failures(evidence).Where(failure => failure.IsAtGateway)];
        claims.Add(failures, this);
        long failed = failures.Sum(failure => failure.Faults.Count);
        string[] hosts = [.. names.Hosts.Names];
        string which = hosts.Length == 0 ? "names" : NameList.Join(hosts);
        return new()
        {
            Cause = Cause,
            Confidence = names.Count >= ManyEntries && hosts.Length != 1 ? DiagnosisConfidence.High : DiagnosisConfidence.Medium,
            Summary = $"The appliance could not resolve {which}{FaultTimes.Phrase(names)}.",
            First = names.First,
            Last = names.Last,
            Evidence =
            [
                Observe(
                    EvidenceKind.NameResolution,
                    EvidenceRole.Proof,
                    $"Names could not be resolved {Phrases.Times(names.Count)}{FaultTimes.Phrase(names)}: {which}.",
                    names
                ),
                .. failures.Select(failure => Observe(
                    EvidenceKind.Unreachable,
                    EvidenceRole.Support,
                    $"{Phrases.Count(failure.Faults.Count, "call")} failed at the gateway{FaultTimes.Phrase(failure.Faults)}.",
                    failure.Faults)),
            ],
            Hosts = hosts,
            Remedies = RemedyText.Number(
                Remedies(
                    new(evidence),
                    hosts.FirstOrDefault(host => !host.StartsWith("HostSystem-", StringComparison.Ordinal)),
                    isKept: !(evidence.To - names.Last > Kept))
            ),
            Explained = names.Count + failed + evidence.UnreachableHosts.Count,
        };
    }

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library, string? host, bool isKept)
    {
        string name = RemedyText.Word(host ?? RemedyText.UnknownHost);
        yield return RemedyLibrary.Create(
            "Resolve the name on the appliance",
            "The gateway asks the appliance's own dnsmasq, which keeps a failed answer for up to an hour; another computer's answer "
                + "proves nothing.",
            $"ssh {library.Root} \"nslookup {name} 127.0.0.1; tail -50 /var/log/vmware/dnsmasq.log\"");
        if (isKept)
        {
            yield return RemedyLibrary.Create(
                "Empty the appliance's name cache",
                "Once the DNS servers answer again, it ends the failed answers that are still kept.",
                $"ssh {library.Root} systemctl restart dnsmasq");
        }
    }
}
