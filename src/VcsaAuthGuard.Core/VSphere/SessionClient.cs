using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.VSphere;

/// <summary>Represents the sessions of one client: one user at one address with one program.</summary>
/// <param name="UserName">The user name.</param>
/// <param name="IpAddress">The client's address; null if the server does not report it.</param>
/// <param name="UserAgent">The client's user agent; null if the server does not report it.</param>
/// <param name="Sessions">The number of sessions.</param>
/// <param name="Share">Their share of all the server's sessions, 0 to 1.</param>
/// <param name="OldestLogin">The login time of the oldest session, UTC.</param>
/// <param name="LongestIdle">The longest idle time.</param>
/// <param name="CallCount">The number of calls of all these sessions.</param>
public sealed record SessionClient(
    string UserName,
    string? IpAddress,
    string? UserAgent,
    int Sessions,
    double Share,
    DateTimeOffset? OldestLogin,
    TimeSpan? LongestIdle,
    long CallCount
)
{
    /// <summary>Returns the client and the number of its sessions.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{UserName}{(IpAddress is null ? "" : $" ({IpAddress})")}: {Phrases.Count(Sessions, "session")}");
}
