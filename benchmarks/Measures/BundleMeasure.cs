using System.Globalization;
using VcsaAuthGuard.Benchmarks.Peers;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;

namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>The diagnosis of a support bundle against unpacking it.</summary>
internal sealed class BundleMeasure : IMeasure
{
    private const int Logs = 4;

    public string Name => "bundle";

    public string Title => "CLI `diagnose` on a `.tgz` with 4 logs of vpxd against `tar xzO` alone";

    public Target Target { get; } = new(1.2, 1.0);

    public IEnumerable<Row> Run(Bench bench)
    {
        if (Tool.Find("tar") is not string tar || Tool.Find("gzip") is null)
        {
            yield return Row.Missing(this, "not measured: tar or gzip is missing (apt-get install tar gzip)");
            yield break;
        }

        SyntheticLogFile[] logs =
        [
            .. Enumerable.Range(Seeds.Several, Logs).Select(seed => bench.Logs.Ordinary(bench.Options.Size / Logs, seed, gzip: false)),
        ];
        string bundle = bench.Logs.AsBundle(logs);
        long bytes = logs.Sum(log => log.Counts.Bytes);
        string lines = string.Create(CultureInfo.InvariantCulture, $"{logs.Sum(log => log.Counts.Lines):N0} lines");
        foreach (CliBuild build in bench.CliBuilds)
        {
            PairTimes times = Alternation.Measure(
                $"{Name} ({build.Name})",
                () => bench.RunDiagnose(build, [bundle], lines).Seconds,
                () =>
                {
                    RunResult run = bench.Runner.Run(new(tar, ["-xzOf", bundle]));
                    run.ThrowIfFailed();
                    Check.Equal("lines tar unpacked", run.OutputLines, "lines of the logs", logs.Sum(log => log.Counts.Lines));
                    return run.Seconds;
                });
            yield return Row.Of(this, build.Name, ByteSize.Format(bytes) + " of text", times.ToFigure());
        }
    }
}
