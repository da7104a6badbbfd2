using System.Text.Json.Nodes;

namespace VcsaAuthGuard.Alerts;

/// <summary>What would be done on the platform to have one alert there.</summary>
public sealed record AlertChange
{
    internal AlertChange(JsonObject body) => Body = body;

    /// <summary>The alert's name.</summary>
    public required string Name { get; init; }

    /// <summary>What is to be done.</summary>
    public required AlertAction Action { get; init; }

    /// <summary>The id of the alert of that name that is there; null where there is none.</summary>
    public string? ExistingId { get; init; }

    /// <summary>What an update changes; empty otherwise.</summary>
    public IReadOnlyList<AlertDifference> Differences { get; init; } = [];

    /// <summary>What is sent.</summary>
    internal JsonObject Body { get; }

    /// <summary>The requests, and the differences, in one line.</summary>
    public override string ToString() => Action switch
    {
        AlertAction.None => $"Nothing: '{Name}' is there",
        AlertAction.Create => $"POST {AriaAlertRegistrar.AlertsPath}: create '{Name}'",
        _ => $"POST {AriaAlertRegistrar.AlertsPath}, then DELETE {AriaAlertRegistrar.AlertsPath}/{ExistingId}: update '{Name}' ({string.Join("; ", Differences)})",
    };
}
