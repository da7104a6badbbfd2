using VcsaAuthGuard.Benchmarks.Peers;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>The CLI against a multi-line search that prints the same entries.</summary>
internal sealed class ExtractMeasure : IMeasure
{
    public string Name => "extract";

    public string Title => "CLI against `rg -U` printing the same entries";

    public Target Target { get; } = new(1.0, 0.4);

    public IEnumerable<Row> Run(Bench bench)
    {
        if (bench.Ripgrep is not Ripgrep ripgrep)
        {
            yield return Row.Missing(this, Ripgrep.Missing);
            yield break;
        }

        SyntheticLogFile log = bench.Logs.Ordinary(bench.Options.Size, Seeds.Ordinary, gzip: false);
        long lines = LinesOfFaults(log);
        foreach (CliBuild build in bench.CliBuilds)
        {
            PairTimes times = Alternation.Measure(
                $"{Name} ({build.Name})", () => bench.RunCli(build, [log]).Seconds, () => ripgrep.Extract(bench.Runner, log.Path, lines));
            yield return Row.Of(this, build.Name, ByteSize.Format(bench.Options.Size), times.ToFigure());
        }
    }

    /// <summary>Returns the number of lines in the entries of the faults, by the engine.</summary>
    private static long LinesOfFaults(SyntheticLogFile log)
    {
        long faults = 0, lines = 0;
        FaultQuery query = new() { Kinds = FaultQuery.AllKinds };
        foreach (AuthFault fault in FaultReader.Read([LogInput.FromFile(log.Path)], query, new LogReadReport()))
        {
            faults++;
            lines += fault.Text.AsSpan().Count('\n') + 1;
        }

        Check.Equal("faults the engine found", faults, "faults in the log", log.Counts.Faults);
        return lines;
    }
}
