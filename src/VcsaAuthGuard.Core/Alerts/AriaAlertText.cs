using System.Text.Json.Nodes;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Alerts;

/// <summary>The alert as the API of Aria Operations for Logs takes it (facts, "Aria Operations for Logs").</summary>
internal static class AriaAlertText
{
    /// <summary>How often the platform looks, in milliseconds: every minute, so that a burst on the edge of two periods is seen.</summary>
    private const int SearchIntervalMs = 60_000;

    /// <summary>One object; with several servers an array of one for each, for the platform's conditions all have to hold.</summary>
    public static string Write(AlertDefinition alert) => JsonText.Indented(alert.Servers.Count > 1 ? new JsonArray([.. Alerts(alert)]) : Alerts(alert)[0]);

    /// <summary>One alert, or one for each server.</summary>
    public static IReadOnlyList<JsonObject> Alerts(AlertDefinition alert) =>
        alert.Servers.Count == 0 ? [ForApi(alert, null)] : [.. alert.Servers.Select(server => ForApi(alert, server))];

    /// <summary>What a content pack has of an alert: nothing of whom it tells.</summary>
    public static JsonObject ForPack(AlertDefinition alert, string? server) => new()
    {
        ["name"] = server is null || alert.Servers.Count == 1 ? alert.Name : $"{alert.Name}: {server}",
        ["info"] = $"{AlertText.Summary(alert)} {(server is null ? "It counts the faults of all vCenters together; -Server makes an alert for each. " : "")}{AlertText.FlatSplitNote} {AlertText.Article}",
        ["alertType"] = "RATE_BASED",
        ["chartQuery"] = JsonText.Compact(ChartQuery(server, groupByTime: true)),
        ["messageQuery"] = "",
        ["hitCount"] = alert.Rule.Threshold,
        ["hitOperator"] = "GREATER_THAN",
        ["searchPeriod"] = (long)alert.Rule.Period.TotalMilliseconds,
        ["searchInterval"] = SearchIntervalMs,
    };

    /// <summary>A JSON document of its own: the API wants it as text within a string.</summary>
    public static JsonObject ChartQuery(string? server, bool groupByTime, JsonArray? extractedFields = null, JsonArray? groupByFields = null)
    {
        // As nodes: adding by another type is what a native program cannot do.
        JsonArray constraints = [(JsonNode)Contains("text", AlertText.Message), (JsonNode)Contains("text", AlertText.Method)];
        if (server is not null)
        {
            constraints.Add((JsonNode)Contains("hostname", server));
        }

        return new JsonObject
        {
            ["query"] = "",
            ["startTimeMillis"] = 0,
            ["endTimeMillis"] = 0,
            ["piqlFunctionGroups"] = new JsonArray(new JsonObject
            {
                ["functions"] = new JsonArray(new JsonObject { ["label"] = "Count", ["value"] = "COUNT", ["requiresField"] = false, ["numericOnly"] = false }),
                ["field"] = null,
            }),
            ["dateFilterPreset"] = "CUSTOM",
            ["shouldGroupByTime"] = groupByTime,
            ["messageViewType"] = "EVENTS",
            ["constraintToggle"] = "ALL",
            ["fieldConstraints"] = constraints,
            ["supplementalConstraints"] = new JsonArray(),
            ["groupByFields"] = groupByFields ?? [],
            ["contentPacksToIncludeFields"] = new JsonArray(),
            ["extractedFields"] = extractedFields ?? [],
        };
    }

    private static JsonObject ForApi(AlertDefinition alert, string? server)
    {
        JsonObject api = ForPack(alert, server);
        api["recommendation"] = AlertText.Recommendation;
        api["enabled"] = true;
        api["emailEnabled"] = false;
        api["emails"] = new JsonArray();
        api["webhookEnabled"] = false;
        api["webhookURLs"] = new JsonArray();
        api["vcopsEnabled"] = false;
        api["autoClearAlertAfterTimeout"] = true;
        return api;
    }

    private static JsonObject Contains(string field, string value) => new() { ["internalName"] = field, ["operator"] = "CONTAINS", ["value"] = value };
}
