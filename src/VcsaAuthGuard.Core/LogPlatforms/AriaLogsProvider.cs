namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Specifies the provider that authenticates a user of Aria Operations for Logs, in the terms of its API.</summary>
public enum AriaLogsProvider
{
    /// <summary>The platform's own users.</summary>
    Local,

    /// <summary>Active Directory.</summary>
    ActiveDirectory,

    /// <summary>VMware Identity Manager (Workspace ONE Access).</summary>
    VIDM,
}
