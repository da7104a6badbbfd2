using VcsaAuthGuard.VSphere.Diagnostics;

namespace VcsaAuthGuard.LiveServers;

/// <summary>Specifies a vCenter Server that is read over its API, and the time of interest.</summary>
public sealed record LiveServerOptions
{
    /// <summary>Gets the time before now from which on logs and events are read where no time is given.</summary>
    public static TimeSpan DefaultSpan { get; } = TimeSpan.FromHours(8);

    /// <summary>Gets the session in which the server is read, and the pace of the calls.</summary>
    public required PacedSessionOptions Session { get; init; }

    /// <summary>Gets the time from which on logs and events are read.</summary>
    public required DateTimeOffset After { get; init; }
}
