using System.Text.Json.Nodes;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Alerts;

/// <summary>Writes the alert for the API of Aria Operations for Logs.</summary>
internal static class AriaAlertText
{
    /// <summary>The interval of the platform's searches: every minute, so that a burst across the edge of two periods is found.</summary>
    private const int SearchIntervalMs = 60_000;

    /// <summary>Returns one object, or an array with one for each server, because all conditions of an alert must hold.</summary>
    public static string Write(AlertDefinition alert) =>
        JsonText.Indented(alert.Servers.Count > 1 ? new JsonArray([.. Alerts(alert)]) : Alerts(alert)[0]);

    /// <summary>Returns one alert, or one for each server.</summary>
    public static IReadOnlyList<JsonObject> Alerts(AlertDefinition alert) =>
        alert.Servers.Count == 0 ? [ForApi(alert, null)] : [.. alert.Servers.Select(server => ForApi(alert, server))];

    /// <summary>Returns the alert for a content pack, without recipients.</summary>
    public static JsonObject ForPack(AlertDefinition alert, string? server) =>
        new()
        {
            ["name"] = server is null || alert.Servers.Count == 1 ? alert.Name : $"{alert.Name}: {server}",
            ["info"] =
                AlertText.Summary(alert)
                + (server is null ? " It counts the faults of all vCenter Servers together; -Server makes an alert for each." : "")
                + $" {AlertText.FlatSplitNote} {AlertText.Article}",
            ["alertType"] = "RATE_BASED",
            ["chartQuery"] = JsonText.Compact(ChartQuery(server, groupByTime: true)),
            ["messageQuery"] = "",
            ["hitCount"] = alert.Rule.Threshold,
            ["hitOperator"] = "GREATER_THAN",
            ["searchPeriod"] = (long)alert.Rule.Period.TotalMilliseconds,
            ["searchInterval"] = SearchIntervalMs,
        };

    /// <summary>Returns the chart query, a JSON document that the API expects as a string.</summary>
    public static JsonObject ChartQuery(
        string? server,
        bool groupByTime,
        JsonArray? extractedFields = null,
        JsonArray? groupByFields = null
    )
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
            ["piqlFunctionGroups"] = new JsonArray(
                new JsonObject
                {
                    ["functions"] = new JsonArray(
                        new JsonObject
                        {
                            ["label"] = "Count",
                            ["value"] = "COUNT",
                            ["requiresField"] = false,
                            ["numericOnly"] = false,
                        }
                    ),
                    ["field"] = null,
                }
            ),
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

    private static JsonObject Contains(string field, string value) =>
        new()
        {
            ["internalName"] = field,
            ["operator"] = "CONTAINS",
            ["value"] = value,
        };
}
