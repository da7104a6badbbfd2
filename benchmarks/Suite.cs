using System.ComponentModel;
using System.Text.Json;
using VcsaAuthGuard.Benchmarks.Measures;
using VcsaAuthGuard.Benchmarks.Reporting;

namespace VcsaAuthGuard.Benchmarks;

/// <summary>All rows, in the order of the table.</summary>
internal static class Suite
{
    public static IReadOnlyList<IMeasure> Measures { get; } =
    [
        new ExtractMeasure(),
        new CountMeasure(),
        new GzipMeasure(),
        new SeveralMeasure(),
        new ImportMeasure(),
        new CmdletMeasure(),
        new BatchMeasure(),
        new SessionsMeasure(),
        new ObjectsMeasure(),
        new DiagnoseMeasure(),
        new BundleMeasure(),
        new BundlesMeasure(),
        new DiagnoseMemoryMeasure(),
        new OverlapMeasure(),
        new QueueMeasure(),
        new PlanMeasure(),
        new SplitMeasure(),
        new FleetMeasure(),
        new PlatformMeasure(),
        new MemoryMeasure(), // Last: it tells of all runs of `faults` before it.
    ];

    /// <summary>Measures and prints. 0, or 1 when a row could not be trusted.</summary>
    public static int Run(BenchmarkOptions options)
    {
        Bench bench = new(options);
        List<string> machine = Machine.Describe();
        List<Row> rows = [];
        bool allTrusted = true;
        foreach (IMeasure measure in Measures.Where(measure => options.Only.Contains(measure.Name)))
        {
            try
            {
                rows.AddRange(measure.Run(bench));
            }
            catch (Exception e) when (e is MeasureFailedException or IOException or Win32Exception or JsonException)
            {
                // The rows before it took minutes: they are told all the same.
                allTrusted = false;
                rows.Add(Row.Missing(measure, "FAILED: " + e.Message));
            }
        }

        Console.Out.Write(MarkdownReport.Of(options, machine, rows, bench.Notes, bench.Runner.MeasuresCpu));
        if (!options.Keep)
        {
            bench.Logs.Delete();
        }

        return allTrusted ? 0 : 1;
    }
}
