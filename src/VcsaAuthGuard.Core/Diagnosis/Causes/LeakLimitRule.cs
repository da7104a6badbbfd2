using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for a session limit that was reached while a client leaks sessions.</summary>
internal sealed class LeakLimitRule() : DiagnosisRule("LeakLimit", DiagnosisCause.SessionLeak, weight: 2)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        FaultKindEvidence limit = evidence.FaultsOf(AuthFaultKind.SessionLimit);
        return limit.Count == 0 || LeakingClients.Largest(evidence) is null ? Finding.None : SessionLimitRule.Reached(limit);
    }
}
