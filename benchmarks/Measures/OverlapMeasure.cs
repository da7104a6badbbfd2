using System.Diagnostics;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;

namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>All overlaps of many windows over a year: time and memory of the CLI, and how the engine's time grows with the
/// windows.</summary>
internal sealed class OverlapMeasure : IMeasure
{
    private const int Many = 10_000;
    private const int Few = 1_000;
    private const int Days = 366;
    private const int Runs = 5;

    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Target Memory = new(300, 150, "0.0' MiB'");
    private static readonly Target Growth = new(15, 11);

    public string Name => "overlap";

    public string Title => "CLI: all overlaps of 10,000 windows in 366 days";

    public Target Target { get; } = new(5, 2.5, "0.00' s'");

    public IEnumerable<Row> Run(Bench bench)
    {
        string folder = Path.Combine(bench.Options.Work, "windows");
        string many = SyntheticWindows.Write(folder, Many, Seeds.Ordinary);
        string few = SyntheticWindows.Write(folder, Few, Seeds.Ordinary);
        (List<BackupWindow> manyWindows, List<BackupWindow> fewWindows) = (Read(many), Read(few));
        (int overlaps, int fewOverlaps) = (Count(manyWindows), Count(fewWindows));
        Check.AtLeast("overlaps of 10,000 windows", overlaps, "a third of the windows", Many / 3);
        bench.Notes.Add($"The windows are synthetic, ten to a vCenter: {overlaps} overlaps of {Many} windows, {fewOverlaps} of {Few}.");

        foreach (CliBuild build in bench.CliBuilds)
        {
            List<RunResult> runs = [];
            for (int run = 0; run <= Runs; run++)
            {
                Console.Error.WriteLine($"{Name} ({build.Name}): {run}/{Runs}");
                RunResult result = bench.Runner.Run(
                    new(build.Program, ["overlap", many, "--from", "2026-01-01", "--days", $"{Days}", "--json"])
                );
                Check.Equal("exit code of the CLI", result.ExitCode, "exit code for overlaps", 3);
                Check.Equal("overlaps the CLI found", result.OutputLines, "overlaps the engine found", overlaps);
                runs.Add(result);
            }

            double[] seconds = [.. runs.Skip(1).Select(run => run.Seconds)];
            yield return Row.Of(
                this,
                build.Name,
                "whole process",
                new(PairTimes.Median(seconds), seconds.Min(), seconds.Max(), Runs, "", "")
            );
            if (runs.All(run => run.PeakBytes is not null))
            {
                double[] peaks = [.. runs.Select(run => run.PeakBytes!.Value / (double)ByteSize.Mebibyte)];
                yield return new(
                    Name,
                    "the same: peak memory",
                    build.Name,
                    Memory,
                    new(peaks.Max(), peaks.Min(), peaks.Max(), peaks.Length, "", ""),
                    null
                );
            }
        }

        PairTimes times = Alternation.Measure($"{Name} (growth)", () => Time(manyWindows), () => Time(fewWindows));
        yield return new(
            Name,
            "the engine's time for 10,000 windows against 1,000, as many to a vCenter",
            "in process",
            Growth,
            times.ToFigure(),
            null
        );
    }

    private static List<BackupWindow> Read(string path) =>
        [.. WindowFile.Read(path, "UTC", problem => throw new MeasureFailedException(problem.ToString()))];

    private static double Time(List<BackupWindow> windows)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Count(windows);
        return watch.Elapsed.TotalSeconds;
    }

    private static int Count(List<BackupWindow> windows) =>
        OverlapFinder.Find(windows, new() { From = From, To = From.AddDays(Days) }).Count();
}
