using System.Diagnostics;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>Measures how long the model of the gateway queue takes for random arrivals and services; in this process.</summary>
internal sealed class QueueMeasure : IMeasure
{
    private const int Requests = 10_000_000;
    private const int Servers = 8;
    private const double Load = 0.9;
    private const int Runs = 5;

    public string Name => "queue";

    public string Title => "model of the gateway queue, 10 million requests, 8 at a time, random arrivals and services";

    public Target Target { get; } = new(5, 5, "0.00' s'");

    public IEnumerable<Row> Run(Bench bench)
    {
        GatewayQueue queue = new(Servers, ServiceTimes.Exponential(TimeSpan.FromSeconds(1))) { Seed = Seeds.Ordinary };
        ArrivalPattern arrivals = ArrivalPattern.Poisson(Requests, TimeSpan.FromSeconds(Requests / (Servers * Load)));
        double[] seconds = [.. Enumerable.Range(0, Runs).Select(_ =>
        {
            Stopwatch watch = Stopwatch.StartNew();
            QueueWaits waits = queue.Run(arrivals.ToTimes(queue.Seed), Requests);
            Check.Equal("requests the model ran", waits.Requests, "requests given", Requests);
            return watch.Elapsed.TotalSeconds;
        })];
        yield return Row.Of(this, "JIT", "in memory", new(PairTimes.Median(seconds), seconds.Min(), seconds.Max(), Runs, "", ""));
    }
}
