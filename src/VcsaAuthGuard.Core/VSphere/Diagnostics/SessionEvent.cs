namespace VcsaAuthGuard.VSphere.Diagnostics;

/// <summary>Represents a <c>UserLoginSessionEvent</c> or a <c>UserLogoutSessionEvent</c>.</summary>
internal sealed record SessionEvent
{
    public required bool IsLogin { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string UserName { get; init; }

    public string? IpAddress { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>Gets the session's key; null if the server does not report it.</summary>
    public string? SessionId { get; init; }

    /// <summary>Gets the number of calls of the session that ended; null for a login.</summary>
    public long? CallCount { get; init; }
}
