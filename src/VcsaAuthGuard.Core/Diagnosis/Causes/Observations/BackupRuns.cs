using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>Selects the failed backup runs that the rules compare with the bursts.</summary>
internal static class BackupRuns
{
    /// <summary>A failure belongs to a burst when its run overlaps the burst extended by this time on both sides.</summary>
    private const double MinShareOutside = 0.8;

    private static readonly TimeSpan Reach = TimeSpan.FromMinutes(5);

    /// <summary>Returns the failed runs within the time that the logs cover; the logs say nothing about others.</summary>
    public static BackupJobRun[] Failed(VCenterEvidence evidence) =>
        [.. WithStatus(evidence, BackupJobRunStatus.Failed)];

    /// <summary>Returns the successful runs within the time that the logs cover.</summary>
    public static IEnumerable<BackupJobRun> Succeeded(VCenterEvidence evidence) => WithStatus(evidence, BackupJobRunStatus.Succeeded);

    /// <summary>Returns the number of failed runs outside the time that the logs cover.</summary>
    public static int FailedOutsideLogs(VCenterEvidence evidence) =>
        (evidence.Options.JobRuns ?? []).Count(run => run.Status == BackupJobRunStatus.Failed && !IsCovered(evidence, run));

    /// <summary>Returns whether nearly all failed runs lie outside the time that the logs cover.</summary>
    public static bool AreOutsideLogs(VCenterEvidence evidence)
    {
        int outside = FailedOutsideLogs(evidence);
        return outside > 0 && outside >= MinShareOutside * (outside + Failed(evidence).Length);
    }

    /// <summary>Returns whether the logs cover a part of a window of backups; also where no such window is given.</summary>
    public static bool HasWindow(VCenterEvidence evidence)
    {
        BackupWindow[] windows =
        [
            .. evidence.Windows
                .Where(window => window.Role == WindowRole.Backup && window.RunsAgainst(evidence.Options.Server)),
        ];
        return windows.Length == 0 || evidence.From is not DateTimeOffset from || evidence.To is not DateTimeOffset to
            || Array.Exists(windows, window => window.Between(from, to.AddTicks(1)).Any());
    }

    /// <summary>Returns whether a run overlaps one of the bursts.</summary>
    public static bool IsIn(IReadOnlyList<RefusedRun> bursts, BackupJobRun run) =>
        bursts.Any(burst => run.Start <= burst.End + Reach && run.End >= burst.Start - Reach);

    /// <summary>Returns the message that most runs have, in quotes and cut to a length that fits a sentence.</summary>
    public static string CommonMessage(IEnumerable<BackupJobRun> runs)
    {
        string? message = runs.GroupBy(run => run.Message).OrderByDescending(group => group.Count()).First().Key;
        return message is null ? "no message" : $"\"{Cut(message)}\"";
    }

    /// <summary>Quotes some runs as evidence.</summary>
    public static IReadOnlyList<string> Lines(IEnumerable<BackupJobRun> runs) =>
        [.. runs.Take(3).Select(run => FormattableString.Invariant(
            $"{run.Job} {run.VM} {run.Start:yyyy-MM-dd HH:mm:ss}Z to {run.End:HH:mm:ss}Z: {Cut(run.Message ?? "no message")}"))];

    private static IEnumerable<BackupJobRun> WithStatus(VCenterEvidence evidence, BackupJobRunStatus status) =>
        (evidence.Options.JobRuns ?? []).Where(run => run.Status == status && IsCovered(evidence, run));

    private static bool IsCovered(VCenterEvidence evidence, BackupJobRun run) =>
        evidence.From is DateTimeOffset from && evidence.To is DateTimeOffset to && run.Start <= to + Reach && run.End >= from - Reach;

    private static string Cut(string message)
    {
        const int MaxLength = 70;
        return message.Length <= MaxLength ? message : message.Remove(MaxLength) + "…";
    }
}
