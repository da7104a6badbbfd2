using System.Text;
using System.Text.Json.Nodes;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Writes this module's own JSON: an event that is alone as it is, and several as a list with the counts of all. Of many or long events
/// the list has the first.
/// </summary>
internal static class GenericMessage
{
    private const int MaxListBytes = 1 << 20;

    public static byte[] Write(WebhookBundle bundle)
    {
        if (bundle.Count == 1 && bundle.Events.Count == 1)
        {
            return WatchEventJson.Write(bundle.Events[0]);
        }

        JsonArray list = [];
        long bytes = 0;
        foreach (byte[] json in bundle.Events.Select(WatchEventJson.Write))
        {
            bytes += json.Length;
            if (bytes > MaxListBytes && list.Count > 0)
            {
                break;
            }

            list.Add(JsonNode.Parse(json));
        }

        return Encoding.UTF8.GetBytes(JsonText.Compact(new JsonObject
        {
            ["event"] = "Bundle",
            ["counts"] = new JsonObject
            {
                ["burstOpened"] = bundle.CountOf(WatchEventKind.BurstOpened),
                ["burstCleared"] = bundle.CountOf(WatchEventKind.BurstCleared),
                ["gap"] = bundle.CountOf(WatchEventKind.Gap),
                ["fault"] = bundle.CountOf(WatchEventKind.Fault),
            },
            ["events"] = list,
        }));
    }
}
