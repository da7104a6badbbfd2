using System.Globalization;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;

namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>All of the CLI's diagnosis against the same build's list of faults.</summary>
internal sealed class DiagnoseMeasure : IMeasure
{
    public string Name => "diagnose";

    public string Title => "CLI `diagnose` against its own `faults --kind All --json`";

    public Target Target { get; } = new(2.5, 2.0);

    private static readonly Target Memory = new(64, 48, "0.0' MiB'");

    public IEnumerable<Row> Run(Bench bench)
    {
        SyntheticLogFile log = bench.Logs.AsVpxd(bench.Logs.Ordinary(bench.Options.Size, Seeds.Ordinary, gzip: false));
        string lines = string.Create(CultureInfo.InvariantCulture, $"{log.Counts.Lines:N0} lines");
        string mentions = string.Create(CultureInfo.InvariantCulture, $"{log.Counts.Mentions:N0} entries skipped");
        foreach (CliBuild build in bench.CliBuilds)
        {
            List<double> peaks = [];
            PairTimes times = Alternation.Measure(
                $"{Name} ({build.Name})",
                () =>
                {
                    RunResult run = bench.RunDiagnose(build, [log.Path], lines, mentions);
                    peaks.AddRange(run.PeakBytes is long peak ? [peak / (double)ByteSize.Mebibyte] : []);
                    return run.Seconds;
                },
                () => bench.RunCli(build, [log]).Seconds);
            yield return Row.Of(this, build.Name, ByteSize.Format(bench.Options.Size), times.ToFigure());
            if (peaks.Count > 0)
            {
                Figure figure = new(peaks.Max(), peaks.Min(), peaks.Max(), peaks.Count, "", "");
                yield return new(Name, "the same: peak memory of `diagnose`", build.Name, Memory, figure, null);
            }
        }
    }
}
