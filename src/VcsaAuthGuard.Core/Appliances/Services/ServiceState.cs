namespace VcsaAuthGuard.Appliances.Services;

/// <summary>Specifies the state of a service.</summary>
public enum ServiceState : long
{
    /// <summary>It could not be read.</summary>
    Unknown,

    /// <summary>It runs.</summary>
    Started,

    /// <summary>It is on its way up.</summary>
    Starting,

    /// <summary>It is on its way down.</summary>
    Stopping,

    /// <summary>It does not run.</summary>
    Stopped,
}
