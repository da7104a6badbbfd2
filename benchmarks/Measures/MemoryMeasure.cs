using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;


namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>The most memory the CLI had in any run: those of the other rows, and one over each log of any size and form.</summary>
internal sealed class MemoryMeasure : IMeasure
{
    public string Name => "memory";

    public string Title => "peak memory of the CLI over every run, any size";

    public Target Target { get; } = new(40, 32, "0.0' MiB'");

    public IEnumerable<Row> Run(Bench bench)
    {
        long size = bench.Options.Size;
        IReadOnlyList<SyntheticLogFile>[] inputs =
        [
            [bench.Logs.Ordinary(Math.Max(ByteSize.Mebibyte, size / 64), Seeds.Ordinary, gzip: false)],
            [bench.Logs.Ordinary(size, Seeds.Ordinary, gzip: false)],
            [bench.Logs.Ordinary(size, Seeds.Ordinary, gzip: true)],
            SeveralMeasure.Of(bench),
            [bench.Logs.AllFaults(ObjectsMeasure.Size(bench), Seeds.AllFaults)],
        ];
        foreach (CliBuild build in bench.CliBuilds)
        {
            foreach (IReadOnlyList<SyntheticLogFile> logs in inputs)
            {
                Console.Error.WriteLine($"{Name} ({build.Name}): {string.Join(" + ", logs.Select(log => log.Name))}");
                bench.RunCli(build, logs);
            }

            if (bench.CliMemory.Of(build.Name) is not PeakMemory peak)
            {
                yield return Row.Missing(this, $"not measured: {bench.Runner.MemoryMethod}");
                yield break;
            }

            bench.Notes.Add(
                $"Peak memory of the {build.Name} build: most in {peak.MostIn}; {bench.Runner.MemoryMethod}. " +
                "Its result is the greatest of all runs, not the median.");
            double most = peak.Most / (double)ByteSize.Mebibyte;
            double least = peak.Least / (double)ByteSize.Mebibyte;
            yield return Row.Of(this, build.Name, "1/64 to 1 × " + ByteSize.Format(size), new(most, least, most, peak.Runs, "", ""));
        }
    }
}
