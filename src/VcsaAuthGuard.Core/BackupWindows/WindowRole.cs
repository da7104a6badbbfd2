namespace VcsaAuthGuard.BackupWindows;

/// <summary>Specifies what runs in a window.</summary>
public enum WindowRole : long
{
    /// <summary>Backup jobs.</summary>
    Backup,

    /// <summary>Automation: patch scans, inventory, scripts, vCenter's own scheduled tasks.</summary>
    Automation,

    /// <summary>Maintenance by people or tools: upgrades, host evacuations.</summary>
    Maintenance,
}
