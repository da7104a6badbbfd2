using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.Tests.GatewayQueues;

/// <summary>The number of requests served at a time is found in the arrivals and responses of a queue that is known.</summary>
public class ConcurrencyEstimateTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    [Theory]
    [InlineData(12)]
    [InlineData(52)]
    [InlineData(100)]
    public void A_bulk_with_one_service_time_shows_the_number_exactly(int concurrency)
    {
        ConcurrencyEstimate estimate = Estimate(concurrency, Enumerable.Repeat(0L, 1000), () => 2 * Second);
        Assert.Equal(concurrency, estimate.Concurrency);
        Assert.Equal((1000, TimeSpan.FromSeconds(2)), (estimate.Peak, estimate.ServiceTime));
    }

    [Fact]
    public void A_busy_night_with_random_service_times_shows_it_nearly()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            SeededRandom random = new(seed, stream: 0);

            // Calm first, then more than can be served.
            long time = 0;
            long[] arrivals = [.. Enumerable.Range(0, 4000).Select(i =>
                time += (long)((i < 1000 ? Second : Second / 20) * random.NextExponential()))];
            ConcurrencyEstimate estimate = Estimate(20, arrivals, () => (long)(2 * Second * (0.5 + (random.NextIndex(1000) / 1000.0))));
            Assert.InRange(estimate.Concurrency ?? 0, 18, 22);
        }
    }

    [Fact]
    public void Logs_without_a_queue_show_no_limit()
    {
        ConcurrencyEstimate estimate = Estimate(52, Enumerable.Range(0, 500).Select(i => i * Second), () => 3 * Second);
        Assert.Null(estimate.Concurrency);
        Assert.Equal(3, estimate.Peak);
        Assert.Equal("up to 3 requests under way at once, and no queue, so the limit is not known", estimate.ToString());
    }

    [Fact]
    public void Each_minute_has_its_peak()
    {
        ConcurrencyEstimate estimate = ConcurrencyEstimate.Create([(0, 90 * Second), (30 * Second, 10 * Second), (61 * Second, Second)]);
        Assert.Equal([(2, 2, 1), (2, 1, 2)], estimate.Minutes.Select(minute => (minute.Peak, minute.Begun, minute.Ended)));
        Assert.Equal(0, ConcurrencyEstimate.Create([]).Peak);
    }

    private static ConcurrencyEstimate Estimate(int concurrency, IEnumerable<long> arrivals, Func<long> service)
    {
        PriorityQueue<long, long> free = new(Enumerable.Range(0, concurrency).Select(_ => (0L, 0L)));
        List<(long Begin, long Duration)> requests = [];
        foreach (long arrival in arrivals)
        {
            long end = Math.Max(arrival, free.Dequeue()) + service();
            free.Enqueue(end, end);
            requests.Add((arrival, end - arrival));
        }

        return ConcurrencyEstimate.Create(requests);
    }
}
