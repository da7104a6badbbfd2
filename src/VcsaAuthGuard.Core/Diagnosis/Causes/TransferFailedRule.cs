using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for failed runs in a burst whose message is one of those that KB 440879 names.</summary>
internal sealed class TransferFailedRule() : DiagnosisRule("TransferFailed", DiagnosisCause.ApiStorm, weight: 1)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        BackupJobRun[] failed = [.. BackupRuns.Failed(evidence).Where(run => BackupRuns.IsIn(evidence.UnexplainedBursts, run))];
        BackupJobRun[] matching = [.. failed.Where(run => run.IsRefreshFailure || run.IsTransferFailure)];
        return matching.Length == 0
            ? Finding.None
            : new(Math.Min(1, matching.Length / (0.5 * failed.Length)))
            {
                Statement =
                    FormattableString.Invariant($"{matching.Length:N0} of the runs that failed in a burst could not refresh vCenter, ")
                    + $"or lost the transfer after the snapshot: {BackupRuns.CommonMessage(matching)}.",
                Count = matching.Length,
                Lines = BackupRuns.Lines(matching),
            };
    }
}
