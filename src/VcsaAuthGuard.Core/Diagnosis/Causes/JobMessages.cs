using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for a message that at least half of the failed backup runs have.</summary>
internal static class JobMessages
{
    public static Finding Find(VCenterEvidence evidence, Func<BackupJobRun, bool> isMatch, string failure)
    {
        BackupJobRun[] failed = BackupRuns.Failed(evidence);
        BackupJobRun[] matching = [.. failed.Where(isMatch)];
        return matching.Length == 0 || matching.Length * 2 < failed.Length
            ? Finding.None
            : new(1)
            {
                Statement =
                    FormattableString.Invariant($"{matching.Length:N0} of {Phrases.Count(failed.Length, "failed backup run")} {failure}: ")
                    + $"{BackupRuns.CommonMessage(matching)}.",
                Count = matching.Length,
                Lines = BackupRuns.Lines(matching),
            };
    }
}
