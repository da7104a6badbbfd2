using VcsaAuthGuard.Benchmarks.Peers;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;


namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>The CLI against a search for as many words that only counts lines.</summary>
internal sealed class CountMeasure : IMeasure
{
    public string Name => "count";

    public string Title => "CLI against `rg -c -F` with six literals, which only counts";

    public Target Target { get; } = new(0.7, 0.5);

    public IEnumerable<Row> Run(Bench bench)
    {
        if (bench.Ripgrep is not Ripgrep ripgrep)
        {
            yield return Row.Missing(this, Ripgrep.Missing);
            yield break;
        }

        SyntheticLogFile log = bench.Logs.Ordinary(bench.Options.Size, Seeds.Ordinary, gzip: false);
        foreach (CliBuild build in bench.CliBuilds)
        {
            PairTimes times = Alternation.Measure(
                $"{Name} ({build.Name})", () => bench.RunCli(build, [log]).Seconds, () => ripgrep.Count(bench.Runner, log));
            yield return Row.Of(this, build.Name, ByteSize.Format(bench.Options.Size), times.ToFigure());
        }
    }
}
