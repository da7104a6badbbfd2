using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VcsaAuthGuard.Text;

/// <summary>Converts YAML to JSON, for readers that take either.</summary>
internal static class YamlJson
{
    /// <summary>Determines whether a file is YAML by its name: <c>.yaml</c> or <c>.yml</c>.</summary>
    public static bool IsName(string path) =>
        path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the items of a document, each with the line that it starts on; a mapping is one item.</summary>
    /// <exception cref="YamlProblemException">The text is not YAML.</exception>
    public static IEnumerable<(long Line, JsonElement Item)> Items(TextReader text)
    {
        YamlItem? document = YamlDocument.Read(text);
        IReadOnlyList<YamlItem> items = document is null ? [] : document.Items ?? [document];
        return items.Select(item => (item.Line, ToElement(item)));
    }

    private static JsonElement ToElement(YamlItem item)
    {
        using JsonDocument document = JsonDocument.Parse(JsonText.Compact(ToNode(item) ?? JsonValue.Create("")));
        return document.RootElement.Clone();
    }

    private static JsonNode? ToNode(YamlItem item)
    {
        if (item.Items is not null)
        {
            JsonArray list = [];
            item.Items.ForEach(value => list.Add(ToNode(value)));
            return list;
        }

        if (item.Members is not null)
        {
            JsonObject mapping = [];
            item.Members.ForEach(member => mapping.Add(member.Key, ToNode(member.Value)));
            return mapping;
        }

        return item.Text is not string text ? null
            : item.IsPlain && text is "true" or "false" ? JsonValue.Create(text == "true")
            : item.IsPlain && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }
}
