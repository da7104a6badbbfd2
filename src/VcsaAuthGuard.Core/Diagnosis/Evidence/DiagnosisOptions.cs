using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Diagnosis.Signatures;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Specifies the information beside the logs, and the thresholds of a diagnosis.</summary>
public sealed record DiagnosisOptions
{
    /// <summary>Gets the threshold of a burst.</summary>
    public BurstRule Burst { get; init; } = BurstRule.Default;

    /// <summary>Gets the thresholds of bad habits in the use of sessions.</summary>
    public LoadRules Load { get; init; } = LoadRules.Default;

    /// <summary>Gets the windows in which backups and automation run; null if none were given.</summary>
    public IReadOnlyList<BackupWindow>? Windows { get; init; }

    /// <summary>Gets the file of the windows, for the proposed commands; null if they are not from a file.</summary>
    public string? WindowsPath { get; init; }

    /// <summary>Gets the backup product's job reports; null if none were given. Their runs are added to <see cref="JobRuns"/>.</summary>
    public IReadOnlyList<BackupJobReport>? JobReports { get; init; }

    /// <summary>Gets the runs that the backup product reports; null if none were given.</summary>
    public IReadOnlyList<BackupJobRun>? JobRuns { get; init; }

    /// <summary>Gets the signatures to look for beside the known causes.</summary>
    public IReadOnlyList<Signature> Signatures { get; init; } = [];

    /// <summary>Gets the session limit that is set on the vCenter Server; null if it is not known, and the default of its version
    /// holds.</summary>
    public int? SessionLimit { get; init; }

    /// <summary>Gets the vCenter Server's name, for the proposed commands; null if it was not given.</summary>
    public string? Server { get; init; }

    /// <summary>Gets the time zone in which the diagnosis shows times, an IANA or Windows name; null for UTC.</summary>
    public string? TimeZone { get; init; }
}
