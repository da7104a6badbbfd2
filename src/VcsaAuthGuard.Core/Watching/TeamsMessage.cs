using System.Text.Json.Nodes;
using VcsaAuthGuard.Alerts;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Writes a message for a webhook of Microsoft Teams' Workflows: an Adaptive Card (adaptivecards.io/schemas/adaptive-card.json), which may
/// be up to 28 KB.
/// </summary>
internal static class TeamsMessage
{
    public static JsonObject Write(WebhookBundle bundle)
    {
        JsonArray body = [(JsonNode)Text(bundle.Title, "Bolder", bundle.IsAllClear ? "Good" : "Attention")];
        foreach (string line in bundle.Lines)
        {
            body.Add((JsonNode)Text(line, "Default", "Default"));
        }

        if (bundle.HasBurst)
        {
            body.Add((JsonNode)Text(AlertText.Recommendation, "Default", "Default"));
        }

        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive",
                ["contentUrl"] = null,
                ["content"] = new JsonObject
                {
                    ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                    ["type"] = "AdaptiveCard",
                    ["version"] = "1.4",
                    ["body"] = body,
                    ["actions"] = new JsonArray(new JsonObject
                    {
                        ["type"] = "Action.OpenUrl",
                        ["title"] = "KB 440879",
                        ["url"] = AlertText.Article,
                    }),
                    ["msteams"] = new JsonObject { ["width"] = "Full" },
                },
            }),
        };
    }

    // Not a TextBlock, whose text is Markdown: names from logs cannot become links.
    private static JsonObject Text(string text, string weight, string color) => new()
    {
        ["type"] = "RichTextBlock",
        ["inlines"] = new JsonArray(new JsonObject
        {
            ["type"] = "TextRun",
            ["text"] = text,
            ["weight"] = weight,
            ["color"] = color,
        }),
    };
}
