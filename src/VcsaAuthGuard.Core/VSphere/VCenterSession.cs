namespace VcsaAuthGuard.VSphere;

/// <summary>Represents a session at vCenter Server. Properties that the server does not report are null.</summary>
public sealed record VCenterSession
{
    /// <summary>Gets the id of the session, as in vpxd's log and in TerminateSession.</summary>
    public required string Key { get; init; }

    /// <summary>Gets the user name: <c>VSPHERE.LOCAL\Administrator</c>.</summary>
    public required string UserName { get; init; }

    /// <summary>Gets the client's address; for a local service of the appliance it may be the name of a pipe.</summary>
    public string? IpAddress { get; init; }

    /// <summary>Gets the client's user agent.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Gets the login time, UTC.</summary>
    public DateTimeOffset? LoginTime { get; init; }

    /// <summary>Gets the time of the session's last call, UTC.</summary>
    public DateTimeOffset? LastActiveTime { get; init; }

    /// <summary>Gets the time since the last call, by the server's clock where it is known. Never negative.</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>Gets the time since the login, by the server's clock where it is known. Never negative.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Gets the number of calls.</summary>
    public long? CallCount { get; init; }

    /// <summary>Gets a value indicating whether the list was read in this session; null if that is not known.</summary>
    public bool? IsCurrent { get; init; }

    /// <summary>Gets a value indicating whether the session belongs to an extension of vCenter Server.</summary>
    public bool? IsExtension { get; init; }

    /// <summary>Gets the server, by the name that was given; null if it is not known.</summary>
    public string? Server { get; init; }

    /// <summary>Returns the session with <see cref="Idle"/> and <see cref="Age"/> as of a time.</summary>
    /// <param name="now">The time of the clock that the session's times are from, or of the best substitute.</param>
    public VCenterSession AsOf(DateTimeOffset now) => this with { Idle = Since(LastActiveTime, now), Age = Since(LoginTime, now) };

    private static TimeSpan? Since(DateTimeOffset? time, DateTimeOffset now) =>
        time is not DateTimeOffset value ? null : now > value ? now - value : TimeSpan.Zero;

    /// <summary>Returns the user and the address.</summary>
    public override string ToString() => IpAddress is null ? UserName : $"{UserName} ({IpAddress})";
}
