namespace VcsaAuthGuard.Faults;

/// <summary>Specifies the properties by which faults can be counted.</summary>
public enum FaultGroupKey : long
{
    /// <summary>The ESXi host, by name or else by id.</summary>
    VMHost,

    /// <summary>The datastore, by name or else by volume uuid.</summary>
    Datastore,

    /// <summary>The API method.</summary>
    Method,

    /// <summary>The hour, UTC, on the date it was.</summary>
    Hour,

    /// <summary>The vCenter Server, as the envelopes of the lines or the log platform name it.</summary>
    Server,
}
