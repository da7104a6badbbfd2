using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for a session limit that refused logins filled: each of them keeps an HTTP session open for a while.</summary>
/// <remarks>Broadcom KB 344920.</remarks>
internal sealed class LoginLimitRule() : DiagnosisRule("LoginLimit", DiagnosisCause.LoginRefused, weight: 1)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        FaultKindEvidence limit = evidence.FaultsOf(AuthFaultKind.SessionLimit);
        bool isOfOther = limit.CountIn(LimitReach.Around(evidence.UnexplainedBursts)) > 0 || LeakingClients.Largest(evidence) is not null;
        return limit.Count > 0 && !isOfOther && RefusedAccounts.AreMany(evidence) ? SessionLimitRule.Reached(limit) : Finding.None;
    }
}
