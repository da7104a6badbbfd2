using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>What windows and the backup product's report add.</summary>
internal static class JobRules
{
    /// <summary>A failure belongs to a burst when its run overlaps it, give or take so long.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromMinutes(5);

    public static Finding WindowOverlap(CaseFacts facts)
    {
        if (!facts.OpenBursts.Any())
        {
            return Finding.None;
        }

        if (facts.Options.Windows is null)
        {
            return Finding.Unseen("Whether backups and automation ran at the same time: no windows were given.", "The backup jobs' and automation's schedules, as windows (-Window, or --windows FILE).");
        }

        foreach (BurstFacts burst in facts.OpenBursts)
        {
            (BackupWindow Window, WindowOccurrence Run)[] running =
            [
                .. facts.Options.Windows.Where(window => window.RunsAgainst(facts.Options.Server))
                    .SelectMany(window => window
                        .Between(burst.Burst.Start - BurstFacts.StormReach, burst.Burst.Start + TimeSpan.FromTicks(1))
                        .Select(run => (window, run))),
            ];
            foreach ((BackupWindow window, WindowOccurrence run) in running.OrderBy(item => item.Window.Role))
            {
                BackupWindow? other = running.FirstOrDefault(item =>
                    OverlapRule.CanOverlap(item.Window, window) && item.Run.Start < run.End && run.Start < item.Run.End).Window;
                if (other is not null)
                {
                    return new(1)
                    {
                        Statement = $"'{window.Name}' and '{other.Name}' ran at the same time when the burst began.",
                        Start = burst.Burst.Start,
                        End = burst.Burst.End,
                    };
                }
            }
        }

        return Finding.None;
    }

    public static Finding JobsExplained(CaseFacts facts)
    {
        if (!facts.OpenBursts.Any())
        {
            return Finding.None;
        }

        if (facts.Options.JobRuns is null)
        {
            return Finding.Unseen("Which backup runs failed in the burst: no job runs were given.", "The backup product's report of that night as CSV (-JobRun, or --job-runs FILE).");
        }

        BackupJobRun[] failed = [.. Failed(facts)];
        BurstFacts[] bursts = [.. facts.OpenBursts];
        BackupJobRun[] inside = [.. failed.Where(run => IsIn(bursts, run))];
        const int Fewest = 2;
        if (failed.Length == 0 || inside.Length < Fewest)
        {
            return Finding.None;
        }

        double share = (double)inside.Length / failed.Length;
        int good = facts.Options.JobRuns.Count(run => run.Status == BackupJobRunStatus.Succeeded && !IsIn(bursts, run));
        return new(share >= 0.5 ? Math.Min(1, (share - 0.4) / 0.4) : 0)
        {
            Statement = FormattableString.Invariant($"{inside.Length} of {Say.Count(failed.Length, "failed backup run")} ran in a burst; {Say.Count(good, "run")} outside went well."),
            Count = inside.Length,
            Start = inside.Min(run => run.Start),
            End = inside.Max(run => run.End),
            Lines = LinesOf(inside),
        };
    }

    public static Finding TransferFailed(CaseFacts facts)
    {
        BurstFacts[] bursts = [.. facts.OpenBursts];
        BackupJobRun[] failed = [.. Failed(facts).Where(run => IsIn(bursts, run))];
        BackupJobRun[] telling = [.. failed.Where(run => run.IsRefreshFailure || run.IsTransferFailure)];
        return telling.Length == 0 ? Finding.None : new(Math.Min(1, telling.Length / (0.5 * failed.Length)))
        {
            Statement = FormattableString.Invariant($"{telling.Length} of them lost the transfer after the snapshot, or could not refresh vCenter: \"{Shorten(telling[0].Message)}\"."),
            Count = telling.Length,
            Lines = LinesOf(telling),
        };
    }

    public static Finding JobsElsewhere(CaseFacts facts)
    {
        BackupJobRun[] failed = [.. Failed(facts)];
        BackupJobRun[] outside = [.. failed.Where(run => !IsIn(facts.BurstFacts, run))];
        return failed.Length == 0 || outside.Length * 2 < failed.Length ? Finding.None : new((double)outside.Length / failed.Length)
        {
            Statement = FormattableString.Invariant($"{outside.Length} of {Say.Count(failed.Length, "failed backup run")} failed with no burst near: \"{Shorten(outside[0].Message)}\"."),
            Count = outside.Length,
            Lines = LinesOf(outside),
        };
    }

    public static IEnumerable<BackupJobRun> Failed(CaseFacts facts) => (facts.Options.JobRuns ?? []).Where(run => run.Status == BackupJobRunStatus.Failed);

    public static string Shorten(string? message)
    {
        const int Longest = 70;
        return message is null ? "no message" : message.Length <= Longest ? message : message.Remove(Longest) + "…";
    }

    /// <summary>Some runs, as evidence.</summary>
    public static IReadOnlyList<string> LinesOf(IEnumerable<BackupJobRun> runs) =>
        [.. runs.Take(3).Select(run => FormattableString.Invariant($"{run.Job} {run.VM} {run.Start:yyyy-MM-dd HH:mm:ss}Z to {run.End:HH:mm:ss}Z: {Shorten(run.Message)}"))];

    private static bool IsIn(IReadOnlyList<BurstFacts> bursts, BackupJobRun run) =>
        bursts.Any(burst => run.Start <= burst.Burst.End + Reach && run.End >= burst.Burst.Start - Reach);
}
