namespace VcsaAuthGuard.VSphere;

/// <summary>A server's sessions against its limit, and who holds them.</summary>
public sealed record SessionSummary
{
    /// <summary>So long a session may be idle before vCenter Server ends it, in most sources (facts, "Sessions and limits"; KB 437427 has seen 120 minutes).</summary>
    public static TimeSpan IdleTimeout { get; } = TimeSpan.FromMinutes(30);

    /// <summary>The server; null where it is not known.</summary>
    public string? Server { get; init; }

    /// <summary>The server's version; null where it is not known.</summary>
    public string? Version { get; init; }

    /// <summary>How many sessions there are.</summary>
    public int Total { get; init; }

    /// <summary>How many there may be by default; null where that is not known.</summary>
    public int? Limit { get; init; }

    /// <summary>The total in per cent of the limit; null where that is not known.</summary>
    public double? PercentOfLimit { get; init; }

    /// <summary>Where the limit is from, or why there is none.</summary>
    public string LimitSource { get; init; } = "";

    /// <summary>How many sessions have been idle for longer than 30 minutes: logins that nobody ended.</summary>
    public int IdleOver30Minutes { get; init; }

    /// <summary>Who holds sessions, most first.</summary>
    public IReadOnlyList<SessionClient> Clients { get; init; } = [];

    /// <summary>Counts sessions of one server.</summary>
    /// <param name="sessions">All of them.</param>
    /// <param name="about">What the server says it is.</param>
    /// <param name="server">The server's name.</param>
    /// <param name="isWanted">Which sessions <see cref="Clients"/> shows; all when null. Everything else is about all sessions.</param>
    public static SessionSummary Of(IReadOnlyCollection<VCenterSession> sessions, VSphereAbout about, string? server, Predicate<VCenterSession>? isWanted = null)
    {
        SessionLimit limit = SessionLimit.Of(about);
        return new SessionSummary
        {
            Server = server,
            Version = about.Version,
            Total = sessions.Count,
            Limit = limit.Value,
            PercentOfLimit = 100.0 * sessions.Count / limit.Value,
            LimitSource = limit.Source,
            IdleOver30Minutes = sessions.Count(session => session.Idle > IdleTimeout),
            // An array, so that PowerShell can count and index it.
            Clients = sessions.Where(session => isWanted is null || isWanted(session))
                .GroupBy(session => (session.UserName, session.IpAddress, session.UserAgent))
                .Select(group => new SessionClient(
                    group.Key.UserName, group.Key.IpAddress, group.Key.UserAgent, group.Count(), (double)group.Count() / sessions.Count,
                    group.Min(session => session.LoginTime), group.Max(session => session.Idle), group.Sum(session => session.CallCount ?? 0)))
                .OrderByDescending(client => client.Sessions)
                .ThenBy(client => client.UserName, StringComparer.Ordinal).ThenBy(client => client.IpAddress, StringComparer.Ordinal).ThenBy(client => client.UserAgent, StringComparer.Ordinal)
                .ToArray(),
        };
    }
}
