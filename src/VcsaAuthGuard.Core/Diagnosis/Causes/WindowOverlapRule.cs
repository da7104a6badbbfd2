using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for windows of different roles that overlapped when a burst began.</summary>
/// <remarks>KB 440879, "Stagger Operational Windows".</remarks>
internal sealed class WindowOverlapRule() : DiagnosisRule("WindowOverlap", DiagnosisCause.ApiStorm, weight: 1.5)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        if (evidence.UnexplainedBursts.Count == 0)
        {
            return Finding.None;
        }

        if (evidence.Options.Windows is null)
        {
            return Finding.Missing(
                "Whether backups and automation ran at the same time: no windows were given.",
                "The schedules of backups and automation as windows (-Window, or --windows FILE).");
        }

        foreach (BurstEvidence burst in evidence.UnexplainedBursts)
        {
            if (FindOverlap(evidence.Options, burst) is (BackupWindow first, BackupWindow second))
            {
                return new(1)
                {
                    Statement = $"'{first.Name}' and '{second.Name}' ran at the same time when the burst began.",
                    Start = burst.Start,
                    End = burst.End,
                };
            }
        }

        return Finding.None;
    }

    private static (BackupWindow First, BackupWindow Second)? FindOverlap(DiagnosisOptions options, BurstEvidence burst)
    {
        (BackupWindow Window, WindowOccurrence Run)[] running =
        [
            .. options
                .Windows!.Where(window => window.RunsAgainst(options.Server))
                .SelectMany(window =>
                    window.Between(burst.Start - BurstEvidence.SpikeReach, burst.Start.AddTicks(1)).Select(run => (window, run))
                ),
        ];
        foreach ((BackupWindow window, WindowOccurrence run) in running.OrderBy(item => item.Window.Role))
        {
            BackupWindow? other = running.FirstOrDefault(item =>
                OverlapRule.CanOverlap(item.Window, window) && item.Run.Start < run.End && run.Start < item.Run.End).Window;
            if (other is not null)
            {
                return (window, other);
            }
        }

        return null;
    }
}
