using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>
/// Reads the cells of an Excel workbook (.xlsx) as text: dates as ISO 8601, durations as hours, minutes and seconds. Formulas have the
/// value that Excel saved. Source: ECMA-376 part 1, 18.3 (worksheets), 18.4 (shared strings) and 18.8 (styles), read by local names,
/// because strict workbooks have other namespaces.
/// </summary>
internal sealed class WorkbookReader
{
    /// <summary>The number of characters of a part that are read; a larger one is an error.</summary>
    private const long MaxPart = 256L << 20;

    private const int MaxMerged = 10_000;
    private const int MaxCells = 4_000_000;
    private const int MaxColumns = 1000;

    private static readonly char[] Letters = [.. Enumerable.Range('A', 26).Select(letter => (char)letter)];

    private readonly ZipArchive _archive;
    private readonly List<string> _strings = [];
    private readonly List<CellFormat> _formats = [];
    private bool _is1904;
    private int _cells;

    private WorkbookReader(ZipArchive archive) => _archive = archive;

    private enum CellFormat
    {
        Other,
        Date,
        Duration,
    }

    /// <summary>Determines whether a file is a zip archive, as workbooks are.</summary>
    public static bool IsArchive(byte[] bytes) => bytes.AsSpan().StartsWith("PK\u0003\u0004"u8);

    /// <summary>Reads the rows of all sheets; each sheet is a table.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged, is no workbook, or is too large.</exception>
    /// <exception cref="XmlException">A part is not well-formed.</exception>
    public static IReadOnlyList<ReportTableRow> Read(byte[] bytes)
    {
        using ZipArchive archive = new(new MemoryStream(bytes), ZipArchiveMode.Read);
        ZipArchiveEntry[] sheets =
        [
            .. archive.Entries.Where(entry => IsSheet(entry.FullName))
                .OrderBy(entry => entry.Name.Length).ThenBy(entry => entry.Name, StringComparer.Ordinal),
        ];
        if (sheets.Length == 0)
        {
            throw new InvalidDataException("It has no sheets.");
        }

        WorkbookReader workbook = new(archive);
        workbook.ReadSettings();
        workbook.ReadStrings();
        workbook.ReadFormats();
        return [.. sheets.SelectMany((sheet, i) => workbook.ReadSheet(sheet, i))];
    }

