using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;

namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>The diagnosis of the bundles of four vCenters side by side on two cores, against one at a time; and its memory, which
/// depends on the number of cores and not on that of the bundles.</summary>
internal sealed class BundlesMeasure : IMeasure
{
    private const int Bundles = 4;

    public string Name => "bundles";

    public string Title => "CLI `diagnose` on 4 bundles side by side against `--throttle-limit 1`";

    public Target Target { get; } = new(0.6, 0.5);

    private static Target Memory { get; } = new(1.25, 1.1);

    public IEnumerable<Row> Run(Bench bench)
    {
        if (Environment.ProcessorCount < 2)
        {
            yield return Row.Missing(this, "not measured: this machine has one core");
            yield break;
        }

        long size = bench.Options.Size / Bundles;
        string[] paths =
        [
            .. Enumerable.Range(1, Bundles).Select(i => bench.Logs.AsBundle(
                [bench.Logs.Ordinary(size, Seeds.Several + i - 1, gzip: false)], FormattableString.Invariant($"vc{i:D2}"))),
        ];
        foreach (CliBuild build in bench.CliBuilds)
        {
            RunResult last = null!;
            PairTimes times = Alternation.Measure(
                $"{Name} ({build.Name})",
                () => (last = Diagnose(bench, build, paths)).Elapsed,
                () => Diagnose(bench, build, paths, "--throttle-limit", "1").Elapsed);
            yield return Row.Of(this, build.Name, $"{Bundles} × {ByteSize.Format(size)} of text", times.ToFigure());
            if (last.PeakBytes is long peak && Diagnose(bench, build, paths[..2]).PeakBytes is long ofTwo)
            {
                double ratio = (double)peak / ofTwo;
                string[] sizes = [.. new[] { peak, ofTwo }.Select(bytes => ByteSize.Format(bytes >> 20 << 20))];
                yield return Row.Of(
                    this,
                    "peak memory of `diagnose` on 4 bundles against 2",
                    build.Name,
                    Memory,
                    new(ratio, ratio, ratio, 1, sizes[0], sizes[1]));
            }
        }
    }

    private static RunResult Diagnose(Bench bench, CliBuild build, string[] paths, params string[] options)
    {
        RunResult run = bench.Runner.Run(new(build.Program, ["diagnose", .. paths, "--json", .. options]));
        run.ThrowIfFailed();
        Check.Equal("diagnoses", run.OutputLines, "bundles", paths.Length);
        return run;
    }
}
