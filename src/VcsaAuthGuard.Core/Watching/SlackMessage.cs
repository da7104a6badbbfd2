using System.Text.Json.Nodes;
using VcsaAuthGuard.Alerts;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Writes a message for an incoming webhook of Slack. Limits: 150 characters in a header block, 3,000 in a section block
/// (docs.slack.dev, Block Kit reference).
/// </summary>
internal static class SlackMessage
{
    private const int MaxHeader = 150;
    private const int MaxSection = 3000;

    public static JsonObject Write(WebhookBundle bundle)
    {
        JsonArray blocks =
        [
            (JsonNode)new JsonObject { ["type"] = "header", ["text"] = PlainText(bundle.Title, MaxHeader) },
            (JsonNode)new JsonObject
            {
                ["type"] = "section",
                ["text"] = PlainText(string.Join("\n", bundle.Lines), MaxSection),
            },
        ];
        if (bundle.HasBurst)
        {
            blocks.Add((JsonNode)new JsonObject
            {
                ["type"] = "section",
                ["text"] = PlainText($"{AlertText.Recommendation} {AlertText.Article}", MaxSection),
            });
        }

        // The text is for notifications. It is markup: these three characters are to be escaped.
        string text = bundle.Title.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
        return new JsonObject { ["text"] = text, ["blocks"] = blocks };
    }

    // Plain text: names from logs cannot become links or mentions.
    private static JsonObject PlainText(string text, int length) => new()
    {
        ["type"] = "plain_text",
        ["text"] = text.Length <= length ? text : text.Remove(length - 1) + "…",
        ["emoji"] = false,
    };
}
