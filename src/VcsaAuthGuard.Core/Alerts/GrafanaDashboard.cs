using System.Text.Json.Nodes;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Alerts;

/// <summary>Writes dashboards of Grafana as JSON: for the metrics of <see cref="WatchMetrics"/>, and for logs in Loki.</summary>
internal static class GrafanaDashboard
{
    private const string Interval = "$__rate_interval";
    private const string LokiInterval = "$__auto";
    private const int SchemaVersion = 39;
    private const int Columns = 24;

    public static string WriteMetrics(AlertDefinition alert)
    {
        string chosen = $"{WatchMetrics.VCenterLabel}=~\"$vcenter\"";
        string faults = $"{WatchMetrics.FaultsTotal}{{{chosen}}}";
        string refused = $"{WatchMetrics.FaultsTotal}{{{chosen},{WatchMetrics.KindLabel}=\"{nameof(AuthFaultKind.NotAuthenticated)}\"}}";
        string files = refused.Replace("}", $",{WatchMetrics.MethodLabel}=\"{WatchMetrics.ArticleMethod}\"}}");
        string period = AlertText.Span(alert.Rule.Period);
        Panel[] panels =
        [
            new("Bursts now", "stat", 6, $"sum({WatchMetrics.BurstOpen}{{{chosen}}})") { Limit = 0 },
            new($"Refused file calls within {period}", "stat", 6, $"sum(increase({files}[{period}]))") { Limit = alert.Rule.Threshold },
            new("Seconds since the logs were looked at", "stat", 6, $"time() - min({WatchMetrics.LastLookTimestamp}{{{chosen}}})")
            {
                Limit = 120, Unit = "s",
            },
            new("Log parts that could not be read, 24 h", "stat", 6, $"sum(increase({WatchMetrics.GapsTotal}{{{chosen}}}[24h]))")
            {
                Limit = 0,
            },
            new(
                $"Refused file calls within {period}, by vCenter", "timeseries", 24,
                $"sum by ({WatchMetrics.VCenterLabel}) (increase({files}[{period}]))") { Limit = alert.Rule.Threshold },
            new(
                "Faults by kind", "timeseries", 12, $"sum by ({WatchMetrics.KindLabel}) (increase({faults}[{Interval}]))"),
            new(
                "Refused calls by method", "timeseries", 12,
                $"topk(10, sum by ({WatchMetrics.MethodLabel}) (increase({refused}[{Interval}])))"),
            new("Bursts", "state-timeline", 12, $"max by ({WatchMetrics.VCenterLabel}) ({WatchMetrics.BurstOpen}{{{chosen}}})"),
            new(
                "Seconds since the last fault", "timeseries", 12, $"time() - {WatchMetrics.LastFaultTimestamp}{{{chosen}}}") { Unit = "s" },
            new(
                "Sessions in per cent of the limit", "timeseries", 12,
                $"100 * sum by ({WatchMetrics.VCenterLabel}) ({WatchMetrics.Sessions}{{{chosen}}}) / on ({WatchMetrics.VCenterLabel}) "
                    + $"{WatchMetrics.SessionLimit}{{{chosen}}}") { Limit = 80, Unit = "percent" },
            new("Sessions by client", "timeseries", 12, $"sum by ({WatchMetrics.ClientLabel}) ({WatchMetrics.Sessions}{{{chosen}}})"),
            new("Logins by client", "timeseries", 8, ByClient(WatchMetrics.LoginsTotal)),
            new("Calls by client", "timeseries", 8, ByClient(WatchMetrics.CallsTotal)),
            new("Refused logins by client", "timeseries", 8, ByClient(WatchMetrics.RefusedLoginsTotal)),
        ];
        string servers = alert.Servers.Count == 0 ? "" : $"{{{WatchMetrics.VCenterLabel}=~\"{AlertText.Alternatives(alert.Servers)}\"}}";
        string query = $"label_values({WatchMetrics.FaultsTotal}{servers}, {WatchMetrics.VCenterLabel})";
        return Write(alert, "prometheus", query, panels);

        string ByClient(string counter) => $"sum by ({WatchMetrics.ClientLabel}) (increase({counter}{{{chosen}}}[{Interval}]))";
    }

