using System.Collections;
using System.Management.Automation;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Binding;

/// <summary>
/// Reads diagnoses from the pipeline. One from a file or another process has only its properties; a row of CSV has the
/// verdict, the times and the sentences, but no lists.
/// </summary>
internal static class DiagnosisInput
{
    /// <summary>Converts an object to a diagnosis; returns null if it is not one.</summary>
    public static VcsaDiagnosis? TryRead(PSObject item)
    {
        if (item.BaseObject is VcsaDiagnosis diagnosis)
        {
            return diagnosis;
        }

        string[] names = [nameof(VcsaDiagnosis.Verdict), nameof(VcsaDiagnosis.Remedies), nameof(VcsaDiagnosis.Summary)];
        return !SavedObject.Is(item, typeof(VcsaDiagnosis), names) ? null : new VcsaDiagnosis
        {
            Verdict = SavedObject.Enum<DiagnosisVerdict>(item, nameof(VcsaDiagnosis.Verdict)) ?? DiagnosisVerdict.Unknown,
            Cause = SavedObject.Enum<DiagnosisCause>(item, nameof(VcsaDiagnosis.Cause)) ?? DiagnosisCause.Unknown,
            Confidence = SavedObject.Enum<DiagnosisConfidence>(item, nameof(VcsaDiagnosis.Confidence)) ?? DiagnosisConfidence.Low,
            Summary = SavedObject.Text(item, nameof(VcsaDiagnosis.Summary)) ?? "",
            Findings = [.. Read(item, nameof(VcsaDiagnosis.Findings), ReadFinding)],
            Evidence = [.. Read(item, nameof(VcsaDiagnosis.Evidence), ReadEvidence)],
            Against = [.. Read(item, nameof(VcsaDiagnosis.Against), ReadEvidence)],
            Clients = [.. Read(item, nameof(VcsaDiagnosis.Clients), ReadLoad)],
            Remedies = [.. Read(item, nameof(VcsaDiagnosis.Remedies), ReadRemedy)],
            MissingEvidence = [.. Read(item, nameof(VcsaDiagnosis.MissingEvidence), ReadMissing)],
            Bursts = [.. Read(item, nameof(VcsaDiagnosis.Bursts), ReadBurst)],
            Faults = [.. Read(item, nameof(VcsaDiagnosis.Faults), ReadCount)],
            Load = [.. Read(item, nameof(VcsaDiagnosis.Load), ReadLoad)],
            Server = SavedObject.Text(item, nameof(VcsaDiagnosis.Server)),
            Version = SavedObject.Text(item, nameof(VcsaDiagnosis.Version)),
            From = Time(item, nameof(VcsaDiagnosis.From)),
            To = Time(item, nameof(VcsaDiagnosis.To)),
            Source = SavedObject.Text(item, nameof(VcsaDiagnosis.Source)),
        };
    }

    /// <summary>Reads the items of a list; none if the list was written as text.</summary>
    private static IEnumerable<T> Read<T>(PSObject item, string name, Func<PSObject, T?> read)
        where T : class
    {
        object? value = Properties.Get(item, name);
        return value is string or not IEnumerable
            ? []
            : ((IEnumerable)value).Cast<object?>().Where(one => one is not null and not string)
                .Select(one => read(PSObject.AsPSObject(one!))).OfType<T>();
    }

    private static IEnumerable<string> Texts(PSObject item, string name) =>
        Properties.Get(item, name) switch
        {
            string text => text.Length == 0 ? [] : [text],
            IEnumerable list => list.Cast<object?>().Select(one => one?.ToString()).OfType<string>(),
            _ => [],
        };

    private static DateTimeOffset? Time(PSObject item, string name) => Properties.GetTime(item.Properties[name]?.Value);

    private static DiagnosisFinding? ReadFinding(PSObject item) =>
        SavedObject.Enum<DiagnosisCause>(item, nameof(DiagnosisFinding.Cause)) is not DiagnosisCause cause ? null : new()
        {
            Cause = cause,
            Confidence = SavedObject.Enum<DiagnosisConfidence>(item, nameof(DiagnosisFinding.Confidence)) ?? DiagnosisConfidence.Low,
            Summary = SavedObject.Text(item, nameof(DiagnosisFinding.Summary)) ?? "",
            First = Time(item, nameof(DiagnosisFinding.First)),
            Last = Time(item, nameof(DiagnosisFinding.Last)),
            Evidence = [.. Read(item, nameof(DiagnosisFinding.Evidence), ReadEvidence)],
            Clients = [.. Read(item, nameof(DiagnosisFinding.Clients), ReadLoad)],
            Accounts = [.. Texts(item, nameof(DiagnosisFinding.Accounts))],
            Hosts = [.. Texts(item, nameof(DiagnosisFinding.Hosts))],
            Remedies = [.. Read(item, nameof(DiagnosisFinding.Remedies), ReadRemedy)],
            Signature = SavedObject.Text(item, nameof(DiagnosisFinding.Signature)),
        };

