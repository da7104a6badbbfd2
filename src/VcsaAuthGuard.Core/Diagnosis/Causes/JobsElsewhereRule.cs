using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for failed backup runs with no burst near them.</summary>
internal sealed class JobsElsewhereRule() : DiagnosisRule("JobsElsewhere", DiagnosisCause.ApiStorm, weight: -2)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        // A refused call without a time may have come at any time, also in one of these runs.
        if (evidence.FaultsOf(AuthFaultKind.NotAuthenticated).UntimedCount > evidence.Options.Burst.Threshold)
        {
            return Finding.None;
        }

        BackupJobRun[] failed = BackupRuns.Failed(evidence);
        BackupJobRun[] outside = [.. failed.Where(run => !BackupRuns.IsIn(evidence.Bursts, run))];
        return failed.Length == 0 || outside.Length * 2 < failed.Length
            ? Finding.None
            : new((double)outside.Length / failed.Length)
            {
                Statement =
                    FormattableString.Invariant($"{outside.Length:N0} of {Phrases.Count(failed.Length, "failed backup run")} failed ")
                    + $"with no burst near: {BackupRuns.CommonMessage(outside)}.",
                Count = outside.Length,
                Lines = BackupRuns.Lines(outside),
            };
    }
}
