namespace VcsaAuthGuard.BackupWindows.Overlaps;

/// <summary>How bad an overlap is.</summary>
public enum OverlapSeverity
{
    /// <summary>Windows run together; nothing known says that it is too much.</summary>
    Low,

    /// <summary>Together they exceed the VMs or sessions that are allowed.</summary>
    Medium,

    /// <summary>Requests would wait longer than their tokens live (KB 440879).</summary>
    High,
}
