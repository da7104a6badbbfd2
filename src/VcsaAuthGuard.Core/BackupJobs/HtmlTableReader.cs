using System.Globalization;
using System.Net;
using System.Text;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>
/// Reads the rows of all tables of an HTML page, as far as reports need it: the mails of Veeam, ConvertTo-Html, and workbooks that are
/// HTML. The text is never shown or run; scripts, styles and comments are skipped, and tags may be left open. A cell over several rows
/// counts for each of them.
/// </summary>
internal sealed class HtmlTableReader
{
    /// <summary>A line break of the page, as opposed to one of its source.</summary>
    private const string Break = "\v";

    private readonly string _html;
    private readonly List<ReportTableRow> _rows = [];
    private readonly Stack<OpenTable> _tables = new();
    private int _position;
    private int _count;

    private HtmlTableReader(string html)
    {
        _html = html;
    }

    /// <summary>Reads the rows, in the order in which they end.</summary>
    public static IReadOnlyList<ReportTableRow> Read(string html)
    {
        HtmlTableReader reader = new(html);
        reader.ReadAll();
        return reader._rows;
    }

    private void ReadAll()
    {
        while (_position < _html.Length)
        {
            int open = _html.IndexOf('<', _position);
            AddText(_html.Substring(_position, (open < 0 ? _html.Length : open) - _position));
            if (open < 0)
            {
                break;
            }

            _position = open;
            ReadTag();
        }

        while (_tables.Count > 0)
        {
            CloseTable();
        }
    }

    private void ReadTag()
    {
        if (string.CompareOrdinal(_html, _position, "<!--", 0, 4) == 0)
        {
            SkipPast("-->");
            return;
        }

        int close = _html.IndexOf('>', _position);
        string tag = _html.Substring(_position + 1, (close < 0 ? _html.Length : close) - _position - 1);
        _position = close < 0 ? _html.Length : close + 1;
        string name = new([.. tag.TakeWhile(c => !char.IsWhiteSpace(c) && c != '>').Select(char.ToLowerInvariant)]);
        switch (name)
        {
            case "script" or "style":
                SkipPast($"</{name}");
                SkipPast(">");
                break;
            case "table":
                _tables.Push(new(_count++));
                break;
            case "/table":
                CloseTable();
                break;
            case "tr" or "/tr" when _tables.Count > 0:
                CloseRow(_tables.Peek());
                break;
            case "td" or "th" when _tables.Count > 0:
                CloseCell(_tables.Peek());
                _tables.Peek().Cell = new();
                _tables.Peek().Span = SpanOf(tag, "colspan");
                _tables.Peek().Rows = SpanOf(tag, "rowspan");
                break;
            case "/td" or "/th" when _tables.Count > 0:
                CloseCell(_tables.Peek());
                break;
            case "br" or "br/" or "div" or "/div" or "p" or "/p" or "li":
                AddText(Break);
                break;
            default:
                break;
        }
    }

    private void SkipPast(string end)
    {
        int found = _html.IndexOf(end, _position, StringComparison.OrdinalIgnoreCase);
        _position = found < 0 ? _html.Length : found + end.Length;
    }

    private void AddText(string text)
    {
        if (_tables.Count > 0 && text.Length > 0)
        {
            _tables.Peek().Cell?.Append(text);
        }
    }

    private static void CloseCell(OpenTable table)
    {
        if (table.Cell is StringBuilder cell)
        {
            IEnumerable<string> lines = WebUtility.HtmlDecode(cell.ToString()).Split(Break[0])
                .Select(line => string.Join(" ", line.Split([' ', '\t', '\r', '\n', '\u00A0'], StringSplitOptions.RemoveEmptyEntries)))
                .Where(line => line.Length > 0);
            table.AddCell(string.Join("\n", lines));
            table.Cell = null;
        }
    }

    private void CloseRow(OpenTable table)
    {
        CloseCell(table);
        if (table.Cells.Count > 0)
        {
            table.AddCellsFromAbove();
            _rows.Add(new(table.Number, null, [.. table.Cells]));
            table.Cells.Clear();
        }
    }

    private void CloseTable()
    {
        if (_tables.Count > 0)
        {
            CloseRow(_tables.Pop());
        }
    }

    private static int SpanOf(string tag, string attribute)
    {
        const int MaxSpan = 1000;
        int found = tag.IndexOf(attribute, StringComparison.OrdinalIgnoreCase);
        string digits = found < 0 ? "" : new([.. tag.Substring(found).SkipWhile(c => !char.IsDigit(c)).TakeWhile(char.IsDigit)]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int span) && span is > 0 and <= MaxSpan ? span : 1;
    }

    private sealed class OpenTable(int number)
    {
        private readonly Dictionary<int, (string Text, int Rows)> _above = [];

        public int Number { get; } = number;

        public List<string> Cells { get; } = [];

        public StringBuilder? Cell { get; set; }

        public int Span { get; set; } = 1;

        public int Rows { get; set; } = 1;

        /// <summary>Adds a cell behind those that reach into this row from above.</summary>
        public void AddCell(string text)
        {
            AddCellsFromAbove();
            for (int i = 0; i < Span; i++)
            {
                if (Rows > 1)
                {
                    _above[Cells.Count] = (i == 0 ? text : "", Rows - 1);
                }

                Cells.Add(i == 0 ? text : "");
            }
        }

        /// <summary>Adds the cells of rows above that reach into this row at its end.</summary>
        public void AddCellsFromAbove()
        {
            while (_above.TryGetValue(Cells.Count, out (string Text, int Rows) cell))
            {
                _above.Remove(Cells.Count);
                if (cell.Rows > 1)
                {
                    _above[Cells.Count] = (cell.Text, cell.Rows - 1);
                }

                Cells.Add(cell.Text);
            }
        }
    }
}
