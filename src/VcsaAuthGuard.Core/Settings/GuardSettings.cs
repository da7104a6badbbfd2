using VcsaAuthGuard.Faults;

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

    /// <summary>Gets the receivers of notifications.</summary>
    public IReadOnlyList<NotificationSettings> Notifications { get; init; } = [];
}
