using System.Net;

namespace VcsaAuthGuard.LogPlatforms.Aria;

/// <summary>Contains the address of an Aria Operations for Logs, the credential and the time limit.</summary>
public sealed record AriaLogsOptions
{
    /// <summary>Gets the platform's address; see <see cref="AriaLogsAddress.Parse"/>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets the user name and password.</summary>
    public required NetworkCredential Credential { get; init; }

    /// <summary>Gets the provider that authenticates the user. The platform's own users by default.</summary>
    public AriaLogsProvider Provider { get; init; }

    /// <summary>Gets the time limit of one request, from connecting to the end of its response. 60 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the maximum number of requests at one time.</summary>
    internal int ThrottleLimit { get; init; } = PlatformOptions.DefaultThrottleLimit;

    /// <summary>Gets the clock and the source of delays between attempts.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
