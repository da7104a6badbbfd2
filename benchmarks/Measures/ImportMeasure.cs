using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;


namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>Measures how much longer PowerShell takes to start when it imports the module: whole processes, alternating.</summary>
internal sealed class ImportMeasure : IMeasure
{
    private const int Runs = 15;

    public string Name => "import";

    public string Title => "`pwsh` that imports the module, beyond one that does not";

    public Target Target { get; } = new(0.100, 0.050, "0.000' s'");

    public IEnumerable<Row> Run(Bench bench)
    {
        if (bench.PowerShell.Problem is string problem)
        {
            yield return Row.Missing(this, problem);
            yield break;
        }

        (string pwsh, string manifest, _) = bench.PowerShell;

        Console.Error.WriteLine(Name);
        string import =
            $"if (-not (Import-Module -Name '{manifest.Replace("'", "''", StringComparison.Ordinal)}' "
            + "-PassThru).ExportedCmdlets.Count) { exit 3 }";
        _ = (Start(import), Start("exit 0"));
        List<PairTime> times = [.. Enumerable.Range(0, Runs).Select(_ => new PairTime(Start(import), Start("exit 0")))];
        double[] beyond = [.. times.Select(time => time.Ours - time.Peer)];
        yield return Row.Of(
            this,
            "module",
            "in a new process",
            new(
                PairTimes.Median(beyond),
                beyond.Min(),
                beyond.Max(),
                Runs,
                PairTimes.Seconds(PairTimes.Median(times.Select(time => time.Ours))),
                PairTimes.Seconds(PairTimes.Median(times.Select(time => time.Peer)))
            )
        );

        double Start(string script)
        {
            RunResult run = bench.Runner.Run(new Command(pwsh, ["-NoProfile", "-NonInteractive", "-Command", script]));
            run.ThrowIfFailed();
            return run.Seconds;
        }
    }
}
