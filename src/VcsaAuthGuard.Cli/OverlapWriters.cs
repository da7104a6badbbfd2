using System.Globalization;
using System.Text;
using VcsaAuthGuard.BackupWindows.Overlaps;

namespace VcsaAuthGuard.Cli;

/// <summary>Creates the writers of overlaps.</summary>
internal static class OverlapWriters
{
    public static IRowWriter<OverlapRow> Json(Stream output) =>
        new JsonRowWriter<OverlapRow>(
            output,
            CliJson.Default.OverlapRow,
            overlap => (overlap.Server is null || Ascii.IsValid(overlap.Server)) && overlap.Windows.All(name => Ascii.IsValid(name))
        );

    public static IRowWriter<WindowOverlap> Table(Stream output) => new TableRowWriter<WindowOverlap>(
        output,
        new("START", 17, overlap => Cells.Minute(overlap.Start)),
        new("DURATION", 10, overlap => overlap.Duration.ToString("c", CultureInfo.InvariantCulture), IsNumber: true),
        new("TIMES", 5, overlap => overlap.Occurrences.ToString(CultureInfo.InvariantCulture), IsNumber: true),
        new("SEVERITY", 8, overlap => overlap.Severity.ToString()),
        new("WINDOWS", 0, overlap => overlap.Description));
}
