using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;

namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>The first look at 1,000 vCenters with 10 million refused calls in 30 days, at the counters of each platform's
/// simulation.</summary>
internal sealed class FleetMeasure : IMeasure
{
    private const int Servers = 1000;

    private static readonly string[] Platforms = ["AriaLogs", "Loki", "OpenSearch", "Splunk", "VictoriaLogs"];

    public string Name => "fleet";

    public string Title => "`fleet` over 1,000 vCenters with 10 million faults in 30 days:";

    public Target Target { get; } = new(50, 50, "0' requests'");

    private static Target Bytes { get; } = new(50, 50, "0.0' MB'");

    private static Target Memory { get; } = new(150, 150, "0.0' MiB'");

    public IEnumerable<Row> Run(Bench bench)
    {
        CliBuild build = bench.CliBuilds[0];
        foreach (string platform in Platforms)
        {
            Console.Error.WriteLine($"{Name} ({platform})");
            using PlatformServer server = bench.StartPlatform(platform);
            server.Send("fleet");
            RunResult run = bench.Runner.Run(new(build.Program, ["fleet", .. server.Arguments, "--json"]));
            run.ThrowIfFailed();
            Check.Equal("rows", run.OutputLines, "vCenters", Servers);
            PlatformCounts counts = server.Count();
            yield return RowOf("requests", Target, counts.Requests);
            yield return RowOf("read", Bytes, counts.Bytes / 1e6);
            if (run.PeakBytes is long peak)
            {
                yield return RowOf("peak memory", Memory, peak / (double)ByteSize.Mebibyte);
            }

            Row RowOf(string what, Target target, double value) =>
                Row.Of(
                    this,
                    $"{Title} {what} ({platform})",
                    build.Name,
                    target,
                    new(value, value, value, 1, PairTimes.Seconds(run.Seconds), ""));
        }
    }
}
