using System.Globalization;
using System.Xml.Linq;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>
/// Reads the rows of an XML spreadsheet of Excel 2003, which products export as <c>.xls</c>. Source: Microsoft, XML Spreadsheet Reference
/// (Row, Cell and Data in <c>urn:schemas-microsoft-com:office:spreadsheet</c>; Index of a cell that does not follow the one before).
/// </summary>
internal static class SpreadsheetXmlReader
{
    private static readonly XNamespace Sheet = "urn:schemas-microsoft-com:office:spreadsheet";

    /// <summary>Reads the rows of all sheets.</summary>
    /// <exception cref="System.Xml.XmlException">The text is not well-formed XML.</exception>
    public static IReadOnlyList<ReportTableRow> Read(string text)
    {
        List<ReportTableRow> rows = [];
        int table = 0;
        foreach (XElement sheet in ReportXml.Parse(text).Descendants(Sheet + "Table"))
        {
            rows.AddRange(sheet.Elements(Sheet + "Row").Select(row => new ReportTableRow(table, ReportXml.LineOf(row), CellsOf(row))));
            table++;
        }

        return rows;
    }

    private static List<string> CellsOf(XElement row)
    {
        const int MaxColumns = 1000;
        List<string> cells = [];
        foreach (XElement cell in row.Elements(Sheet + "Cell"))
        {
            string? index = cell.Attribute(Sheet + "Index")?.Value;
            if (int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int place) && place <= MaxColumns)
            {
                cells.AddRange(Enumerable.Repeat("", Math.Max(0, place - 1 - cells.Count)));
            }

            cells.Add(cell.Element(Sheet + "Data")?.Value.Trim() ?? "");
        }

        return cells;
    }
}
