namespace VcsaAuthGuard.BackupJobs;

/// <summary>Specifies how a run of a backup job ended.</summary>
public enum BackupJobRunStatus : long
{
    /// <summary>The run succeeded, with or without warnings.</summary>
    Succeeded,

    /// <summary>The run failed, entirely or in part.</summary>
    Failed,

    /// <summary>The run was cancelled or skipped, is still running, or its report has no status: it proves nothing.</summary>
    Other,
}
