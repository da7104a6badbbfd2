using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for backup runs that failed because they could not log in.</summary>
internal sealed class LoginJobsRule() : DiagnosisRule("LoginJobs", DiagnosisCause.LoginRefused, weight: 1.5)
{
    public override Finding Evaluate(VCenterEvidence evidence) => JobMessages.Find(evidence, run => run.IsLoginFailure, "could not log in");
}
