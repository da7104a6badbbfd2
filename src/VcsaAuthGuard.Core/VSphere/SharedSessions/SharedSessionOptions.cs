namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>Specifies how a session is shared.</summary>
public sealed record SharedSessionOptions
{
    /// <summary>Gets a value indicating whether a stored session is used, or a new one stored; otherwise the session is not shared. True
    /// by default.</summary>
    public bool Keep { get; init; } = true;

    /// <summary>
    /// Gets the age, by this machine's clock, from which on a stored session is replaced; null, the default, for no limit: vCenter Server
    /// itself ends idle sessions (after 30 minutes by most sources, up to 120 by KB 437427), and a refused session is replaced anyway.
    /// </summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Gets the time to wait while another process logs in. 150 seconds by default: two calls of at most 60 seconds, and a
    /// reserve.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(150);
}
