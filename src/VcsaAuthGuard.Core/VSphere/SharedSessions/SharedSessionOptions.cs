namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>How a session is shared.</summary>
public sealed record SharedSessionOptions
{
    /// <summary>Log in only where no session is kept, and keep it. False: a session of one's own, that nobody else will use. True by default.</summary>
    public bool Keep { get; init; } = true;

    /// <summary>
    /// A session kept for longer, by this machine's clock, is replaced. Null, the default: no limit, since vCenter Server itself ends
    /// what is idle (30 minutes in most sources, up to 120 in KB 437427) and a refused session is replaced anyway.
    /// </summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>How long to wait while another process logs in. 150 seconds by default: its two calls, of 60 seconds at most, and some more.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(150);
}