    /// <summary>Gets the rows of a table as CSV.</summary>
    public static string ToCsv(IEnumerable<ReportTableRow> rows)
    {
        StringBuilder text = new();
        foreach (ReportTableRow row in rows)
        {
            text.Append(string.Join(",", row.Cells.Select(cell => $"\"{cell.Replace("\"", "\"\"")}\""))).Append('\n');
        }

        return text.ToString();
    }

    private static bool IsSheet(string name) =>
        name.Contains("worksheets/") && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    private static XmlReader Open(ZipArchiveEntry entry)
    {
        if (entry.Length > MaxPart)
        {
            throw new InvalidDataException($"{entry.FullName} is larger than 256 MiB.");
        }

        XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true };
        settings.MaxCharactersInDocument = MaxPart;
        return XmlReader.Create(entry.Open(), settings);
    }

    private XmlReader? OpenPart(string name) => _archive.Entries
        .FirstOrDefault(entry => string.Equals(entry.FullName, name, StringComparison.OrdinalIgnoreCase)) is ZipArchiveEntry entry
        ? Open(entry)
        : null;

    private void ReadSettings()
    {
        using XmlReader? reader = OpenPart("xl/workbook.xml");
        while (reader?.Read() == true)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "workbookPr")
            {
                _is1904 = reader.GetAttribute("date1904") is "1" or "true";
            }
        }
    }

    private void ReadStrings()
    {
        using XmlReader? reader = OpenPart("xl/sharedStrings.xml");
        while (reader?.Read() == true)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "si")
            {
                CountCell();
                _strings.Add(ReadText(reader));
            }
        }
    }

    private void ReadFormats()
    {
        Dictionary<string, CellFormat> custom = [];
        bool isCell = false;
        using XmlReader? reader = OpenPart("xl/styles.xml");
        while (reader?.Read() == true)
        {
            if (reader.LocalName == "cellXfs")
            {
                isCell = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
            }
            else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "numFmt")
            {
                custom[reader.GetAttribute("numFmtId") ?? ""] = FormatOf(reader.GetAttribute("formatCode") ?? "");
            }
            else if (isCell && reader.NodeType == XmlNodeType.Element && reader.LocalName == "xf")
            {
                string id = reader.GetAttribute("numFmtId") ?? "";
                _formats.Add(custom.TryGetValue(id, out CellFormat format) ? format : BuiltIn(id));
            }
        }
    }

    /// <summary>Gets the format of a number by which Excel knows it: 14 to 22 and the Asian ones are dates, 45 to 47 durations.</summary>
    private static CellFormat BuiltIn(string id) => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number switch
        {
            (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 50 and <= 58) => CellFormat.Date,
            >= 45 and <= 47 => CellFormat.Duration,
            _ => CellFormat.Other,
        }
        : CellFormat.Other;

    /// <summary>Gets the kind of a format code; what it has in quotes, or behind a backslash, is text.</summary>
    private static CellFormat FormatOf(string code)
    {
        StringBuilder plain = new();
        for (int i = 0; i < code.Length; i++)
        {
            if (code[i] == '"')
            {
                int close = code.IndexOf('"', i + 1);
                i = close < 0 ? code.Length : close;
            }
            else if (code[i] is '\\' or '_' or '*')
            {
                i++;
            }
            else
            {
                plain.Append(char.ToLowerInvariant(code[i]));
            }
        }

        string text = plain.ToString();
        bool isElapsed = text.Contains("[h") || text.Contains("[m") || text.Contains("[s");
        return isElapsed ? CellFormat.Duration
            : text.Contains('y') || text.Contains('d') ? text.Contains("[red]") && !text.Contains('y') ? CellFormat.Other : CellFormat.Date
            : text.Contains("h:") || text.Contains(":s") ? CellFormat.Date
            : CellFormat.Other;
    }

    private List<ReportTableRow> ReadSheet(ZipArchiveEntry sheet, int table)
    {
        List<ReportTableRow> rows = [];
        List<string> cells = [];
        List<string> merged = [];
        long line = 0;
        using (XmlReader reader = Open(sheet))
        {
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "row")
                {
                    line = long.TryParse(reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                        ? number
                        : line + 1;
                    cells = [];
                    rows.Add(new(table, line, cells));
                }
                else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "c")
                {
                    ReadCell(reader, cells);
                }
                else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "mergeCell" && merged.Count < MaxMerged)
                {
                    merged.Add(reader.GetAttribute("ref") ?? "");
                }
            }
        }

        merged.ForEach(range => FillDown(rows, range));

        // A sheet leaves out the empty cells at the end of a row.
        int width = rows.Count == 0 ? 0 : rows.Max(row => row.Cells.Count);
        return rows.ConvertAll(row => row with { Cells = [.. row.Cells, .. Enumerable.Repeat("", width - row.Cells.Count)] });
    }

    /// <summary>Repeats the value of a cell over several rows, such as the name of a job beside its VMs, in each of them.</summary>
    private void FillDown(List<ReportTableRow> rows, string range)
    {
        string[] ends = range.Split(':');
        int column = ColumnOf(ends[0], 0);
        bool isRange = long.TryParse(ends[0].TrimStart(Letters), NumberStyles.None, CultureInfo.InvariantCulture, out long first)
            & long.TryParse(ends[ends.Length - 1].TrimStart(Letters), NumberStyles.None, CultureInfo.InvariantCulture, out long last);
        if (!isRange || column >= MaxColumns || rows.Find(row => row.Line == first)?.Cells is not { } top || top.Count <= column)
        {
            return;
        }

        foreach (ReportTableRow row in rows.Where(row => row.Line > first && row.Line <= last))
        {
            List<string> cells = (List<string>)row.Cells;
            while (cells.Count <= column)
            {
                CountCell();
                cells.Add("");
            }

            cells[column] = cells[column].Length == 0 ? top[column] : cells[column];
        }
    }

    private void ReadCell(XmlReader reader, List<string> cells)
    {
        int column = ColumnOf(reader.GetAttribute("r"), cells.Count);
        string type = reader.GetAttribute("t") ?? "n";
        _ = int.TryParse(reader.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out int style);
        string value = ReadValue(reader);
        if (column >= MaxColumns)
        {
            return;
        }

        while (cells.Count < column)
        {
            CountCell();
            cells.Add("");
        }

        CountCell();
        cells.Add(ToText(value, type, style < _formats.Count ? _formats[style] : CellFormat.Other).Trim());
    }

    private void CountCell()
    {
        if (++_cells > MaxCells)
        {
            throw new InvalidDataException("It has more than 4 million cells.");
        }
    }

    /// <summary>Gets the column of a reference such as C5, or the next column if there is no usable reference.</summary>
    private static int ColumnOf(string? reference, int next)
    {
        int column = 0;
        foreach (char letter in reference ?? "")
        {
            if (letter is < 'A' or > 'Z' || column > MaxColumns)
            {
                break;
            }

            column = (column * 26) + (letter - 'A' + 1);
        }

        return Math.Max(next, column - 1);
    }

    /// <summary>Reads the value of a cell, or its own text, without its formula.</summary>
    private static string ReadValue(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        StringBuilder text = new();
        int depth = reader.Depth;
        bool isValue = false;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                isValue = reader.LocalName is "v" or "t";
            }
            else if (isValue && reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA)
            {
                text.Append(reader.Value);
            }
        }

        return text.ToString();
    }

    /// <summary>Reads the text of a shared string, whose parts may have formats of their own; its reading aid is left out.</summary>
    private static string ReadText(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        StringBuilder text = new();
        int depth = reader.Depth;
        bool isText = false;
        bool isAid = false;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.LocalName == "rPh")
            {
                isAid = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
            }
            else if (reader.NodeType == XmlNodeType.Element)
            {
                isText = reader.LocalName == "t";
            }
            else if (isText && !isAid && reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA)
            {
                text.Append(reader.Value);
            }
        }

        return text.ToString();
    }

    private string ToText(string value, string type, CellFormat format)
    {
        if (type == "s")
        {
            bool isKnown = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < _strings.Count;
            return isKnown ? _strings[index] : "";
        }

        return type == "n" && format != CellFormat.Other
            && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? ToTime(number, format) ?? value
            : value;
    }

    /// <summary>Gets a number of days as a time or a duration; null if it is out of range.</summary>
    private string? ToTime(double days, CellFormat format)
    {
        const double FirstDay = 1;
        const double LastDay = 2958466; // 10000-01-01
        if (days is < 0 or >= LastDay)
        {
            return null;
        }

        if (format == CellFormat.Duration || days < FirstDay)
        {
            TimeSpan span = TimeSpan.FromSeconds(Math.Round(days * TimeSpan.FromDays(1).TotalSeconds));
            return FormattableString.Invariant($"{(long)span.TotalHours:00}:{span.Minutes:00}:{span.Seconds:00}");
        }

        DateTime epoch = _is1904 ? new(1904, 1, 1) : new(1899, 12, 30);
        DateTime time = epoch.AddSeconds(Math.Round(days * TimeSpan.FromDays(1).TotalSeconds));
        return time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
