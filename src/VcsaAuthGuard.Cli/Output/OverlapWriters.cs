using System.Globalization;
using System.Text;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>Creates the writers of overlaps.</summary>
internal static class OverlapWriters
{
    public static IRowWriter<OverlapRow> Create(Stream output, OutputFormat format) =>
        format == OutputFormat.Table ? CreateTable(output) : CreateData(output, format);

    /// <summary>Creates a table that a narrow terminal can show: the windows are early, and the load is behind them.</summary>
    private static TableRowWriter<OverlapRow> CreateTable(Stream output) => new(
        output,
        new("START", 17, overlap => Cells.Minute(overlap.Start)),
        new("DURATION", 10, overlap => overlap.Duration.ToString("c", CultureInfo.InvariantCulture), IsNumber: true),
        new("TIMES", 5, overlap => Number(overlap.Occurrences), IsNumber: true),
        new("SEVERITY", 8, overlap => overlap.Severity.ToString()),
        new("WINDOWS", 0, overlap => overlap.Description));

    private static IRowWriter<OverlapRow> CreateData(Stream output, OutputFormat format) => RowWriters.Create(
        output,
        format,
        CliJson.Default.OverlapRow,
        overlap => (overlap.Server is null || Ascii.IsValid(overlap.Server)) && overlap.Windows.All(name => Ascii.IsValid(name)),
        new("START", 17, overlap => Cells.Minute(overlap.Start)),
        new("DURATION", 10, overlap => overlap.Duration.ToString("c", CultureInfo.InvariantCulture), IsNumber: true),
        new("TIMES", 5, overlap => Number(overlap.Occurrences), IsNumber: true),
        new("SERVER", 18, overlap => overlap.Server ?? "any"),
        new("VMS", 6, overlap => Number(overlap.VMs), IsNumber: true),
        new("SESS", 5, overlap => Number(overlap.Sessions), IsNumber: true),
        new("WAIT", 8, overlap => overlap.PredictedWait is TimeSpan wait ? Number((long)wait.TotalSeconds) + " s" : "-", IsNumber: true),
        new("RISK", 6, overlap => Number(overlap.TokensAtRisk), IsNumber: true),
        new("SEVERITY", 8, overlap => overlap.Severity.ToString()),
        new("WINDOWS", 0, overlap => string.Join(" + ", overlap.Windows)));

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
