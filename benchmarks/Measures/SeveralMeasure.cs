using VcsaAuthGuard.Benchmarks.Peers;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;


namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>Several compressed logs in one process against a process each, one after the other.</summary>
internal sealed class SeveralMeasure : IMeasure
{
    /// <summary>Logs; together they hold as much text as the one ordinary log.</summary>
    public const int Logs = 4;

    private const int Cores = 2;

    public string Name => "several";

    public string Title => "CLI on 4 `.gz` at once on 2 cores against one process each, one after the other";

    public Target Target { get; } = new(0.6, 0.5);

    public IEnumerable<Row> Run(Bench bench)
    {
        if (Environment.ProcessorCount < Cores)
        {
            yield return Row.Missing(this, "not measured: this machine has one core");
            yield break;
        }

        Func<Command, Command>? onTwoCores = null;
        if (Environment.ProcessorCount > Cores)
        {
            if (Tool.Find("taskset") is not string taskset)
            {
                yield return Row.Missing(this, "not measured on more than 2 cores: taskset is missing (apt-get install util-linux)");
                yield break;
            }

            onTwoCores = command => command.Under(taskset, "-c", "0,1");
        }

        IReadOnlyList<SyntheticLogFile> logs = Of(bench);
        foreach (CliBuild build in bench.CliBuilds)
        {
            PairTimes times = Alternation.Measure(
                $"{Name} ({build.Name})",
                () => bench.RunCli(build, logs, onTwoCores).Elapsed,
                () => logs.Sum(log => bench.RunCli(build, [log], onTwoCores).Elapsed));
            yield return Row.Of(this, build.Name, $"{Logs} × {ByteSize.Format(bench.Options.Size / Logs)} of text", times.ToFigure());
        }
    }

    public static IReadOnlyList<SyntheticLogFile> Of(Bench bench) =>
        [.. Enumerable.Range(Seeds.Several, Logs).Select(seed => bench.Logs.Ordinary(bench.Options.Size / Logs, seed, gzip: true))];
}
