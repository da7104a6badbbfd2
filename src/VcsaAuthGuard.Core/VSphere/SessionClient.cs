namespace VcsaAuthGuard.VSphere;

/// <summary>The sessions that one client holds: one user at one address with one program.</summary>
/// <param name="UserName">Who.</param>
/// <param name="IpAddress">From where; null where the server does not say.</param>
/// <param name="UserAgent">With what; null where the server does not say.</param>
/// <param name="Sessions">How many sessions.</param>
/// <param name="Share">Their share of all the server's sessions, 0 to 1.</param>
/// <param name="OldestLogin">When the oldest of them began, UTC.</param>
/// <param name="LongestIdle">How long the idlest of them has been idle.</param>
/// <param name="CallCount">How many calls they have made together.</param>
public sealed record SessionClient(
    string UserName, string? IpAddress, string? UserAgent, int Sessions, double Share, DateTimeOffset? OldestLogin, TimeSpan? LongestIdle, long CallCount);
