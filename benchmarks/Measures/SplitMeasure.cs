using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;

namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>Requests and time for entries that a collector split at their lines, against whole ones, at the simulation of each
/// platform.</summary>
internal sealed class SplitMeasure : IMeasure
{
    private const int Faults = 1000;
    private const int PageSize = 100;

    private static readonly string[] Platforms = ["AriaLogs", "Loki", "OpenSearch", "Splunk", "VictoriaLogs"];
    private static readonly (string Time, int Stretch)[] Spans = [("17 minutes", 1), ("12 days", 1000)];

    public string Name => "split";

    public string Title => "requests of `faults --platform` for 1,000 split entries of 5 vCenters against whole ones";

    public Target Target { get; } = new(2, 2);

    public IEnumerable<Row> Run(Bench bench)
    {
        CliBuild build = bench.CliBuilds[0];
        foreach (string platform in Platforms)
        {
            using PlatformServer server = bench.StartPlatform(platform);
            foreach ((string time, int stretch) in Spans)
            {
                Console.Error.WriteLine($"{Name} ({platform}, {time})");
                (long requests, double seconds) = Read(bench, build, server, "split", stretch);
                (long whole, double wholeSeconds) = Read(bench, build, server, "whole", stretch);
                double ratio = (double)requests / whole;
                yield return Row.Of(
                    this,
                    build.Name,
                    FormattableString.Invariant($"{platform}, in {time}, pages of {PageSize}"),
                    new(ratio, ratio, ratio, 1, Words(requests, seconds), Words(whole, wholeSeconds)));
            }
        }
    }

    private static (long Requests, double Seconds) Read(Bench bench, CliBuild build, PlatformServer server, string form, int stretch)
    {
        server.Send(FormattableString.Invariant($"five|{form}|{stretch}"));
        PlatformCounts before = server.Count();
        RunResult run = bench.Runner.Run(new(
            build.Program,
            ["faults", .. server.Arguments, "--page-size", FormattableString.Invariant($"{PageSize}"), "--json"]));
        run.ThrowIfFailed();
        Check.Equal("faults found", run.OutputLines, "faults of the platform", Faults);
        return ((server.Count() - before).Requests, run.Seconds);
    }

    private static string Words(long requests, double seconds) => FormattableString.Invariant($"{requests}, {PairTimes.Seconds(seconds)}");
}
