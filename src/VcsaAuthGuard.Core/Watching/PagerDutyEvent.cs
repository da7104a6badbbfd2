using System.Globalization;
using System.Text.Json.Nodes;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Writes events for PagerDuty's Events API v2, which takes one in a request. A burst is triggered and resolved with the same key. Limits:
/// 1,024 characters in a summary, 255 in a key (PagerDuty api-schema, reference/events-v2).
/// </summary>
internal static class PagerDutyEvent
{
    private const int MaxSummary = 1024;
    private const int MaxName = 200;

    /// <summary>Returns the events, and how many of the bundle's each stands for. Faults are one event for each vCenter.</summary>
    public static IEnumerable<(JsonObject Json, long Events)> Write(WebhookBundle bundle, string routingKey)
    {
        foreach (WatchEvent item in bundle.Events)
        {
            if (item.Burst is WatchedBurst burst)
            {
                JsonObject json = Create(routingKey, burst.IsOpen ? "trigger" : "resolve", "burst", item.Server);
                json["payload"] = Payload(WebhookBundle.Describe(item), item.Server, "critical", burst.IsOpen ? burst.Start : burst.End);
                json["payload"]!["custom_details"] = new JsonObject
                {
                    ["faults"] = burst.Count,
                    ["rule"] = burst.Rule.ToString(),
                    ["recommendation"] = AlertText.Recommendation,
                };
                yield return (json, 1);
            }
            else if (item.Gap is WatchedGap gap)
            {
                JsonObject json = Create(routingKey, "trigger", "gap", item.Server);
                json["payload"] = Payload(WebhookBundle.Describe(item), item.Server, "warning", gap.End ?? bundle.Now);
                yield return (json, 1);
            }
        }

        foreach (KeyValuePair<string, long> faults in bundle.FaultCounts)
        {
            JsonObject json = Create(routingKey, "trigger", "fault", faults.Key);
            string summary = $"{faults.Key}: {Phrases.Count(faults.Value, "fault")}";
            json["payload"] = Payload(summary, faults.Key, "info", bundle.Now);
            yield return (json, faults.Value);
        }
    }

    private static JsonObject Create(string routingKey, string action, string kind, string server) => new()
    {
        ["routing_key"] = routingKey,
        ["event_action"] = action,
        ["dedup_key"] = $"vcsa-auth-{kind}:{WebhookBundle.Clean(server, MaxName)}",
        ["client"] = "VcsaAuthGuard",
        ["links"] = new JsonArray(new JsonObject { ["href"] = AlertText.Article, ["text"] = "KB 440879" }),
    };

    private static JsonObject Payload(string summary, string server, string severity, DateTimeOffset time) => new()
    {
        ["summary"] = WebhookBundle.Clean(summary, MaxSummary),
        ["source"] = WebhookBundle.Clean(server, MaxName),
        ["severity"] = severity,
        ["timestamp"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["component"] = "vpxd",
        ["class"] = "NotAuthenticated",
    };
}
