namespace VcsaAuthGuard.BackupWindows.Overlaps;

/// <summary>Specifies the severity of an overlap.</summary>
public enum OverlapSeverity : long
{
    /// <summary>Windows overlap; no limit is known to be exceeded.</summary>
    Low,

    /// <summary>Together they exceed the limit of VMs or sessions.</summary>
    Medium,

    /// <summary>Requests would wait longer than the lifetime of their tokens (KB 440879).</summary>
    High,
}
