using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Watching;

/// <summary>Represents what a watcher looks for, and the files that it writes.</summary>
public sealed record WatchOptions
{
    /// <summary>Gets the kinds of fault to look for. NotAuthenticated by default.</summary>
    public IReadOnlyCollection<AuthFaultKind> Kinds { get; init; } = [AuthFaultKind.NotAuthenticated];

    /// <summary>Gets the rule for bursts.</summary>
    public BurstRule Rule { get; init; } = BurstRule.Default;

    /// <summary>
    /// Gets whether logins, calls and refused logins are counted by class of client, for metrics. Each call of the logs is read then.
    /// </summary>
    public bool CountsClients { get; init; }

    /// <summary>Gets the name of the vCenter whose logs are on this machine; null to use the logs' folder.</summary>
    public string? Server { get; init; }

    /// <summary>Gets the names of the vCenters by the path that their logs are given by; others have <see cref="Server"/>.</summary>
    public IReadOnlyDictionary<string, string> PathServers { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Gets whether to read what is in the logs at the start. Where there is a state file, reading goes on there instead.
    /// </summary>
    public bool FromStart { get; init; }

    /// <summary>Gets the file that keeps how far the logs have been read, for the next run to go on there; null if there is none.</summary>
    public string? StatePath { get; init; }

    /// <summary>
    /// Gets the file of metrics for the textfile collector of node_exporter, which reads names that end with .prom; null if there is none.
    /// </summary>
    public string? TextFilePath { get; init; }
}
