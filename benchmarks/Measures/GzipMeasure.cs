using VcsaAuthGuard.Benchmarks.Peers;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;


namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>The same as <see cref="CountMeasure"/> on a compressed log.</summary>
internal sealed class GzipMeasure : IMeasure
{
    public string Name => "gzip";

    public string Title => "CLI on the `.gz` against `rg -z -c -F`";

    public Target Target { get; } = new(0.2, 0.15);

    public IEnumerable<Row> Run(Bench bench)
    {
        if (bench.Ripgrep is not Ripgrep ripgrep)
        {
            yield return Row.Missing(this, Ripgrep.Missing);
            yield break;
        }

        if (Tool.Find("gzip") is null)
        {
            yield return Row.Missing(this, "not measured: gzip is missing, which `rg -z` starts (apt-get install gzip)");
            yield break;
        }

        SyntheticLogFile log = bench.Logs.Ordinary(bench.Options.Size, Seeds.Ordinary, gzip: true);
        foreach (CliBuild build in bench.CliBuilds)
        {
            PairTimes times = Alternation.Measure(
                $"{Name} ({build.Name})", () => bench.RunCli(build, [log]).Seconds, () => ripgrep.Count(bench.Runner, log, "-z"));
            yield return Row.Of(this, build.Name, ByteSize.Format(bench.Options.Size) + " of text", times.ToFigure());
        }
    }
}
