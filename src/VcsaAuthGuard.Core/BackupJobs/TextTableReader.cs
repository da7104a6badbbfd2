namespace VcsaAuthGuard.BackupJobs;

/// <summary>Reads the rows of a table that is drawn with lines, as consoles print it, such as Bareos' <c>list jobs</c>.</summary>
internal static class TextTableReader
{
    private static readonly char[] Bars = ['|', '│'];

    /// <summary>Returns whether a line is a row of such a table.</summary>
    public static bool IsRow(string line)
    {
        string row = line.Trim();
        return row.Length > 2 && Bars.Contains(row[0]) && Bars.Contains(row[row.Length - 1]);
    }

    /// <summary>Reads the rows; other lines, such as borders, are skipped.</summary>
    public static IReadOnlyList<ReportTableRow> Read(string text) =>
    [
        .. text.Split('\n')
            .Select((line, i) => (Row: line.Trim(), Line: i + 1L))
            .Where(line => IsRow(line.Row))
            .Select(line => new ReportTableRow(0, line.Line, CellsOf(line.Row))),
    ];

    private static string[] CellsOf(string row) => [.. row.Substring(1, row.Length - 2).Split(Bars).Select(cell => cell.Trim())];
}
