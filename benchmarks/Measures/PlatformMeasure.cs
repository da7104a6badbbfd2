using System.Globalization;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;

namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>All events of a fleet of 1,000 vCenters read from the simulation of OpenSearch: events per second of processor time, because
/// the simulation shares the machine, and memory.</summary>
internal sealed class PlatformMeasure : IMeasure
{
    private const int Servers = 1000;

    public string Name => "platform";

    public string Title => "CLI reading all events of 1,000 vCenters from OpenSearch:";

    public Target Target { get; } = new(40_000, 40_000, "#,0'/s'", MoreIsBetter: true);

    private static Target Memory { get; } = new(400, 400, "0.0' MiB'");

    public IEnumerable<Row> Run(Bench bench)
    {
        CliBuild build = bench.CliBuilds[0];
        long events = bench.Options.Events;
        using PlatformServer server = bench.StartPlatform("OpenSearch");
        foreach ((string command, string kind, long lines, int searches) in ((string, string, long, int)[])
            [("faults", "faults", events, 1), ("load", "calls", 0, 4), ("diagnose", "calls", Servers, 4)])
        {
            string title = string.Create(CultureInfo.InvariantCulture, $"{Title} `{command}`, {events:N0} events");
            Console.Error.WriteLine($"{Name} ({build.Name}): {command}");
            server.Send(string.Create(CultureInfo.InvariantCulture, $"generate|{events}|{kind}"));
            PlatformCounts before = server.Count();
            string[] kinds = command == "faults" ? ["--kind", "All"] : [];
            RunResult run = bench.Runner.Run(new(
                build.Program,
                [command, .. server.Arguments, "--page-size", "5000", "--json", .. kinds]));
            run.ThrowIfFailed();
            long read = (server.Count() - before).Events;
            Check.Equal("events sent", read, "events of the searches", events * searches);
            Check.AtLeast("lines printed", run.OutputLines, "expected", lines);
            double seconds = run.CpuSeconds ?? run.Elapsed;
            yield return Row.Of(
                this,
                title + (searches == 1 ? "" : FormattableString.Invariant($" in each of {searches} searches")),
                build.Name,
                Target,
                new(read / seconds, read / seconds, read / seconds, 1, FormattableString.Invariant($"{run.Elapsed:0} s elapsed"), ""));
            if (run.PeakBytes is long peak)
            {
                double size = peak / (double)ByteSize.Mebibyte;
                yield return Row.Of(this, title + ", peak memory", build.Name, Memory, new(size, size, size, 1, "", ""));
            }
        }
    }
}
