using System.Text.RegularExpressions;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>
/// Reads the rows of a table that consoles print: drawn with lines, such as Bareos' <c>list jobs</c>, or with a line of dashes below the
/// names, as PowerShell's Format-Table has it.
/// </summary>
internal static class TextTableReader
{
    private static readonly char[] Bars = ['|', '│'];

    private static readonly Regex Dashes = new(@"^\s*-+(\s+-+)+\s*$", RegexOptions.CultureInvariant);
    private static readonly Regex Dash = new("-+", RegexOptions.CultureInvariant);

    /// <summary>Returns whether a line is a row of such a table.</summary>
    public static bool IsRow(string line)
    {
        string row = line.Trim();
        return (row.Length > 2 && Bars.Contains(row[0]) && Bars.Contains(row[row.Length - 1])) || Dashes.IsMatch(line);
    }

    /// <summary>Reads the rows; other lines, such as borders, are skipped.</summary>
    public static IReadOnlyList<ReportTableRow> Read(string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.TrimEnd('\r'))];
        int dashes = Array.FindIndex(lines, line => Dashes.IsMatch(line));
        return dashes > 0 ? ReadColumns(lines, dashes) :
        [
            .. lines.Select((line, i) => (Row: line.Trim(), Line: i + 1L))
                .Where(line => IsRow(line.Row))
                .Select(line => new ReportTableRow(0, line.Line, CellsOf(line.Row))),
        ];
    }

    private static string[] CellsOf(string row) => [.. row.Substring(1, row.Length - 2).Split(Bars).Select(cell => cell.Trim())];

    /// <summary>
    /// Reads rows of columns that stand one below another. A value can be longer than its name: to the right, where the next column begins
    /// at its name, or to the left, where it ends with its name, as numbers and times do.
    /// </summary>
    private static List<ReportTableRow> ReadColumns(string[] lines, int dashes)
    {
        Match[] columns = [.. Dash.Matches(lines[dashes]).Cast<Match>()];
        int[] rows =
        [
            dashes - 1, .. Enumerable.Range(dashes + 1, lines.Length - dashes - 1).TakeWhile(i => lines[i].Trim().Length > 0),
        ];
        int[] cuts =
        [
            0,
            .. columns.Skip(1).Select((column, i) => Cut(
                [.. rows.Select(row => lines[row])], columns[i].Index + columns[i].Length, column.Index)),
            int.MaxValue,
        ];
        return
        [
            .. rows.Select(row => new ReportTableRow(
                0, row + 1, [.. columns.Select((_, i) => Part(lines[row], cuts[i], cuts[i + 1]))])),
        ];
    }

    /// <summary>Gets the place between two columns.</summary>
    /// <param name="rows">The rows with their header.</param>
    /// <param name="end">The place behind the name of the first column.</param>
    /// <param name="next">The first place of the name of the second one.</param>
    /// <exception cref="FormatException">A value stands in every place between them.</exception>
    private static int Cut(string[] rows, int end, int next)
    {
        bool IsBlank(int place) => Array.TrueForAll(rows, row => row.Length <= place || row[place] == ' ');
        bool isLeft = IsBlank(next - 1) && Array.TrueForAll(rows, row => row.Length <= next || row[next] != ' ');
        return isLeft ? next - 1
            : IsBlank(end) ? end
            : Enumerable.Range(end, next - end).LastOrDefault(IsBlank) is > 0 and int blank ? blank
            : throw new FormatException("It is a table whose columns do not stand one below another.");
    }

    private static string Part(string line, int from, int to) =>
        from >= line.Length ? "" : line.Substring(from, Math.Min(to, line.Length) - from).Trim();
}