    private static DiagnosisEvidence? ReadEvidence(PSObject item) =>
        SavedObject.Text(item, nameof(DiagnosisEvidence.Statement)) is not string statement ? null : new()
        {
            Rule = SavedObject.Text(item, nameof(DiagnosisEvidence.Rule)) ?? "",
            Cause = SavedObject.Enum<DiagnosisCause>(item, nameof(DiagnosisEvidence.Cause)) ?? DiagnosisCause.Unknown,
            Role = SavedObject.Enum<EvidenceRole>(item, nameof(DiagnosisEvidence.Role)) ?? EvidenceRole.Detail,
            Statement = statement,
            Start = Time(item, nameof(DiagnosisEvidence.Start)),
            End = Time(item, nameof(DiagnosisEvidence.End)),
            Count = SavedObject.Number(item, nameof(DiagnosisEvidence.Count)),
            Lines = [.. Texts(item, nameof(DiagnosisEvidence.Lines))],
        };

    private static ApiClientLoad? ReadLoad(PSObject item) =>
        item.Properties[nameof(ApiClientLoad.Logins)] is null ? null : new()
        {
            User = SavedObject.Text(item, nameof(ApiClientLoad.User)),
            Address = SavedObject.Text(item, nameof(ApiClientLoad.Address)),
            UserAgent = SavedObject.Text(item, nameof(ApiClientLoad.UserAgent)),
            Logins = SavedObject.Number(item, nameof(ApiClientLoad.Logins)) ?? 0,
            Logouts = SavedObject.Number(item, nameof(ApiClientLoad.Logouts)) ?? 0,
            RefusedLogins = SavedObject.Number(item, nameof(ApiClientLoad.RefusedLogins)) ?? 0,
            PeakSessions = (int)(SavedObject.Number(item, nameof(ApiClientLoad.PeakSessions)) ?? 0),
            PeakSessionsTime = Time(item, nameof(ApiClientLoad.PeakSessionsTime)),
            Calls = SavedObject.Number(item, nameof(ApiClientLoad.Calls)) ?? 0,
            PeakLoginsPerMinute = (int)(SavedObject.Number(item, nameof(ApiClientLoad.PeakLoginsPerMinute)) ?? 0),
            PeakLoginsTime = Time(item, nameof(ApiClientLoad.PeakLoginsTime)),
            FirstSeen = Time(item, nameof(ApiClientLoad.FirstSeen)),
            LastSeen = Time(item, nameof(ApiClientLoad.LastSeen)),
            Pattern = SavedObject.Enum<LoadPatterns>(item, nameof(ApiClientLoad.Pattern)) ?? LoadPatterns.Steady,
            Server = SavedObject.Text(item, nameof(ApiClientLoad.Server)),
            Source = SavedObject.Text(item, nameof(ApiClientLoad.Source)),
        };

    private static DiagnosisRemedy? ReadRemedy(PSObject item) =>
        SavedObject.Text(item, nameof(DiagnosisRemedy.Name)) is not string name ? null : new(
            (int)(SavedObject.Number(item, nameof(DiagnosisRemedy.Order)) ?? 0), name,
            SavedObject.Text(item, nameof(DiagnosisRemedy.Why)) ?? "",
            SavedObject.Text(item, nameof(DiagnosisRemedy.Command)) ?? "",
            SavedObject.Text(item, nameof(DiagnosisRemedy.Interrupts)) ?? "");

    private static MissingEvidence? ReadMissing(PSObject item) =>
        SavedObject.Text(item, nameof(MissingEvidence.Statement)) is not string statement ? null : new(
            SavedObject.Text(item, nameof(MissingEvidence.Rule)) ?? "", statement,
            SavedObject.Text(item, nameof(MissingEvidence.Collect)) ?? "");

    private static FaultBurst? ReadBurst(PSObject item) =>
        Time(item, nameof(FaultBurst.Start)) is not DateTimeOffset start ? null : new()
        {
            Start = start,
            End = Time(item, nameof(FaultBurst.End)) ?? start,
            Count = (int)(SavedObject.Number(item, nameof(FaultBurst.Count)) ?? 0),
            PeakCount = (int)(SavedObject.Number(item, nameof(FaultBurst.PeakCount)) ?? 0),
            PeakStart = Time(item, nameof(FaultBurst.PeakStart)) ?? start,
            VMHost = [.. Read(item, nameof(FaultBurst.VMHost), ReadCount)],
            Datastore = [.. Read(item, nameof(FaultBurst.Datastore), ReadCount)],
            Method = [.. Read(item, nameof(FaultBurst.Method), ReadCount)],
            Kind = [.. Read(item, nameof(FaultBurst.Kind), ReadCount)],
            Source = SavedObject.Text(item, nameof(FaultBurst.Source)),
            Server = SavedObject.Text(item, nameof(FaultBurst.Server)),
        };

    private static FaultCount? ReadCount(PSObject item) =>
        SavedObject.Number(item, nameof(FaultCount.Count)) is long count
            ? new(SavedObject.Text(item, nameof(FaultCount.Name)), (int)Math.Min(int.MaxValue, count))
            : null;
}
