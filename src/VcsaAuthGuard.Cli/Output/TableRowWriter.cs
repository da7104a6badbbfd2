using System.Text;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Represents a column of a table.</summary>
/// <param name="Title">The title.</param>
/// <param name="Width">The width in characters; 0 for the last column, which takes what it needs.</param>
/// <param name="Text">Returns the text of a row.</param>
/// <param name="IsNumber">Whether it is set to the right.</param>
/// <param name="IsKey">Whether a longer text is shown in full, though it moves the rest of its row to the right.</param>
internal sealed record TableColumn<T>(string Title, int Width, Func<T, string> Text, bool IsNumber = false, bool IsKey = false);

/// <summary>
/// Writes a table whose columns have one width from the first row on, so that rows can be shown as they are found. It is the same on a
/// terminal and in a pipe, and a row is one line.
/// </summary>
internal sealed class TableRowWriter<T>(Stream output, params TableColumn<T>[] columns) : IRowWriter<T>
{
    private readonly OutputBuffer _output = new(output);
    private bool _hasTitles;

    public bool IsOpen => _output.IsOpen;

    public void Write(T row)
    {
        if (!_hasTitles)
        {
            _hasTitles = true;
            WriteRow(column => column.Title);
        }

        WriteRow(column => column.Text(row));
    }

    public void Flush() => _output.Flush();

    private void WriteRow(Func<TableColumn<T>, string> textOf)
    {
        StringBuilder row = new();
        foreach (TableColumn<T> column in columns)
        {
            string text = textOf(column);
            string cell = column.Width == 0 || column.IsKey ? TerminalText.OneLine(text) : TerminalText.Cut(text, column.Width);
            row.Append(column.IsNumber ? cell.PadLeft(column.Width) : cell.PadRight(column.Width)).Append(column.Width == 0 ? "" : " ");
        }

        _output.Write(row);
        _output.EndLine();
    }
}
