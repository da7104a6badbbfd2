namespace VcsaAuthGuard.Appliances;

/// <summary>Specifies an action on services.</summary>
public enum ServiceAction : long
{
    /// <summary>Stopped and started in one go.</summary>
    Restart,

    /// <summary>Stopped.</summary>
    Stop,

    /// <summary>Started.</summary>
    Start,
}
