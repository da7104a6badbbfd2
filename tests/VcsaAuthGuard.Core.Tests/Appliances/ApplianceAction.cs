namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>Specifies the action that a fault of a stand-in appliance belongs to, and the names used in its <c>log</c>.</summary>
public enum ApplianceAction
{
    /// <summary>A start, also the second half of a restart.</summary>
    Start,

    /// <summary>A stop, also the first half of a restart.</summary>
    Stop,

    /// <summary>service-control --restart, vmon-cli -r.</summary>
    Restart,

    /// <summary>service-control --status; a fault of any service also meets --status with no name and with --all.</summary>
    Status,

    /// <summary>vmon-cli -s and -l.</summary>
    Vmon,

    /// <summary>service-control --list.</summary>
    List,
}
