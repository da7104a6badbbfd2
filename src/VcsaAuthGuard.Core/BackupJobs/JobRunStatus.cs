namespace VcsaAuthGuard.BackupJobs;

/// <summary>How a job's run ended.</summary>
public enum JobRunStatus
{
    /// <summary>It did what it should, with warnings or without.</summary>
    Succeeded,

    /// <summary>It did not.</summary>
    Failed,

    /// <summary>It was cancelled, skipped or is still running: it proves nothing.</summary>
    Other,
}
