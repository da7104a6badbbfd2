using System.Collections;
using System.Management.Automation;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Remedies;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads diagnoses from the pipeline; of one that was in a file or another process the server, the summary and the
/// remedies.</summary>
internal static class DiagnosisInput
{
    /// <summary>Returns the diagnosis that an object is; null when it is none.</summary>
    public static VcsaDiagnosis? TryRead(PSObject item)
    {
        if (item.BaseObject is VcsaDiagnosis diagnosis)
        {
            return diagnosis;
        }

        string[] names = [nameof(VcsaDiagnosis.Verdict), nameof(VcsaDiagnosis.Remedies), nameof(VcsaDiagnosis.Summary)];
        return !SavedObject.Is(item, typeof(VcsaDiagnosis), names) ? null : new VcsaDiagnosis
        {
            Server = SavedObject.Text(item, nameof(VcsaDiagnosis.Server)),
            Summary = SavedObject.Text(item, nameof(VcsaDiagnosis.Summary)) ?? "",
            Remedies = [.. Remedies(Properties.Get(item, nameof(VcsaDiagnosis.Remedies)))],
        };
    }

    private static IEnumerable<DiagnosisRemedy> Remedies(object? value)
    {
        foreach (object remedy in value is IEnumerable list and not string ? list : Array.Empty<object>())
        {
            PSObject item = PSObject.AsPSObject(remedy);
            if (SavedObject.Text(item, nameof(DiagnosisRemedy.Name)) is string name)
            {
                yield return new(
                    (int)(SavedObject.Number(item, nameof(DiagnosisRemedy.Order)) ?? 0), name,
                    SavedObject.Text(item, nameof(DiagnosisRemedy.Why)) ?? "",
                    SavedObject.Text(item, nameof(DiagnosisRemedy.Command)) ?? "",
                    SavedObject.Text(item, nameof(DiagnosisRemedy.Interrupts)) ?? "");
            }
        }
    }
}
