using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Cli;

/// <summary>Writes faults to standard output.</summary>
internal interface IFaultWriter
{
    /// <summary>False once writing has failed.</summary>
    bool IsOpen { get; }

    void Write(AuthFault fault);

    void Flush();
}

/// <summary>One JSON object a line: AuthFault's properties in camelCase, null where the log has nothing.</summary>
internal sealed class FaultJsonWriter(Stream output) : IFaultWriter
{
    /// <summary>Keeps quotes and angle brackets readable, for this is no HTML, and still escapes every ASCII control character.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Escapes whatever is not plain ASCII: among it are characters that steer a terminal.</summary>
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.Default };

    private readonly OutputBuffer _output = new(output);

    public bool IsOpen => _output.IsOpen;

    public void Write(AuthFault fault)
    {
        bool isAscii = Ascii.IsValid(fault.Text) && Ascii.IsValid(fault.Source);
        using (Utf8JsonWriter json = new(_output.Buffer, isAscii ? Readable : Plain))
        {
            JsonSerializer.Serialize(json, fault, CliJson.Default.AuthFault);
        }

        _output.EndLine();
    }

    public void Flush() => _output.Flush();
}

/// <summary>A table whose columns have one width from the first row on, so that rows can be shown as they are found.</summary>
internal sealed class FaultTableWriter(Stream output) : IFaultWriter
{
    private static readonly (string Title, int Width)[] Columns =
        [("TIME", 20), ("KIND", 16), ("HOST", 12), ("METHOD", 18), ("CODE", 4), ("DATASTORE", 18), ("WHERE", 0)];

    private readonly OutputBuffer _output = new(output);
    private bool _hasTitles;

    public bool IsOpen => _output.IsOpen;

    public void Write(AuthFault fault)
    {
        if (!_hasTitles)
        {
            _hasTitles = true;
            WriteRow([.. Columns.Select(column => column.Title)]);
        }

        const string HostPrefix = "HostSystem-";
        WriteRow(
            fault.Time?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-",
            fault.Kind.ToString(),
            fault.VMHost ?? fault.VMHostId?.Substring(HostPrefix.Length) ?? "-",
            fault.Method ?? "-",
            fault.HttpStatus?.ToString(CultureInfo.InvariantCulture) ?? "-",
            fault.Datastore ?? fault.DatastoreUuid ?? "-",
            $"{Path.GetFileName(fault.Source)}:{fault.LineNumber.ToString(CultureInfo.InvariantCulture)}");
    }

    public void Flush() => _output.Flush();

    private void WriteRow(params ReadOnlySpan<string> cells)
    {
        StringBuilder row = new();
        for (int i = 0; i < cells.Length; i++)
        {
            int width = Columns[i].Width;
            row.Append(width == 0 ? TerminalText.OneLine(cells[i]) : TerminalText.Cut(cells[i], width).PadRight(width + 1));
        }

        _output.Write(row);
        _output.EndLine();
    }
}
