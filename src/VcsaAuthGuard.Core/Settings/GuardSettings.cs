using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Settings;

/// <summary>Represents a settings file together with the environment variables that override it.</summary>
public sealed record GuardSettings
{
    /// <summary>Gets the running vCenter Servers.</summary>
    public IReadOnlyList<ServerSettings> Servers { get; init; } = [];

    /// <summary>Gets the logs on this machine.</summary>
    public IReadOnlyList<LogSettings> Logs { get; init; } = [];

    /// <summary>Gets the account of servers that have none of their own; null for none.</summary>
    public string? User { get; init; }

    /// <summary>Gets the source of the password of <see cref="User"/>.</summary>
    public SecretSource? Password { get; init; }

    /// <summary>Gets the IANA name of the time zone of times that are typed and shown; null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Gets the kinds of fault to look for; null for the default.</summary>
    public IReadOnlyCollection<AuthFaultKind>? Kinds { get; init; }

    /// <summary>Gets the number of faults that must be exceeded to report a burst; null for the default.</summary>
    public int? Threshold { get; init; }

    /// <summary>Gets the period of bursts; null for the default.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>Gets whether a watch begins at the start of existing logs.</summary>
    public bool FromStart { get; init; }

    /// <summary>Gets the file that records how far the logs have been read; null for none.</summary>
    public string? StatePath { get; init; }

    /// <summary>Gets the metrics file for node_exporter's textfile collector; null for none.</summary>
    public string? MetricsTextFile { get; init; }

    /// <summary>Gets the address and port at which metrics are served; null for none.</summary>
    public string? MetricsListen { get; init; }

    /// <summary>Gets the address of an OpenTelemetry collector to which the metrics are sent; null for none.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Gets whether logins, calls and sessions are counted by class of client.</summary>
    public bool CountsClients { get; init; }

    /// <summary>Gets the receivers of notifications.</summary>
    public IReadOnlyList<NotificationSettings> Notifications { get; init; } = [];

    /// <summary>Reads the secrets of the receivers and returns what a watcher is told.</summary>
    /// <exception cref="FormatException">A secret cannot be read.</exception>
    public WatchServiceOptions ToWatchService() => new()
    {
        Paths = [.. Logs.Select(log => log.Path)],
        Servers = [.. Servers.Select(server => server.ToWatchServer())],
        Watch = new()
        {
            Kinds = Kinds ?? new WatchOptions().Kinds,
            Rule = new() { Threshold = Threshold ?? BurstRule.Default.Threshold, Period = Period ?? BurstRule.Default.Period },
            PathServers = Logs.Where(log => log.Server is not null).ToDictionary(log => log.Path, log => log.Server!),
            FromStart = FromStart,
            StatePath = StatePath,
            TextFilePath = MetricsTextFile,
            CountsClients = CountsClients,
        },
        MetricsListen = MetricsListen,
        OtlpEndpoint = OtlpEndpoint,
        Webhooks = [.. Notifications.Select(notification => notification.ToWebhook())],
    };
}
