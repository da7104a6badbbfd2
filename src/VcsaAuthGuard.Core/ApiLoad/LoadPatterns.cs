namespace VcsaAuthGuard.ApiLoad;

/// <summary>Specifies how a client uses sessions.</summary>
[Flags]
public enum LoadPatterns : long
{
    /// <summary>No pattern.</summary>
    Steady = 0,

    /// <summary>Most of its many sessions make a few calls each: a login for every item.</summary>
    LoginPerItem = 1,

    /// <summary>Far more logins than logouts: its sessions stay open until vCenter ends them.</summary>
    Leaking = 2,
}
