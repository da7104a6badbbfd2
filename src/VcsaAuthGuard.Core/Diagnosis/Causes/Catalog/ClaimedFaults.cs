using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Catalog;

/// <summary>Describes the faults that a cause explains and that its finding does not mention, so that no kind of fault is left
/// out.</summary>
internal static class ClaimedFaults
{
    private static readonly Dictionary<AuthFaultKind, (EvidenceKind[] Told, string Phrase)> Kinds = new()
    {
        [AuthFaultKind.LoginRefused] = ([EvidenceKind.LoginRefused], "refused login"),
        [AuthFaultKind.SessionLimit] = ([EvidenceKind.SessionLimit, EvidenceKind.Limit], "refusal at the session limit"),
        [AuthFaultKind.ConnectionLimit] = ([EvidenceKind.ConnectionLimit, EvidenceKind.Limit], "refused connection"),
    };

    /// <summary>Returns an observation for each kind and type of fault that is seen often and that the finding does not name.</summary>
    public static IEnumerable<DiagnosisEvidence> Describe(
        CauseRule cause, DiagnosisFinding finding, VCenterEvidence evidence, Claims claims)
    {
        foreach (AuthFaultKind kind in claims.KindsOf(cause))
        {
            FaultKindEvidence faults = evidence.FaultsOf(kind);
            bool isTold = !Kinds.TryGetValue(kind, out (EvidenceKind[] Told, string Phrase) known)
                || finding.Evidence.Any(item => known.Told.Contains(item.Kind));
            if (!isTold && faults.Count >= UnexplainedCause.MinFaults)
            {
                yield return Observe(cause, faults, $"{Phrases.Count(faults.Count, known.Phrase)}{FaultTimes.Phrase(faults)}.");
            }
        }

        foreach (FailedCalls failure in claims.FailuresOf(cause))
        {
            bool isTold = failure.Type.Length == 0
                || finding.Evidence.Any(item => WordSearch.Has(item.Statement, FaultType.ShortName(failure.Type)));
            if (!isTold && failure.Faults.Count >= UnexplainedCause.MinFaults)
            {
                yield return Observe(cause, failure.Faults, UnexplainedCause.TaskSentence(failure));
            }
        }
    }

    private static DiagnosisEvidence Observe(CauseRule cause, FaultKindEvidence faults, string statement) => new()
    {
        Kind = EvidenceKind.OtherFaults,
        Cause = cause.Cause,
        Role = EvidenceRole.Detail,
        Statement = statement,
        Start = faults.First,
        End = faults.Last,
        Count = faults.Count,
        Lines = faults.Lines,
    };
}
