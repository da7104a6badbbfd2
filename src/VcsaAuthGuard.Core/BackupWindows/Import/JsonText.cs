using System.Globalization;
using System.Text.Json;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Gets the properties of a JSON object as text, by their paths.</summary>
internal static class JsonText
{
    /// <summary>Gets the text of a property by its path, a list's items separated by commas, or null if it is missing or empty.</summary>
    public static string? TextOf(JsonElement item, string path) =>
        TryGet(item, path, out JsonElement value) && ToText(value) is { Length: > 0 } text ? text : null;

    /// <summary>Gets the whole number of a property by its path; null if it has none.</summary>
    public static int? NumberOf(JsonElement item, string path) =>
        int.TryParse(TextOf(item, path), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>Gets a property by its path.</summary>
    public static bool TryGet(JsonElement item, string path, out JsonElement value)
    {
        value = item;
        foreach (string name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns whether an object has a property that is an object itself.</summary>
    public static bool HasObject(JsonElement item, string path) =>
        TryGet(item, path, out JsonElement value) && value.ValueKind == JsonValueKind.Object;

    /// <summary>Returns the items of a list; none of anything else.</summary>
    public static JsonElement[] Items(JsonElement item, string path) =>
        TryGet(item, path, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];

    private static string ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Array => string.Join(",", value.EnumerateArray().Select(ToText)),
        // ConvertTo-Json of Windows PowerShell writes some lists and enumerations as an object with a value.
        JsonValueKind.Object when value.TryGetProperty("value", out JsonElement inner) => ToText(inner),
        _ => "",
    };
}
