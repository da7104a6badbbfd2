using System.Globalization;
using System.Text;
using System.Text.Json;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Windows;

namespace VcsaAuthGuard.Cli;

/// <summary>Writes overlaps to standard output: a table, or one JSON object a line with WindowOverlap's properties in camelCase, windows by name.</summary>
internal sealed class OverlapWriter(Stream output, bool json)
{
    private static readonly (string Title, int Width)[] Columns =
        [("START", 17), ("DURATION", 10), ("TIMES", 5), ("SERVER", 18), ("VMS", 6), ("SESS", 5), ("WAIT", 8), ("RISK", 6), ("SEVERITY", 8), ("WINDOWS", 0)];

    private readonly OutputBuffer _output = new(output);
    private bool _hasTitles;

    /// <summary>False once writing has failed.</summary>
    public bool IsOpen => _output.IsOpen;

    public void Write(WindowOverlap overlap)
    {
        if (json)
        {
            WriteJson(overlap);
            return;
        }

        if (!_hasTitles)
        {
            _hasTitles = true;
            WriteRow([.. Columns.Select(column => column.Title)]);
        }

        WriteRow(
            overlap.Start.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
            overlap.Duration.ToString("c", CultureInfo.InvariantCulture),
            Number(overlap.Occurrences),
            overlap.Server ?? "any",
            Number(overlap.VMs),
            Number(overlap.Sessions),
            overlap.PredictedWait is TimeSpan wait ? Number((long)wait.TotalSeconds) + " s" : "-",
            Number(overlap.TokensAtRisk),
            overlap.Severity.ToString(),
            string.Join(" + ", overlap.Windows));
    }

    public void Flush() => _output.Flush();

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";

    /// <summary>By hand: a window may be in thousands of overlaps, and is told by its name.</summary>
    private void WriteJson(WindowOverlap overlap)
    {
        using (Utf8JsonWriter writer = new(_output.Buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("windows");
            foreach (BackupWindow window in overlap.Windows)
            {
                writer.WriteStringValue(window.Name);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("roles");
            foreach (WindowRole role in overlap.Roles)
            {
                writer.WriteStringValue(role.ToString());
            }

            writer.WriteEndArray();
            writer.WriteString("server", overlap.Server);
            writer.WriteString("start", overlap.Start);
            writer.WriteString("end", overlap.End);
            writer.WriteString("duration", overlap.Duration.ToString("c", CultureInfo.InvariantCulture));
            writer.WriteNumber("occurrences", overlap.Occurrences);
            writer.WriteString("totalDuration", overlap.TotalDuration.ToString("c", CultureInfo.InvariantCulture));
            writer.WriteString("lastStart", overlap.LastStart);
            WriteNumber(writer, "vms", overlap.VMs);
            WriteNumber(writer, "sessions", overlap.Sessions);
            writer.WriteBoolean("isLoadKnown", overlap.IsLoadKnown);
            writer.WriteBoolean("isOverVMLimit", overlap.IsOverVMLimit);
            writer.WriteBoolean("isOverSessionLimit", overlap.IsOverSessionLimit);
            writer.WriteString("predictedWait", overlap.PredictedWait?.ToString("c", CultureInfo.InvariantCulture));
            WriteNumber(writer, "tokensAtRisk", overlap.TokensAtRisk);
            writer.WriteString("severity", overlap.Severity.ToString());
            writer.WriteEndObject();
        }

        _output.EndLine();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is long number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

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
