using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for a backup and another task that ran at the same time when a burst began.</summary>
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
            if (FindOverlap(evidence.Options, burst) is (BackupWindow backup, BackupWindow other))
            {
                return new(1)
                {
                    Statement = $"'{backup.Name}' and '{other.Name}' ran at the same time when the burst began.",
                    Start = burst.Start,
                    End = burst.End,
                };
            }
        }

        return Finding.None;
    }

    private static (BackupWindow Backup, BackupWindow Other)? FindOverlap(DiagnosisOptions options, BurstEvidence burst)
    {
        (BackupWindow Window, WindowOccurrence Run)[] running =
        [
            .. options.Windows!.Where(window => IsOf(options.Server, window))
                .SelectMany(window => window.Between(burst.Start - BurstEvidence.SpikeReach, burst.Start.AddTicks(1)).Select(run => (window, run))),
        ];
        foreach ((BackupWindow backup, WindowOccurrence run) in running.Where(item => item.Window.Role == WindowRole.Backup))
        {
            BackupWindow? other = running.FirstOrDefault(item =>
                item.Window.Role != WindowRole.Backup && ShareServer(item.Window, backup) && item.Run.Start < run.End && run.Start < item.Run.End).Window;
            if (other is not null)
            {
                return (backup, other);
            }
        }

        return null;
    }

    private static bool IsOf(string? server, BackupWindow window) =>
        server is null || window.Server.Count == 0 || window.Server.Contains(server, StringComparer.OrdinalIgnoreCase);

    private static bool ShareServer(BackupWindow one, BackupWindow other) =>
        one.Server.Count == 0 || other.Server.Count == 0 || one.Server.Intersect(other.Server, StringComparer.OrdinalIgnoreCase).Any();
}
