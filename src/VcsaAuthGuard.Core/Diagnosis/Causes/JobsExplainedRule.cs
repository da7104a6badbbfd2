using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for failed backup runs that ran in a burst.</summary>
internal sealed class JobsExplainedRule() : DiagnosisRule("JobsExplained", DiagnosisCause.ApiStorm, weight: 2)
{
    private const int MinRuns = 2;

    public override Finding Evaluate(VCenterEvidence evidence)
    {
        IReadOnlyList<BurstEvidence> bursts = evidence.UnexplainedBursts;
        if (bursts.Count == 0)
        {
            return Finding.None;
        }

        if (evidence.Options.JobRuns is null)
        {
            return Finding.Missing(
                "Which backup runs failed in the burst: no job runs were given.",
                "The backup product's report of that night as CSV (-JobRun, or --job-runs FILE).");
        }

        BackupJobRun[] failed = BackupRuns.Failed(evidence);
        BackupJobRun[] inside = [.. failed.Where(run => BackupRuns.IsIn(bursts, run))];
        if (inside.Length < MinRuns)
        {
            return Finding.None;
        }

        double share = (double)inside.Length / failed.Length;
        int succeeded = BackupRuns.Succeeded(evidence).Count(run => !BackupRuns.IsIn(bursts, run));
        return new(share >= 0.5 ? Math.Min(1, (share - 0.4) / 0.4) : 0)
        {
            Statement =
                FormattableString.Invariant($"{inside.Length:N0} of {Phrases.Count(failed.Length, "failed backup run")} ran in a burst; ")
                + $"{Phrases.Count(succeeded, "run")} outside of it succeeded.",
            Count = inside.Length,
            Start = inside.Min(run => run.Start),
            End = inside.Max(run => run.End),
            Lines = BackupRuns.Lines(inside),
        };
    }
}