    public static string WriteLogs(AlertDefinition alert)
    {
        string chosen = $"{LokiRules.Selector(", hostname=~\"$vcenter\"")}";
        string refused = chosen + LokiRules.Filter;
        string period = AlertText.Span(alert.Rule.Period);
        Panel[] panels =
        [
            new(
                $"Refused file calls within {period}, by vCenter", "timeseries", 24,
                $"sum by (hostname) (count_over_time({refused} [{period}]))") { Limit = alert.Rule.Threshold },
            new("Refused logins", "timeseries", 12, Count(chosen, " |= \"vim.fault.InvalidLogin\"")),
            new(
                "Session and connection limits", "timeseries", 12,
                Count(chosen, " |~ \"[Ss]ession count is limited to|Out of HTTP sessions: Limited to|remote https connections exceed \"")),
            new("Refused file calls", "logs", 24, refused),
        ];
        string servers = alert.Servers.Count == 0 ? "" : $", hostname=~\"{AlertText.Alternatives(alert.Servers)}\"";
        return Write(alert, "loki", $"label_values({LokiRules.Selector(servers)}, hostname)", panels);
    }

    private static string Count(string selector, string filter) =>
        $"sum by (hostname) (count_over_time({selector}{filter} [{LokiInterval}]))";

    private static string Write(AlertDefinition alert, string source, string serverQuery, Panel[] panels)
    {
        JsonObject dashboard = new()
        {
            ["title"] = alert.Name,
            ["description"] = $"{AlertText.Summary(alert)} {AlertText.Article}",
            ["uid"] = AlertText.CreateId($"grafana {source} {alert.Name}").ToString("N"),
            ["tags"] = new JsonArray("vcenter", "vcsa-auth-guard"),
            ["schemaVersion"] = SchemaVersion,
            ["editable"] = true,
            ["refresh"] = "30s",
            ["time"] = new JsonObject { ["from"] = "now-24h", ["to"] = "now" },
            ["templating"] = new JsonObject { ["list"] = Variables(source, serverQuery) },
            ["panels"] = PanelList(source, panels),
        };
        return JsonText.Indented(dashboard);
    }

    /// <summary>Returns the variables. Not as a collection expression, whose Add of a type native compilation refuses.</summary>
    private static JsonArray Variables(string source, string serverQuery) => new(
        new JsonObject { ["name"] = "datasource", ["label"] = "Data source", ["type"] = "datasource", ["query"] = source },
        new JsonObject
        {
            ["name"] = "vcenter",
            ["label"] = "vCenter",
            ["type"] = "query",
            ["datasource"] = Source(source),
            ["query"] = serverQuery,
            ["refresh"] = 2,
            ["sort"] = 1,
            ["multi"] = true,
            ["includeAll"] = true,
            ["current"] = new JsonObject { ["text"] = "All", ["value"] = "$__all" },
        });

    private static JsonArray PanelList(string source, Panel[] panels)
    {
        JsonArray list = [];
        int x = 0;
        int y = 0;
        int height = 0;
        foreach (Panel panel in panels)
        {
            if (x + panel.Width > Columns)
            {
                (x, y, height) = (0, y + height, 0);
            }

            int own = panel.Type == "stat" ? 4 : 9;
            JsonNode json = ToJson(source, panel, list.Count + 1, new() { ["x"] = x, ["y"] = y, ["w"] = panel.Width, ["h"] = own });
            list.Add(json);
            x += panel.Width;
            height = Math.Max(height, own);
        }

        return list;
    }

    private static JsonObject ToJson(string source, Panel panel, int id, JsonObject place)
    {
        JsonObject defaults = new() { ["unit"] = panel.Unit, ["min"] = 0 };
        if (panel.Limit is int limit)
        {
            // Red above the limit: a step begins at its value.
            JsonArray steps = new(
                new JsonObject { ["color"] = "green", ["value"] = null }, new JsonObject { ["color"] = "red", ["value"] = limit + 1L });
            defaults["thresholds"] = new JsonObject { ["mode"] = "absolute", ["steps"] = steps };
            defaults["custom"] = panel.Type == "timeseries"
                ? new JsonObject { ["thresholdsStyle"] = new JsonObject { ["mode"] = "line" } }
                : new JsonObject();
        }

        return new()
        {
            ["id"] = id,
            ["title"] = panel.Title,
            ["type"] = panel.Type,
            ["datasource"] = Source(source),
            ["gridPos"] = place,
            ["fieldConfig"] = new JsonObject { ["defaults"] = defaults, ["overrides"] = new JsonArray() },
            ["targets"] = new JsonArray(new JsonObject { ["refId"] = "A", ["datasource"] = Source(source), ["expr"] = panel.Query }),
        };
    }

    private static JsonObject Source(string source) => new() { ["type"] = source, ["uid"] = "${datasource}" };

    /// <summary>Represents a panel of a dashboard.</summary>
    /// <param name="Title">The title.</param>
    /// <param name="Type">Grafana's name of the kind of panel.</param>
    /// <param name="Width">The width, of 24.</param>
    /// <param name="Query">The query.</param>
    private sealed record Panel(string Title, string Type, int Width, string Query)
    {
        /// <summary>Gets the highest value that is well; null if no value is bad.</summary>
        public int? Limit { get; init; }

        /// <summary>Gets Grafana's name of the unit.</summary>
        public string Unit { get; init; } = "none";
    }
}
