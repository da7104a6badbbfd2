using System.Text.Json.Nodes;

namespace VcsaAuthGuard.Alerts;

/// <summary>Represents a change that registers one alert on the platform.</summary>
public sealed record AlertChange
{
    internal AlertChange(JsonObject body) => Body = body;

    /// <summary>Gets the alert's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the change to make.</summary>
    public required AlertAction Action { get; init; }

    /// <summary>Gets the id of the existing alert with that name; null if there is none.</summary>
    public string? ExistingId { get; init; }

    /// <summary>Gets the differences that an update changes; empty otherwise.</summary>
    public IReadOnlyList<AlertDifference> Differences { get; init; } = [];

    /// <summary>Gets the content of the request.</summary>
    internal JsonObject Body { get; }

    /// <summary>Returns the requests and the differences in one line.</summary>
    public override string ToString() =>
        Action switch
        {
            AlertAction.None => $"Nothing: '{Name}' is there",
            AlertAction.Create => $"POST {AriaAlertRegistrar.AlertsPath}: create '{Name}'",
            _ =>
                $"POST {AriaAlertRegistrar.AlertsPath}, then DELETE {AriaAlertRegistrar.AlertsPath}/{ExistingId}: "
                + $"update '{Name}' ({string.Join("; ", Differences)})",
        };
}
