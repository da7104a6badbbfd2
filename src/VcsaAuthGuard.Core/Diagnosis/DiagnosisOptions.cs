using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Diagnosis;

/// <summary>What a diagnosis is given beside the logs.</summary>
public sealed record DiagnosisOptions
{
    /// <summary>When refused calls are a burst.</summary>
    public BurstRule Burst { get; init; } = BurstRule.Default;

    /// <summary>What is a habit to mend.</summary>
    public LoadRules Load { get; init; } = LoadRules.Default;

    /// <summary>The windows in which backups and automation run; null when nobody said.</summary>
    public IReadOnlyList<BackupWindow>? Windows { get; init; }

    /// <summary>Where the windows are from, for the commands that are proposed; null when that is no file.</summary>
    public string? WindowsPath { get; init; }

    /// <summary>Gets the backup product's job reports; null when none were given. Their runs are added to <see cref="JobRuns"/>.</summary>
    public IReadOnlyList<BackupJobReport>? JobReports { get; init; }

    /// <summary>Gets the backup runs; null when none were given.</summary>
    public IReadOnlyList<BackupJobRun>? JobRuns { get; init; }

    /// <summary>The vCenter's name, for the commands that are proposed; null when not given.</summary>
    public string? Server { get; init; }
}
