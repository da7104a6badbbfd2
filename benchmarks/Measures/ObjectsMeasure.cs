using System.Diagnostics;
using System.Globalization;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>Measures how many faults a second become objects where a log holds nothing else; in this process, without its start.</summary>
internal sealed class ObjectsMeasure : IMeasure
{
    public string Name => "objects";

    public string Title => "engine on a log in which every entry is a fault, to objects";

    public Target Target { get; } = new(700_000, 1_000_000, "#,0'/s'", MoreIsBetter: true);

    public IEnumerable<Row> Run(Bench bench)
    {
        long size = Size(bench);
        SyntheticLogFile log = bench.Logs.AllFaults(size, Seeds.AllFaults);
        Read(log);
        Read(log); // Two passes and the code is compiled as it stays.
        double[] speeds = [.. Enumerable.Range(1, Alternation.Runs).Select(_ => log.Counts.Faults / Read(log))];
        string faults = string.Create(CultureInfo.InvariantCulture, $"{log.Counts.Faults:N0} faults");
        Figure figure = new(PairTimes.Median(speeds), speeds.Min(), speeds.Max(), speeds.Length, faults, "");
        yield return Row.Of(this, "JIT", ByteSize.Format(size), figure);
    }

    /// <summary>Returns the size of the log of faults.</summary>
    public static long Size(Bench bench) => Math.Min(bench.Options.Size, 256 * ByteSize.Mebibyte);

    private static double Read(SyntheticLogFile log)
    {
        Stopwatch watch = Stopwatch.StartNew();
        FaultQuery query = new() { Kinds = FaultQuery.AllKinds };
        long faults = FaultReader.Read([LogInput.FromFile(log.Path)], query, new LogReadReport()).LongCount();
        double seconds = watch.Elapsed.TotalSeconds;
        Check.Equal("faults the engine found", faults, "faults in the log", log.Counts.Faults);
        return seconds;
    }
}
