using System.Globalization;
using System.Text.Json.Nodes;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Writes alerts for Prometheus Alertmanager's API v2 (prometheus/alertmanager, api/v2/openapi.yaml). An alert there resolves by itself
/// at its end, so that an open burst is sent again before that.
/// </summary>
internal static class AlertmanagerAlert
{
    /// <summary>The time after which an open burst that is not sent again is over.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);

    public static JsonArray Write(WebhookBundle bundle)
    {
        JsonArray alerts = [];
        foreach (IGrouping<string, WatchEvent> server in bundle.Events.Where(item => item.Burst is not null).GroupBy(item => item.Server))
        {
            WatchEvent last = server.Last();
            WatchedBurst burst = last.Burst!;
            DateTimeOffset end = burst.IsOpen ? bundle.Now + Validity : bundle.Now;
            alerts.Add((JsonNode)Alert("VcsaAuthFaultBurst", "critical", last.Server, burst.Start, end, WebhookBundle.Describe(last)));
        }

        foreach (IGrouping<string, WatchEvent> gaps in bundle.Events.Where(item => item.Gap is not null).GroupBy(item => item.Server))
        {
            string summary = WebhookBundle.Describe(gaps.Last());
            alerts.Add((JsonNode)Alert("VcsaAuthWatchGap", "warning", gaps.Key, bundle.Now, bundle.Now + Validity, summary));
        }

        foreach (KeyValuePair<string, long> faults in bundle.FaultCounts)
        {
            string summary = WebhookBundle.Clean($"{faults.Key}: {Phrases.Count(faults.Value, "fault")}", 300);
            alerts.Add((JsonNode)Alert("VcsaAuthFault", "info", faults.Key, bundle.Now, bundle.Now + Validity, summary));
        }

        return alerts;
    }

    private static JsonObject Alert(
        string name, string severity, string server, DateTimeOffset start, DateTimeOffset end, string summary) => new()
        {
            ["labels"] = new JsonObject
            {
                ["alertname"] = name,
                [WatchMetrics.VCenterLabel] = server,
                ["severity"] = severity,
                ["source"] = "vcsa-authguard",
            },
            ["annotations"] = new JsonObject
            {
                ["summary"] = summary,
                ["description"] = AlertText.Recommendation,
                ["runbook_url"] = AlertText.Article,
            },

            // The start is by vCenter's clock. Alertmanager refuses an alert that ends before it starts.
            ["startsAt"] = Time(start < end ? start : end),
            ["endsAt"] = Time(end),
            ["generatorURL"] = AlertText.Article,
        };

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
