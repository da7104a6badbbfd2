using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Explains failures at the gateway by a datastore that hosts lost.</summary>
internal sealed class StorageUnavailableCause : CauseRule
{
    private const int MinEntries = 3;
    private const int ManyEntries = 10;

    public override DiagnosisCause Cause => DiagnosisCause.StorageUnavailable;

    public override string Title => "a datastore is not available";

    public override string Conditions =>
        "10 failed calls at the gateway or failed tasks or more that are neither of authentication nor of connections, 6 of 10 of "
            + "those that name a datastore of one, over 3 "
            + "hosts or more; or 3 entries or more of a datastore that was lost (esx.problem.storage, esx.problem.vmfs, All Paths "
            + "Down, inaccessible), high from 10 or from 2 hosts on";

    public override string Sources => "KB 310620; vSphere's event catalog; the figures chosen here";

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        FaultKindEvidence lost = evidence.SymptomsOf(SymptomKind.StorageLost);
        (string Datastore, int Count, string[] Hosts)? failed =
            claims.IsExplained(AuthFaultKind.GatewayFailure) ? null : GatewayFailures.Datastore(evidence);
        if (lost.Count < MinEntries && failed is null)
        {
            return null;
        }

        FaultKindEvidence gateway = evidence.FaultsOf(AuthFaultKind.GatewayFailure);
        bool isOfGateway = failed is not null || gateway.Datastores.Counts.Values.Sum() * 2 > gateway.Count;
        if (isOfGateway)
        {
            claims.Add(AuthFaultKind.GatewayFailure);
        }

        foreach (KeyValuePair<string, FaultKindEvidence> task in evidence.FailedTasks.Where(task => task.Value.Datastores.Counts.Count > 0))
        {
            claims.AddTask(task.Key);
        }

        string? datastore = failed?.Datastore ?? lost.Datastores.Names.FirstOrDefault();
        string[] hosts = [.. (failed?.Hosts ?? []).Concat(lost.Hosts.Names).Distinct(StringComparer.OrdinalIgnoreCase)];
        string which = datastore is null ? "A datastore" : $"Datastore {datastore}";
        string where = hosts.Length == 0 ? "" : $" on {Phrases.Count(hosts.Length, "host")}";
        bool isHigh = failed is not null || lost.Count >= ManyEntries || hosts.Length > 1;
        DateTimeOffset? first = failed is null ? lost.First : Earlier(gateway.First, lost.First);
        DateTimeOffset? last = failed is null ? lost.Last : Later(gateway.Last, lost.Last);
        return new()
        {
            Cause = Cause,
            Confidence = isHigh ? DiagnosisConfidence.High : DiagnosisConfidence.Medium,
            Summary = $"{which} was not available{where}{(first is null ? "" : ", " + Phrases.TimeRange(first.Value, last!.Value))}.",
            First = first,
            Last = last,
            Evidence =
            [
                .. failed is (string name, int count, string[] named)
                    ?
                    [
                        Observe(
                            EvidenceKind.Storage,
                            EvidenceRole.Proof,
                            FormattableString.Invariant($"{count:N0} of {Phrases.Count(gateway.Count, "call")} that failed at the ")
                                + "gateway were for datastore "
                                + FormattableString.Invariant($"{name}, on {Phrases.Count(named.Length, "host")}{Reasons(gateway)}."),
                            gateway
                        ),
                    ]
                    : Array.Empty<DiagnosisEvidence>(),
                .. lost.Count == 0
                    ? []
                    : new[]
                    {
                        Observe(
                            EvidenceKind.Storage,
                            EvidenceRole.Proof,
                            $"Hosts lost a datastore {Phrases.Times(lost.Count)}{FaultTimes.Phrase(lost)}.",
                            lost
                        ),
                    },
            ],
            Hosts = hosts,
            Remedies = RemedyText.Number(Remedies(new(evidence), datastore)),
            Explained = lost.Count + (isOfGateway ? gateway.Count : 0),
        };
    }

    private static string Reasons(FaultKindEvidence gateway) =>
        gateway.Reasons.Names.FirstOrDefault() is string reason ? $", most with {reason}" : "";

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library, string? datastore)
    {
        string filter = datastore is null ? "" : $" | Where-Object {{ $_.ExtensionData.Info.Url -match {RemedyText.Quote(datastore)} }}";
        yield return RemedyLibrary.Create(
            "Check the datastore and its paths",
            "Ask the storage array and the hosts; vCenter Server's sessions are not the cause.",
            $"Get-Datastore -Server (Connect-VIServer {library.Server}){filter} | Select-Object Name, State, Accessible, FreeSpaceGB");
        yield return RemedyLibrary.Create(
            "Look for lost paths on the hosts",
            "All paths down and permanent device loss are logged with the device.",
            $"Get-VMHost -Server (Connect-VIServer {library.Server}) | ForEach-Object {{ (Get-EsxCli -VMHost $_ "
                + "-V2).storage.core.path.list.Invoke() | Where-Object State -ne active }"
        );
    }
}
