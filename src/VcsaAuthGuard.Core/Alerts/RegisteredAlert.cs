namespace VcsaAuthGuard.Alerts;

/// <summary>An alert on a platform.</summary>
public sealed record RegisteredAlert
{
    /// <summary>The platform, with its port.</summary>
    public required string Server { get; init; }

    /// <summary>The alert's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its id there; null where the platform does not say.</summary>
    public string? Id { get; init; }

    /// <summary>What was done.</summary>
    public required AlertAction Action { get; init; }

    /// <summary>What an update changed; empty otherwise.</summary>
    public IReadOnlyList<AlertDifference> Differences { get; init; } = [];
}
