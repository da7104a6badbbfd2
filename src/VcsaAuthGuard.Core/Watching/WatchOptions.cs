using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Watching;

/// <summary>What a watcher looks for, and where it keeps its account.</summary>
public sealed record WatchOptions
{
    /// <summary>The kinds of fault wanted; NotAuthenticated when nothing else is said.</summary>
    public IReadOnlyCollection<AuthFaultKind> Kinds { get; init; } = [AuthFaultKind.NotAuthenticated];

    /// <summary>When faults are a burst.</summary>
    public BurstRule Rule { get; init; } = BurstRule.Default;

    /// <summary>What the vCenter is called; the logs' folder where nobody says.</summary>
    public string? Server { get; init; }

    /// <summary>Whether what stands in the logs at the start is read too. A state says better where to go on.</summary>
    public bool FromStart { get; init; }

    /// <summary>A file that says how far everything has been read, so that another run goes on there.</summary>
    public string? StatePath { get; init; }

    /// <summary>A file of metrics for node_exporter's textfile collector; its name ends with .prom.</summary>
    public string? TextFilePath { get; init; }
}
