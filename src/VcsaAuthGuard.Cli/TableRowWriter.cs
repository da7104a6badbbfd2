using System.Text;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli;

/// <summary>A column of a table.</summary>
/// <param name="Title">What stands on top.</param>
/// <param name="Width">How wide it is; 0 for the last, which takes what it needs.</param>
/// <param name="Text">What a row has in it.</param>
/// <param name="IsNumber">Whether it is set to the right.</param>
internal sealed record TableColumn<T>(string Title, int Width, Func<T, string> Text, bool IsNumber = false);

/// <summary>A table whose columns have one width from the first row on, so that rows can be shown as they are found.</summary>
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
            string cell = column.Width == 0 ? TerminalText.OneLine(text) : TerminalText.Cut(text, column.Width);
            row.Append(column.IsNumber ? cell.PadLeft(column.Width) : cell.PadRight(column.Width)).Append(column.Width == 0 ? "" : " ");
        }

        _output.Write(row);
        _output.EndLine();
    }
}
