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

    public IEnumerable<Row> Run(Bench bench)
    {
        SyntheticLogFile log = bench.Logs.AsVpxd(bench.Logs.Ordinary(bench.Options.Size, Seeds.Ordinary, gzip: false));
        string lines = string.Create(CultureInfo.InvariantCulture, $"{log.Counts.Lines:N0} lines");
        string mentions = string.Create(CultureInfo.InvariantCulture, $"{log.Counts.Mentions:N0} entries passed over");
        foreach (CliBuild build in bench.CliBuilds)
        {
            PairTimes times = Alternation.Measure(
                $"{Name} ({build.Name})",
                () => bench.RunDiagnose(build, [log.Path], lines, mentions).Seconds,
                () => bench.RunCli(build, [log]));
            yield return Row.Of(this, build.Name, ByteSize.Format(bench.Options.Size), times.ToFigure());
        }
    }
}
