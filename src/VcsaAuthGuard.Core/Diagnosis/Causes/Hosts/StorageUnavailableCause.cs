using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Hosts;

/// <summary>Explains failures at the gateway by a datastore that hosts lost.</summary>
internal sealed class StorageUnavailableCause : CauseRule
{
    private const int MinEntries = 3;
    private const int ManyEntries = 10;

    /// <summary>The length of the first group of a volume's id.</summary>
    private const int VolumeGroup = 8;

    public override DiagnosisCause Cause => DiagnosisCause.StorageUnavailable;

    public override string Title => "a datastore is not available";

    public override string Conditions =>
        "10 failed calls or tasks or more with faults of storage (InaccessibleDatastore, CannotAccessFile, NoDiskSpace and the like), 3 "
            + "where an entry tells of a lost datastore too; or 10 of those and of general faults (SystemError, Timedout, FileFault and "
            + "the like) over 3 hosts or more, 6 of 10 of those that name a datastore of one; or 3 entries or more of a datastore that "
            + "was lost (esx.problem.storage, esx.problem.vmfs, All Paths Down, inaccessible). High: faults of storage of one datastore "
            + "that are not of a single host, or over 3 hosts; 10 such entries that name the datastore or a host, or of 2 hosts";

    public override string Sources =>
        "KB 310620; vSphere's event catalog; the fault types of the vSphere Web Services API; the figures chosen here";

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        FaultKindEvidence lost = evidence.SymptomsOf(SymptomKind.StorageLost);
        StorageFailures? failed = StorageFailures.Find(evidence, lost.Count > 0);
        if (lost.Count < MinEntries && failed is null)
        {
            return null;
        }

        claims.Add(failed?.Failures ?? [], this);
        string? datastore = failed?.Datastore ?? lost.Datastores.Names.FirstOrDefault();
        string[] hosts = [.. (failed?.Hosts ?? []).Concat(lost.Hosts.Names).Distinct(StringComparer.OrdinalIgnoreCase)];
        string which = datastore is null ? "A datastore" : $"Datastore {datastore}";
        string where = hosts.Length == 0 ? "" : $" on {Phrases.Count(hosts.Length, "host")}";
        string state = failed?.IsFull == true ? "is full" : "was not available";
        bool hasPlace = datastore is not null || hosts.Length > 0;
        bool isHigh = failed?.IsSure == true || (lost.Count >= ManyEntries && hasPlace) || (lost.Count > 0 && hosts.Length > 1);
        DateTimeOffset? first = new[] { failed?.First, lost.First }.Min();
        DateTimeOffset? last = new[] { failed?.Last, lost.Last }.Max();
        return new()
        {
            Cause = Cause,
            Confidence = isHigh ? DiagnosisConfidence.High : DiagnosisConfidence.Medium,
            Summary = $"{which} {state}{where}{(first is null ? "" : ", " + Phrases.TimeRange(first.Value, last!.Value))}.",
            First = first,
            Last = last,
            Evidence =
            [
                .. failed is null ? Array.Empty<DiagnosisEvidence>() : [Failed(failed)],
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
            Remedies = RemedyText.Number(Remedies(new(evidence), datastore, failed?.IsFull == true)),
            Explained = lost.Count + (failed?.Count ?? 0),
        };
    }

    private DiagnosisEvidence Failed(StorageFailures failed)
    {
        string on = failed.Datastore is null ? "" : $", most for datastore {failed.Datastore}";
        string where = failed.Hosts.Length == 0 ? "" : $", on {Phrases.Count(failed.Hosts.Length, "host")}";
        string types = FailedCalls.Describe(failed.Failures);
        return Observe(
            EvidenceKind.Storage,
            EvidenceRole.Proof,
            $"{Phrases.Count(failed.Count, "call")} and tasks failed with {types}{on}{where}."
        ) with
        {
            Start = failed.First,
            End = failed.Last,
            Count = failed.Count,
            Lines = failed.Failures[0].Faults.Lines,
        };
    }

    private static string Filter(string? datastore) =>
        datastore is null ? ""
        : datastore.StartsWith("datastore-", StringComparison.Ordinal) ? $" -Id {RemedyText.Quote("Datastore-" + datastore)}"
        : datastore.IndexOf('-') == VolumeGroup ? $" | Where-Object {{ $_.ExtensionData.Info.Url -match {RemedyText.Quote(datastore)} }}"
        : $" -Name {RemedyText.Quote(datastore)}";

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library, string? datastore, bool isFull)
    {
        if (isFull)
        {
            yield return RemedyLibrary.Create(
                "Free space on the datastore",
                "Snapshots that were left behind fill it most often; the array can be thin-provisioned and full too.",
                $"Get-Datastore -Server (Connect-VIServer {library.Server}){Filter(datastore)} | Get-VM | Get-Snapshot | Select-Object VM, "
                    + "Name, Created, SizeGB");
        }

        yield return RemedyLibrary.Create(
            "Check the datastore and its paths",
            "Ask the storage array and the hosts; vCenter Server's sessions are not the cause.",
            $"Get-Datastore -Server (Connect-VIServer {library.Server}){Filter(datastore)} | Select-Object Name, State, "
                + "Accessible, FreeSpaceGB");
        yield return RemedyLibrary.Create(
            "Look for lost paths on the hosts",
            "All paths down and permanent device loss are logged with the device.",
            $"Get-VMHost -Server (Connect-VIServer {library.Server}) | ForEach-Object {{ (Get-EsxCli -VMHost $_ "
                + "-V2).storage.core.path.list.Invoke() | Where-Object State -ne active }"
        );
    }
}
