namespace VcsaAuthGuard.Cli.Installation;

/// <summary>Specifies what runs the watch as a service.</summary>
internal enum ServiceKind
{
    /// <summary>A unit of systemd.</summary>
    Systemd,

    /// <summary>A Windows service.</summary>
    Windows,

    /// <summary>A scheduled task of Windows that runs the PowerShell module.</summary>
    Task,

    /// <summary>A container's image.</summary>
    Container,
}
