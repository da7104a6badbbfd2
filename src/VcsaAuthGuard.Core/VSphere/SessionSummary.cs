using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.VSphere;

/// <summary>Represents the number of a server's sessions, its limit, and the clients that hold them.</summary>
public sealed record SessionSummary
{
    /// <summary>Gets the idle time after which vCenter Server ends a session, by most sources (KB 437427 reports 120 minutes).</summary>
    public static TimeSpan IdleTimeout { get; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets the server; null if it is not known.</summary>
    public string? Server { get; init; }

    /// <summary>Gets the server's version; null if it is not known.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the number of sessions.</summary>
    public int Total { get; init; }

    /// <summary>Gets the limit: the configured one where it was read, otherwise the default; null if it is not known.</summary>
    public int? Limit { get; init; }

    /// <summary>Gets the number of sessions in per cent of the limit; null if the limit is not known.</summary>
    public double? PercentOfLimit { get; init; }

    /// <summary>Gets the source of the limit, or the reason why there is none.</summary>
    public string LimitSource { get; init; } = "";

    /// <summary>Gets the number of sessions that have been idle for longer than 30 minutes.</summary>
    public int IdleOver30Minutes { get; init; }

    /// <summary>Gets the clients, those with the most sessions first.</summary>
    public IReadOnlyList<SessionClient> Clients
    {
        get;
        init => field = new ItemList<SessionClient>(value);
    } = new ItemList<SessionClient>([]);

    /// <summary>Creates the summary of one server's sessions.</summary>
    /// <param name="sessions">All sessions.</param>
    /// <param name="about">The server's description of itself.</param>
    /// <param name="server">The server's name.</param>
    /// <param name="isWanted">Which sessions <see cref="Clients"/> shows; all when null. Everything else is about all sessions.</param>
    public static SessionSummary Create(
        IReadOnlyCollection<VCenterSession> sessions,
        VSphereAbout about,
        string? server,
        Predicate<VCenterSession>? isWanted = null
    ) => Create(sessions, about, server, SessionLimit.ForServer(about), isWanted);

    /// <summary>Creates the summary of one server's sessions, with the limit that was read from it.</summary>
    /// <param name="sessions">All sessions.</param>
    /// <param name="about">The server's description of itself.</param>
    /// <param name="server">The server's name.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="isWanted">Which sessions <see cref="Clients"/> shows; all when null.</param>
    public static SessionSummary Create(
        IReadOnlyCollection<VCenterSession> sessions,
        VSphereAbout about,
        string? server,
        SessionLimit limit,
        Predicate<VCenterSession>? isWanted
    )
    {
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
                    group.Key.UserName,
                    group.Key.IpAddress,
                    group.Key.UserAgent,
                    group.Count(),
                    (double)group.Count() / sessions.Count,
                    group.Min(session => session.LoginTime),
                    group.Max(session => session.Idle),
                    group.Sum(session => session.CallCount ?? 0)
                ))
                .OrderByDescending(client => client.Sessions)
                .ThenBy(client => client.UserName, StringComparer.Ordinal)
                .ThenBy(client => client.IpAddress, StringComparer.Ordinal)
                .ThenBy(client => client.UserAgent, StringComparer.Ordinal)
                .ToArray(),
        };
    }

    /// <summary>Returns the server and the number of its sessions.</summary>
    public override string ToString()
    {
        string limit = Limit is null ? "" : FormattableString.Invariant($" of {Limit}");
        return $"{(Server is null ? "" : Server + ": ")}{Phrases.Count(Total, "session")}{limit}";
    }
}
