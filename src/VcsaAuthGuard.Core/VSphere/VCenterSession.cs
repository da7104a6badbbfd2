namespace VcsaAuthGuard.VSphere;

/// <summary>A login at vCenter Server: who, from where, with what, how often. What the server did not say is null.</summary>
public sealed record VCenterSession
{
    /// <summary>vCenter Server's id of the session: the one in vpxd's log, and the one that TerminateSession takes.</summary>
    public required string Key { get; init; }

    /// <summary>Who is logged in: <c>VSPHERE.LOCAL\Administrator</c>.</summary>
    public required string UserName { get; init; }

    /// <summary>The client's address; a local service of the appliance may have the name of a pipe.</summary>
    public string? IpAddress { get; init; }

    /// <summary>What the client says it is.</summary>
    public string? UserAgent { get; init; }

    /// <summary>When the user logged in, UTC.</summary>
    public DateTimeOffset? LoginTime { get; init; }

    /// <summary>When the session's last call was made, UTC.</summary>
    public DateTimeOffset? LastActiveTime { get; init; }

    /// <summary>How long ago the last call was, by the server's clock where it is known. Never below zero.</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>How long ago the login was, by the server's clock where it is known. Never below zero.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>How many calls the session has made.</summary>
    public long? CallCount { get; init; }

    /// <summary>Whether it is the session the list was read with; null where that is not known.</summary>
    public bool? IsCurrent { get; init; }

    /// <summary>Whether it belongs to an extension of vCenter Server.</summary>
    public bool? IsExtension { get; init; }

    /// <summary>The server, by the name it was asked by; null where that is not known.</summary>
    public string? Server { get; init; }

    /// <summary>The session with <see cref="Idle"/> and <see cref="Age"/> as of a time.</summary>
    /// <param name="now">The time on the clock that the session's times are from, or the nearest thing to it.</param>
    public VCenterSession AsOf(DateTimeOffset now) => this with { Idle = Since(LastActiveTime, now), Age = Since(LoginTime, now) };

    private static TimeSpan? Since(DateTimeOffset? time, DateTimeOffset now) =>
        time is not DateTimeOffset value ? null : now > value ? now - value : TimeSpan.Zero;
}
