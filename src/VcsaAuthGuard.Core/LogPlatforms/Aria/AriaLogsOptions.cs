using System.Net;

namespace VcsaAuthGuard.LogPlatforms.Aria;

/// <summary>Where Aria Operations for Logs is, who logs in, and how long an answer may take.</summary>
public sealed record AriaLogsOptions
{
    /// <summary>The platform's address; see <see cref="AriaLogsAddress.Parse"/>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Who logs in.</summary>
    public required NetworkCredential Credential { get; init; }

    /// <summary>Where the platform looks the user up. Its own users by default.</summary>
    public AriaLogsProvider Provider { get; init; }

    /// <summary>How long one request may take, from connecting to the end of its response. 60 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the clock and the source of delays between attempts.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
