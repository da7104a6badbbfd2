namespace VcsaAuthGuard.LogPlatforms.Aria;

/// <summary>Where Aria Operations for Logs looks a user up, in its API's own words.</summary>
public enum AriaLogsProvider
{
    /// <summary>Its own users.</summary>
    Local,

    /// <summary>Active Directory.</summary>
    ActiveDirectory,

    /// <summary>VMware Identity Manager (Workspace ONE Access).</summary>
    VIDM,
}
