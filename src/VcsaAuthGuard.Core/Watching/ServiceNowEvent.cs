using System.Globalization;
using System.Text.Json.Nodes;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Writes records for ServiceNow's Event Management (/api/global/em/jsonv2). Severity: 1 critical, 4 warning, 5 information, 0 clear
/// (ServiceNow documentation, "Event field format for event collection" and "Event collection via web service API").
/// </summary>
internal static class ServiceNowEvent
{
    private const int Clear = 0;
    private const int Critical = 1;
    private const int Warning = 4;
    private const int Information = 5;
    private const int MaxField = 100;
    private const int MaxDescription = 4000;

    public static JsonObject Write(WebhookBundle bundle)
    {
        JsonArray records = [];
        foreach (WatchEvent item in bundle.Events.Where(item => item.Fault is null))
        {
            bool isClear = item.Burst is { IsOpen: false };
            DateTimeOffset time = item.Burst is WatchedBurst burst ? (isClear ? burst.End : burst.Start) : item.Gap?.End ?? bundle.Now;
            (string kind, int severity) = item.Gap is not null ? ("gap", Warning) : ("burst", isClear ? Clear : Critical);
            records.Add((JsonNode)Record(item.Server, kind, severity, time, WebhookBundle.Describe(item)));
        }

        foreach (KeyValuePair<string, long> faults in bundle.FaultCounts)
        {
            string description = $"{faults.Key}: {Phrases.Count(faults.Value, "fault")}";
            records.Add((JsonNode)Record(faults.Key, "fault", Information, bundle.Now, description));
        }

        return new JsonObject { ["records"] = records };
    }

    private static JsonObject Record(string server, string kind, int severity, DateTimeOffset time, string description) => new()
    {
        ["source"] = "VcsaAuthGuard",
        ["event_class"] = "vcsa-authguard watch",
        ["node"] = WebhookBundle.Clean(server, MaxField),
        ["resource"] = "vpxd",
        ["type"] = "vcsa-auth-" + kind,
        ["metric_name"] = WatchMetrics.FaultsTotal,
        ["message_key"] = $"vcsa-auth-{kind}:{WebhookBundle.Clean(server, MaxField)}",
        ["severity"] = severity.ToString(CultureInfo.InvariantCulture),
        ["resolution_state"] = severity == Clear ? "Closing" : "New",
        ["time_of_event"] = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        ["description"] = WebhookBundle.Clean(description, MaxDescription),
        ["additional_info"] = JsonText.Compact(new JsonObject
        {
            ["recommendation"] = AlertText.Recommendation,
            ["article"] = AlertText.Article,
        }),
    };
}
