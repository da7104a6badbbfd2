using System.Text.Json;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Finds a window's fields in a JSON object: flat or, for the load, in an object of its own; upper or lower case.</summary>
internal static class JsonWindow
{
    private static readonly string[] Load = ["VMs", "Sessions", "SecondsPerRequest"];

    /// <summary>Returns a field as text; null if it is missing or null.</summary>
    /// <exception cref="FormatException">The field is of a form that has no text.</exception>
    public static string? Text(JsonElement window, string name) =>
        TextOf(Find(window, name), name)
        ?? (
            Load.Contains(name) && Find(window, "load") is { ValueKind: JsonValueKind.Object } load ? TextOf(Find(load, name), name) : null
        );

    /// <summary>Returns the names of unknown fields.</summary>
    public static IEnumerable<string> Unknown(JsonElement window)
    {
        foreach (JsonProperty property in window.EnumerateObject())
        {
            bool isLoad = Is(property, "load") && property.Value.ValueKind == JsonValueKind.Object;
            if (!isLoad && !Is(property, "usage") && !WindowFields.Names.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
            {
                yield return property.Name;
            }

            foreach (JsonProperty inner in isLoad ? [.. property.Value.EnumerateObject()] : Array.Empty<JsonProperty>())
            {
                if (!Load.Contains(inner.Name, StringComparer.OrdinalIgnoreCase))
                {
                    yield return "load." + inner.Name;
                }
            }
        }
    }

    private static JsonElement? Find(JsonElement item, string name)
    {
        foreach (JsonProperty property in item.EnumerateObject())
        {
            if (Is(property, name))
            {
                return property.Value;
            }
        }

        return null;
    }

    private static string? TextOf(JsonElement? value, string name) => value?.ValueKind switch
    {
        null or JsonValueKind.Null => null,
        JsonValueKind.String => value.Value.GetString(),
        JsonValueKind.Number => value.Value.GetRawText(),
        JsonValueKind.Array when name == "Server" => string.Join(";", value.Value.EnumerateArray().Select(item => TextOf(item, ""))),
        JsonValueKind.Object when name == "Movable" && TextOf(Find(value.Value, "earliest"), "") is string earliest
            && TextOf(Find(value.Value, "latest"), "") is string latest => $"{earliest}-{latest}",
        JsonValueKind.True when name == "RoleIsGuess" => bool.TrueString,
        JsonValueKind.False when name == "RoleIsGuess" => bool.FalseString,
        _ => throw new FormatException($"{name} is of the wrong form: {value.Value.ValueKind}."),
    };

    private static bool Is(JsonProperty property, string name) => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase);
}
