namespace VcsaAuthGuard.ApiLoad;

/// <summary>Specifies the sources that mention a client.</summary>
[Flags]
public enum LoadSources : long
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Calls in vpxd's log, attributed by the profiler's log.</summary>
    Vpxd = 1,

    /// <summary>vCenter's events.</summary>
    Events = 2,

    /// <summary>The logs of the sign-on and authorization services.</summary>
    SignOn = 4,

    /// <summary>Requests in an access log.</summary>
    Access = 8,
}
