using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for backup runs that failed because they could not reach a host.</summary>
internal sealed class HostJobsRule() : DiagnosisRule("HostJobs", DiagnosisCause.HostUnreachable, weight: 1.5)
{
    public override Finding Evaluate(VCenterEvidence evidence) =>
        JobMessages.Find(evidence, run => run.IsHostFailure, "could not reach a host");
}
