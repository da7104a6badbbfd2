using System.Text;

namespace VcsaAuthGuard.Text;

/// <summary>Represents a row of a <see cref="Csv"/> file.</summary>
internal sealed class CsvRow(long line, IReadOnlyDictionary<string, int> columns, IReadOnlyList<string> cells)
{
    /// <summary>Gets the 1-based line it starts on.</summary>
    public long Line { get; } = line;

    /// <summary>Gets the trimmed cell of a column; null if it is empty or there is no such column.</summary>
    /// <param name="column">The column's name, upper or lower case.</param>
    public string? this[string column] =>
        columns.TryGetValue(column, out int index) && cells[index].Trim() is { Length: > 0 } cell ? cell : null;
}

/// <summary>
/// Reads RFC 4180 with a header, row by row. A row that is not valid is reported and skipped; a quote that is never closed costs its
/// line, not the rest of the file. Commas, semicolons or tabs may separate the cells: the header decides. (No library was found that
/// reports the line of a row after cells with line breaks and continues after a broken quote, without reflection.)
/// </summary>
internal sealed class Csv
{
    /// <summary>The maximum number of lines of a cell; in a longer one the quote was never closed.</summary>
    private const int MaxLines = 1000;

    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly TextReader _reader;
    private readonly Action<long, string> _onBadRow;
    private readonly LinkedList<string> _returned = [];
    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _isLenient;
    private long _line;
    private char _separator = ',';

    /// <summary>Reads the header.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="onBadRow">Receives the line and the reason of each row that is wrong.</param>
    /// <param name="isLenient">
    /// True for files of other programs: quotes where none may be are text, of two columns with one name the first counts, and surplus
    /// cells belong to the last column.
    /// </param>
    public Csv(TextReader reader, Action<long, string> onBadRow, bool isLenient = false)
    {
        _reader = reader;
        _onBadRow = onBadRow;
        _isLenient = isLenient;
        ReadHeader();
    }

    /// <summary>Gets or sets the columns in the order of the header; none if there is no header.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>Returns the rows, as they are read.</summary>
    public IEnumerable<CsvRow> Rows()
    {
        while (Columns.Count > 0 && NextRecord(out long line) is List<string> cells)
        {
            if (_isLenient && cells.Count > Columns.Count)
            {
                string surplus = string.Join(_separator.ToString(), cells.Skip(Columns.Count - 1)).TrimEnd(_separator, ' ');
                cells = [.. cells.Take(Columns.Count - 1), surplus];
            }

            if (cells.Count == Columns.Count)
            {
                yield return new(line, _columns, cells);
            }
            else
            {
                _onBadRow(line, $"The row has {cells.Count} cells, the header has {Columns.Count}.");
            }
        }
    }

    private void ReadHeader()
    {
        string? header = NextLine();
        while (header is not null && header.Trim().Length == 0)
        {
            header = NextLine();
        }

        if (header is null)
        {
            return;
        }

        _separator = Separators.OrderByDescending(separator => header.Count(c => c == separator)).First();
        Return([header]);
        if (NextRecord(out long line) is not List<string> names)
        {
            return;
        }

        for (int i = 0; i < names.Count; i++)
        {
            string name = names[i].Trim();
            if (_isLenient)
            {
                names[i] = name = Unused(name);
            }

            if (_columns.ContainsKey(name))
            {
                _onBadRow(line, $"Two columns are named '{name}', so no row can be read.");
                return;
            }

            _columns[name] = i;
        }

        Columns = [.. names.Select(name => name.Trim())];
    }

    /// <summary>Returns the name, or the name with a number where a column before it has the same.</summary>
    private string Unused(string name)
    {
        string unused = name;
        for (int i = 2; _columns.ContainsKey(unused); i++)
        {
            unused = $"{name} {i}";
        }

        return unused;
    }

    /// <summary>Returns the cells of the next row that has its quotes in order; null at the end.</summary>
    private List<string>? NextRecord(out long line)
    {
        while (NextLine() is string first)
        {
            line = _line;
            if (first.Trim().Length == 0)
            {
                continue;
            }

            List<string> more = [];
            StringBuilder text = new(first);
            List<string> cells = [];
            string? wrong;
            while ((wrong = Split(text, cells)) == Unclosed && more.Count < MaxLines && NextLine() is string next)
            {
                more.Add(next);
                text.Append('\n').Append(next);
            }

            if (wrong is null)
            {
                return cells;
            }

            if (_isLenient)
            {
                // The quote is text: the line is a row by itself.
                Return(more);
                return [.. first.Split(_separator).Select(cell => cell.Trim('"', ' '))];
            }

            _onBadRow(line, wrong);
            Return(more);
        }

        line = _line;
        return null;
    }

    private const string Unclosed = "A quote is opened and never closed.";

    /// <returns>What is wrong, or null.</returns>
    private string? Split(StringBuilder text, List<string> cells)
    {
        cells.Clear();
        StringBuilder cell = new();
        int i = 0;
        while (true)
        {
            cell.Clear();
            if (i < text.Length && text[i] == '"')
            {
                for (i++; i < text.Length && (text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"')); i++)
                {
                    cell.Append(text[i]);
                    i += text[i] == '"' ? 1 : 0;
                }

                if (i++ == text.Length)
                {
                    return Unclosed;
                }

                if (_isLenient)
                {
                    for (; i < text.Length && text[i] != _separator; i++)
                    {
                        cell.Append(text[i]);
                    }
                }
                else if (i < text.Length && text[i] != _separator)
                {
                    return $"The closing quote of cell {cells.Count + 1} is followed by '{text[i]}' instead of the separator "
                        + $"'{_separator}'.";
                }
            }
            else
            {
                for (; i < text.Length && text[i] != _separator; i++)
                {
                    if (text[i] == '"' && !_isLenient)
                    {
                        return $"Cell {cells.Count + 1} contains a quote but is not quoted.";
                    }

                    cell.Append(text[i]);
                }
            }

            cells.Add(cell.ToString());
            if (i++ >= text.Length)
            {
                return null;
            }
        }
    }

    private string? NextLine()
    {
        string? next;
        if (_returned.First is LinkedListNode<string> node)
        {
            next = node.Value;
            _returned.RemoveFirst();
        }
        else
        {
            next = _reader.ReadLine();
        }

        _line += next is null ? 0 : 1;
        return next;
    }

    private void Return(List<string> lines)
    {
        _line -= lines.Count;
        for (int i = lines.Count - 1; i >= 0; i--)
        {
            _returned.AddFirst(lines[i]);
        }
    }
}
