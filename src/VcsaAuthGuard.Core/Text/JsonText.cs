using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VcsaAuthGuard.Text;

/// <summary>Reads and writes JSON as text, for files and for documents within documents.</summary>
internal static class JsonText
{
    /// <summary>Returns JSON over several lines, for a file.</summary>
    public static string Indented(JsonNode node) => Write(node, indented: true).Replace("\r\n", "\n") + "\n";

    /// <summary>Returns JSON in one line, for a string in another document.</summary>
    public static string Compact(JsonNode node) => Write(node, indented: false);

    /// <summary>Returns text in quotes for JSON and for YAML, whose double quotes have the same escapes.</summary>
    public static string Quoted(string text) => "\"" + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";

    private static string Write(JsonNode node, bool indented)
    {
        using MemoryStream text = new();
        // Not for a web page: quotes and angle brackets stay readable.
        using (
            Utf8JsonWriter writer = new(
                text,
                new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            node.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
