using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Writes one JSON object per line, with properties in camelCase and null for missing values.</summary>
/// <param name="output">Where to.</param>
/// <param name="type">How the object looks.</param>
/// <param name="isAscii">Whether an object's text is plain ASCII.</param>
internal sealed class JsonRowWriter<T>(Stream output, JsonTypeInfo<T> type, Func<T, bool> isAscii) : IRowWriter<T>
{
    /// <summary>Keeps quotes and angle brackets readable, for this is no HTML, and still escapes every ASCII control character.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Escapes whatever is not plain ASCII: among it are characters that steer a terminal.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.Default };

    private readonly OutputBuffer _output = new(output);

    public bool IsOpen => _output.IsOpen;

    public void Write(T row)
    {
        using (Utf8JsonWriter json = new(_output.Buffer, isAscii(row) ? Readable : Plain))
        {
            JsonSerializer.Serialize(json, row, type);
        }

        _output.EndLine();
    }

    public void Flush() => _output.Flush();
}
