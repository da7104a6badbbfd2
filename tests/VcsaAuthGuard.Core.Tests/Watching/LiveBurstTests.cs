using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>Bursts while their faults come.</summary>
public class LiveBurstTests
{
    private static readonly DateTimeOffset Night = new(2026, 2, 11, 2, 0, 0, TimeSpan.Zero);

    /// <summary>The same faults give the same bursts to who reads old logs and to who watches new ones.</summary>
    [Fact]
    public void A_watcher_finds_the_bursts_that_a_reader_finds()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            BurstRule rule = new() { Threshold = random.Next(0, 6), Period = TimeSpan.FromSeconds(random.Next(5, 400)) };
            double[] times = [.. Enumerable.Range(0, random.Next(0, 80)).Select(_ => random.NextDouble() * 4000).Order()];

            // Threads log a little out of order, but not so much that a burst is over before its last fault is logged.
            double[] logged = [.. times.OrderBy(time => time + (random.NextDouble() * 2))];
            Assert.Equal(Read(rule, logged), Watch(rule, logged));
        }
    }

    [Fact]
    public void A_watcher_opens_a_burst_with_the_fault_that_exceeds_the_rule()
    {
        WatchedServer server = new("vc1", BurstRule.Default);
        for (int i = 0; i < 10; i++)
        {
            Assert.Empty(server.Add(Fault(i), TimeSpan.FromSeconds(i)));
        }

        WatchedBurst opened = Assert.Single(server.Add(Fault(10), TimeSpan.FromSeconds(10)));
        Assert.Equal((true, 11, "vc1", Night), (opened.IsOpen, opened.Count, opened.Server, opened.Start));
        Assert.Empty(server.Clear(TimeSpan.FromSeconds(309)));
        Assert.False(Assert.Single(server.Clear(TimeSpan.FromSeconds(310))).IsOpen);
    }

    [Fact]
    public void A_burst_that_goes_on_after_it_seemed_over_opens_again()
    {
        WatchedServer server = new("vc1", new() { Threshold = 1 });
        server.Add(Fault(0), TimeSpan.Zero);
        server.Add(Fault(1), TimeSpan.Zero);
        Assert.Equal(2, Assert.Single(server.Clear(TimeSpan.FromMinutes(10))).Count);
        WatchedBurst again = Assert.Single(server.Add(Fault(2), TimeSpan.FromMinutes(10)));
        Assert.Equal((true, 3, Night), (again.IsOpen, again.Count, again.Start));
    }

    [Fact]
    public void A_watcher_goes_on_where_another_was()
    {
        WatchedServer server = new("vc1", BurstRule.Default);
        for (int i = 0; i < 15; i++)
        {
            server.Add(Fault(i), TimeSpan.FromSeconds(i));
        }

        WatchedServer next = new("vc1", BurstRule.Default);
        next.Restore(server.ToPosition(TimeSpan.FromSeconds(20)), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1));
        Assert.True(next.IsBurstOpen);
        Assert.Empty(next.Add(Fault(60), TimeSpan.FromSeconds(2)));
        WatchedBurst cleared = Assert.Single(next.Clear(TimeSpan.FromSeconds(302)));
        Assert.Equal((16, Night, Night.AddSeconds(60)), (cleared.Count, cleared.Start, cleared.End));
    }

    private static AuthFault Fault(double seconds) => new() { Time = Night.AddSeconds(seconds) };

    private static List<(DateTimeOffset Start, DateTimeOffset End, long Count)> Read(BurstRule rule, double[] times)
    {
        BurstFinder finder = new(rule);
        List<FaultBurst> bursts = [.. times.SelectMany(time => finder.Add(Fault(time)))];
        bursts.AddRange(finder.Complete());
        return bursts.ConvertAll(burst => (burst.Start, burst.End, (long)burst.Count));
    }

    /// <summary>Watches faults that come as they are logged, by a clock that goes with them.</summary>
    private static List<(DateTimeOffset Start, DateTimeOffset End, long Count)> Watch(BurstRule rule, double[] times)
    {
        WatchedServer server = new("vc1", rule);
        List<WatchedBurst> changes = [];
        double now = 0;
        foreach (double time in times)
        {
            now = Math.Max(now, time);
            changes.AddRange(server.Add(Fault(time), TimeSpan.FromSeconds(now)));
        }

        changes.AddRange(server.Clear(TimeSpan.FromSeconds(now + 1000)));
        Assert.All(changes.Index(), change => Assert.Equal(change.Index % 2 == 0, change.Item.IsOpen));
        return [.. changes.Where(change => !change.IsOpen).Select(burst => (burst.Start, burst.End, burst.Count))];
    }
}
