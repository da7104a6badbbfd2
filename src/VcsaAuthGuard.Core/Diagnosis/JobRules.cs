using VcsaAuthGuard.Windows;

namespace VcsaAuthGuard.Diagnosis;

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
            BackupWindow[] running = [.. facts.Options.Windows.Where(window => window.Between(burst.Burst.Start - BurstFacts.StormReach, burst.Burst.End).Any())];
            BackupWindow? backup = running.FirstOrDefault(window => window.Role == WindowRole.Backup);
            BackupWindow? other = running.FirstOrDefault(window => window.Role == WindowRole.Automation && MayMeet(window, backup));
            if (backup is not null && other is not null)
            {
                return new(1) { Statement = $"'{backup.Name}' and '{other.Name}' ran at the same time when the burst began.", Start = burst.Burst.Start, End = burst.Burst.End };
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
            return Finding.Unseen("Which backup runs the bursts explain: no job runs were given.", "The backup product's report of that night as CSV (-JobRun, or --job-runs FILE).");
        }

        JobRun[] failed = [.. Failed(facts)];
        JobRun[] inside = [.. failed.Where(run => IsInBurst(run, facts))];
        const int Fewest = 2;
        if (failed.Length == 0 || inside.Length < Fewest)
        {
            return Finding.None;
        }

        double share = (double)inside.Length / failed.Length;
        int good = facts.Options.JobRuns.Count(run => run.Status == JobRunStatus.Succeeded && !IsInBurst(run, facts));
        return new(share >= 0.5 ? Math.Min(1, (share - 0.4) / 0.4) : 0)
        {
            Statement = FormattableString.Invariant($"{inside.Length} of {Say.Count(failed.Length, "failed backup run")} ran in a burst; {Say.Count(good, "run")} outside went well."),
            Count = inside.Length,
            Start = inside.Min(run => run.Start),
            End = inside.Max(run => run.End),
        };
    }

    public static Finding TransferFailed(CaseFacts facts)
    {
        JobRun[] failed = facts.OpenBursts.Any() ? [.. Failed(facts).Where(run => IsInBurst(run, facts))] : [];
        JobRun[] telling = [.. failed.Where(run => run.IsRefreshFailure || run.IsTransferFailure)];
        return telling.Length == 0 ? Finding.None : new(Math.Min(1, telling.Length / (0.5 * failed.Length)))
        {
            Statement = FormattableString.Invariant($"{Say.Count(telling.Length, "failed run")} had the snapshot and lost the transfer, or could not refresh vCenter: \"{Shorten(telling[0].Message)}\"."),
            Count = telling.Length,
        };
    }

    public static Finding JobsElsewhere(CaseFacts facts)
    {
        JobRun[] failed = [.. Failed(facts)];
        JobRun[] outside = [.. failed.Where(run => !IsInBurst(run, facts))];
        return failed.Length == 0 || outside.Length * 2 < failed.Length ? Finding.None : new((double)outside.Length / failed.Length)
        {
            Statement = FormattableString.Invariant($"{outside.Length} of {Say.Count(failed.Length, "failed backup run")} failed with no burst near: \"{Shorten(outside[0].Message)}\"."),
            Count = outside.Length,
        };
    }

    public static IEnumerable<JobRun> Failed(CaseFacts facts) => (facts.Options.JobRuns ?? []).Where(run => run.Status == JobRunStatus.Failed);

    public static string Shorten(string? message)
    {
        const int Longest = 70;
        return message is null ? "no message" : message.Length <= Longest ? message : message.Remove(Longest) + "…";
    }

    private static bool IsInBurst(JobRun run, CaseFacts facts) =>
        facts.OpenBursts.Any(burst => run.Start <= burst.Burst.End + Reach && run.End >= burst.Burst.Start - Reach);

    private static bool MayMeet(BackupWindow one, BackupWindow? other) =>
        other is null || one.Server.Count == 0 || other.Server.Count == 0 || one.Server.Intersect(other.Server, StringComparer.OrdinalIgnoreCase).Any();
}
