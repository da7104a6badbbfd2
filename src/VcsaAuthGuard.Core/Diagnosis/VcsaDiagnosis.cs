using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>Represents the diagnosis of one vCenter Server: the cause, the evidence, the clients to contact and the remedies.</summary>
public sealed record VcsaDiagnosis
{
    /// <summary>Gets whether the problem of KB 440879 is present.</summary>
    public DiagnosisVerdict Verdict { get; init; }

    /// <summary>Gets the cause.</summary>
    public DiagnosisCause Cause { get; init; }

    /// <summary>Gets how sure the first finding is, or that there is none.</summary>
    public DiagnosisConfidence Confidence { get; init; }

    /// <summary>Gets the verdict in a sentence.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Gets the causes that the logs show, weightiest first; the verdict is that of the first.</summary>
    public IReadOnlyList<DiagnosisFinding> Findings
    {
        get;
        init => field = new ItemList<DiagnosisFinding>(value);
    } = new ItemList<DiagnosisFinding>([]);

    /// <summary>Gets the evidence for the verdict, proofs first.</summary>
    public IReadOnlyList<DiagnosisEvidence> Evidence
    {
        get;
        init => field = new ItemList<DiagnosisEvidence>(value);
    } = new ItemList<DiagnosisEvidence>([]);

    /// <summary>Gets the evidence against the verdict, and the faults that no finding explains.</summary>
    public IReadOnlyList<DiagnosisEvidence> Against
    {
        get;
        init => field = new ItemList<DiagnosisEvidence>(value);
    } = new ItemList<DiagnosisEvidence>([]);

    /// <summary>Gets the clients to contact, most relevant first.</summary>
    public IReadOnlyList<ApiClientLoad> Clients
    {
        get;
        init => field = new ItemList<ApiClientLoad>(value);
    } = new ItemList<ApiClientLoad>([]);

    /// <summary>Gets the remedies, least disruptive first.</summary>
    public IReadOnlyList<DiagnosisRemedy> Remedies
    {
        get;
        init => field = new ItemList<DiagnosisRemedy>(value);
    } = new ItemList<DiagnosisRemedy>([]);

    /// <summary>Gets the evidence that the logs do not contain, and what to collect for it.</summary>
    public IReadOnlyList<MissingEvidence> MissingEvidence
    {
        get;
        init => field = new ItemList<MissingEvidence>(value);
    } = new ItemList<MissingEvidence>([]);

    /// <summary>Gets the bursts of refused calls in order of time.</summary>
    public IReadOnlyList<FaultBurst> Bursts { get; init => field = new ItemList<FaultBurst>(value); } = new ItemList<FaultBurst>([]);

    /// <summary>Gets the number of faults of each kind.</summary>
    public IReadOnlyList<FaultCount> Faults { get; init => field = new ItemList<FaultCount>(value); } = new ItemList<FaultCount>([]);

    /// <summary>Gets all clients, most logins first.</summary>
    public IReadOnlyList<ApiClientLoad> Load { get; init => field = new ItemList<ApiClientLoad>(value); } = new ItemList<ApiClientLoad>([]);

    /// <summary>Gets the sessions that were open when a running server was read; null for logs.</summary>
    public OpenSessions? OpenSessions { get; init; }

    /// <summary>Gets the vCenter Server's name, where it was given or all windows name the same one.</summary>
    public string? Server { get; init; }

    /// <summary>Gets its version, where the log has it.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the first time in the logs; null if they have none.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the last time in the logs; null if they have none.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Gets the archive, or the platform and the host, that was read; null for files and folders.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the counts of what was read, and of what could not be used.</summary>
    public LogCounts Counts { get; init; } = new();

    /// <summary>Gets the faults over time, for the report.</summary>
    internal FaultTimeline Timeline { get; init; } = new();

    /// <summary>Gets the faults by host and hour, for the report.</summary>
    internal HostHours HostHours { get; init; } = new();

    /// <summary>Gets the windows it was made with, for the report.</summary>
    internal IReadOnlyList<BackupWindow> Windows { get; init; } = [];

    /// <summary>Returns the same diagnosis with its times converted, such as to a time zone's offset. Its sentences stay as they
    /// are.</summary>
    /// <param name="convert">Converts a time.</param>
    public VcsaDiagnosis WithTimes(Func<DateTimeOffset, DateTimeOffset> convert)
    {
        _ = convert ?? throw new ArgumentNullException(nameof(convert));
        DateTimeOffset? Convert(DateTimeOffset? time) => time is DateTimeOffset known ? convert(known) : null;
        DiagnosisEvidence[] OfEvidence(IEnumerable<DiagnosisEvidence> items) =>
            [.. items.Select(item => item with { Start = Convert(item.Start), End = Convert(item.End) })];
        ApiClientLoad[] OfLoad(IEnumerable<ApiClientLoad> clients) => [.. clients.Select(client => client.WithTimes(convert))];
        DiagnosisFinding OfFinding(DiagnosisFinding finding) => finding with
        {
            First = Convert(finding.First),
            Last = Convert(finding.Last),
            Evidence = OfEvidence(finding.Evidence),
            Clients = OfLoad(finding.Clients),
        };
        return this with
        {
            Findings = Findings.Select(OfFinding).ToArray(),
            Evidence = OfEvidence(Evidence),
            Against = OfEvidence(Against),
            Clients = OfLoad(Clients),
            Bursts = Bursts.Select(burst => burst.WithTimes(convert)).ToArray(),
            Load = OfLoad(Load),
            From = Convert(From),
            To = Convert(To),
        };
    }

    /// <summary>Returns the summary.</summary>
    public override string ToString() => Summary;
}
