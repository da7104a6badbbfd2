using System.Text;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Writes the columns of a table as comma-separated values (RFC 4180), uncut; a cell without a value is empty.</summary>
/// <remarks>Spreadsheets run a cell that begins with one of <c>= + - @</c> as a formula. Text from logs and servers is untrusted, so that
/// such a cell begins with an apostrophe, unless it is a number.</remarks>
internal sealed class CsvRowWriter<T>(OutputBuffer output, params TableColumn<T>[] columns) : IRowWriter<T>
{
    private const string NoValue = "-";

    private readonly OutputBuffer _output = output;
    private bool _hasTitles;

    public CsvRowWriter(Stream output, params TableColumn<T>[] columns)
        : this(new OutputBuffer(output), columns)
    {
    }

    public bool IsOpen => _output.IsOpen;

    public void Write(T row)
    {
        WriteTitles();
        WriteRow(column => column.Text(row));
    }

    public void Flush()
    {
        WriteTitles();
        _output.Flush();
    }

    private void WriteTitles()
    {
        if (!_hasTitles)
        {
            _hasTitles = true;
            WriteRow(column => column.Title);
        }
    }

    private void WriteRow(Func<TableColumn<T>, string> textOf)
    {
        _output.Write(new StringBuilder(string.Join(',', columns.Select(column => Cell(textOf(column))))));
        _output.EndLine();
    }

    private static string Cell(string text)
    {
        string cell = text == NoValue ? "" : TerminalText.OneLine(text);
        if (cell is ['=' or '+' or '-' or '@', ..] && !double.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _))
        {
            cell = "'" + cell;
        }

        return cell.AsSpan().ContainsAny(',', '"', '\n') ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }
}
