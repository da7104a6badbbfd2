using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Tests.Faults;

public class BurstTests
{
    private static readonly DateTimeOffset Night = new(2026, 2, 11, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10, 299.9, false)] // Ten in five minutes: the article says more than ten.
    [InlineData(11, 299.9, true)]
    [InlineData(11, 300, false)] // The eleventh exactly five minutes after the first.
    [InlineData(12, 300, true)]
    public void The_articles_rule_is_more_than_ten_in_five_minutes(int count, double seconds, bool isBurst)
    {
        IEnumerable<double> times = Enumerable.Range(0, count).Select(i => seconds * i / (count - 1));
        Assert.Equal(isBurst ? 1 : 0, Bursts(BurstRule.Default, times).Count);
    }

    [Fact]
    public void The_window_slides_and_is_no_bin_of_the_clock()
    {
        // Eleven faults around 02:05:00: bins of five minutes would see six and five.
        FaultBurst burst = Assert.Single(Bursts(BurstRule.Default, Enumerable.Range(0, 11).Select(i => 290.0 + (2 * i))));
        Assert.Equal((Night.AddSeconds(290), Night.AddSeconds(310), 11), (burst.Start, burst.End, burst.Count));
    }

    [Fact]
    public void Faults_around_a_burst_are_not_in_it()
    {
        FaultBurst burst = Assert.Single(Bursts(BurstRule.Default, [0, .. Enumerable.Range(0, 20).Select(i => 1000.0 + i), 2000]));
        Assert.Equal(
            (Night.AddSeconds(1000), Night.AddSeconds(1019), 20, 20, Night.AddSeconds(1000)),
            (burst.Start, burst.End, burst.Count, burst.PeakCount, burst.PeakStart)
        );
    }

    [Fact]
    public void A_burst_names_its_hosts_datastores_and_methods_most_first()
    {
        BurstFinder finder = new(new BurstRule { Threshold = 2 });
        List<FaultBurst> bursts = [];
        (string? Host, string? Store)[] faults = [("host-1", "a"), ("host-2", "a"), ("host-2", null), ("host-2", "b")];
        foreach (((string? host, string? store), int i) in faults.Select((fault, i) => (fault, i)))
        {
            bursts.AddRange(
                finder.Add(
                    new AuthFault
                    {
                        Time = Night.AddSeconds(i),
                        VMHostId = host,
                        Datastore = store,
                        Method = "fileManagement",
                    }
                )
            );
        }

        FaultBurst burst = Assert.Single(bursts.Concat(finder.Complete()));
        Assert.Equal([new("host-2", 3), new("host-1", 1)], burst.VMHost);
        Assert.Equal([new("a", 2), new("b", 1), new(null, 1)], burst.Datastore);
        Assert.Equal([new("fileManagement", 4)], burst.Method);
    }

    [Fact]
    public void Two_vcenters_do_not_add_up()
    {
        BurstFinder finder = new(BurstRule.Default);
        List<FaultBurst> bursts = [];
        for (int i = 0; i < 20; i++)
        {
            bursts.AddRange(finder.Add(Fault(i) with { Source = $"/logs/vc0{i % 2}/vpxd-{i}.log" }));
        }

        Assert.Empty(bursts.Concat(finder.Complete()));
    }

    [Fact]
    public void A_fault_without_a_time_is_counted_and_in_no_burst()
    {
        BurstFinder finder = new(new BurstRule { Threshold = 0 });
        Assert.Empty(finder.Add(new AuthFault()).Concat(finder.Complete()));
        Assert.Equal(1, finder.Untimed);
    }

    /// <summary>Against a plain reading of the definition, with times in order and shuffled as far as is promised.</summary>
    [Fact]
    public void Random_faults_have_the_bursts_that_the_definition_gives()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            BurstRule rule = new() { Threshold = random.Next(0, 5), Period = TimeSpan.FromSeconds(random.Next(1, 400)) };
            double[] times = [.. Enumerable.Range(0, random.Next(0, 60)).Select(_ => (double)random.Next(0, 4000)).Order()];
            List<(DateTimeOffset, DateTimeOffset, int, int, DateTimeOffset)> expected = [.. Naive(rule, times)];
            Assert.Equal(expected, Bursts(rule, times).Select(Shape));

            // Any order in which no fault comes more than the promised time behind the newest before it.
            double late = BurstFinder.Lateness.TotalSeconds;
            IEnumerable<double> shuffled = times.OrderBy(time => time + (random.NextDouble() * late));
            Assert.Equal(expected, Bursts(rule, shuffled).Select(Shape));
        }

        static (DateTimeOffset, DateTimeOffset, int, int, DateTimeOffset) Shape(FaultBurst burst) =>
            (burst.Start, burst.End, burst.Count, burst.PeakCount, burst.PeakStart);
    }

    [Fact]
    public void A_larger_step_back_starts_anew()
    {
        IEnumerable<double> twice = Enumerable.Range(0, 11).Select(i => (double)i);
        Assert.Equal(2, Bursts(BurstRule.Default, twice.Select(time => time + 3600).Concat(twice)).Count);
    }

    [Fact]
    public void Groups_have_counts_shares_and_times()
    {
        FaultGrouping grouping = new(FaultGroupKey.VMHost);
        grouping.Add(Fault(5) with { VMHostId = "HostSystem-host-1" });
        grouping.Add(Fault(1) with { VMHostId = "HostSystem-host-1" });
        grouping.Add(Fault(3) with { VMHostId = "HostSystem-host-2", VMHost = "esx02" });
        grouping.Add(new AuthFault());
        Assert.Equal(
            [
                new(FaultGroupKey.VMHost, "HostSystem-host-1", 2, 0.5, Night.AddSeconds(1), Night.AddSeconds(5)),
                new(FaultGroupKey.VMHost, "esx02", 1, 0.25, Night.AddSeconds(3), Night.AddSeconds(3)),
                new(FaultGroupKey.VMHost, null, 1, 0.25, null, null),
            ],
            grouping.ToGroups());
    }

    [Fact]
    public void A_histogram_has_every_span_empty_ones_too()
    {
        FaultHistogram histogram = new(TimeSpan.FromMinutes(1));
        foreach (double time in new[] { 200.0, 59.9, 0, 60 })
        {
            histogram.Add(Fault(time));
        }

        Assert.Equal([2, 1, 0, 1], histogram.ToBins().Select(bin => bin.Count));
        Assert.Equal(Night, histogram.ToBins().First().Start);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaultHistogram(TimeSpan.FromMilliseconds(10)));
    }

    private static AuthFault Fault(double seconds) => new() { Time = Night.AddSeconds(seconds) };

    private static List<FaultBurst> Bursts(BurstRule rule, IEnumerable<double> times)
    {
        BurstFinder finder = new(rule);
        List<FaultBurst> bursts = [.. times.SelectMany(time => finder.Add(Fault(time)))];
        return [.. bursts, .. finder.Complete()];
    }

    /// <summary>Every window that starts at a fault and has too many; windows that share a fault are one burst.</summary>
    private static IEnumerable<(DateTimeOffset Start, DateTimeOffset End, int Count, int Peak, DateTimeOffset PeakStart)> Naive(
        BurstRule rule,
        double[] times
    )
    {
        List<(int First, int Last)> windows = [];
        for (int first = 0; first < times.Length; first++)
        {
            int last = Array.FindLastIndex(times, time => time < times[first] + rule.Period.TotalSeconds);
            if (last - first + 1 > rule.Threshold)
            {
                windows.Add((first, last));
            }
        }

        for (int i = 0; i < windows.Count;)
        {
            int start = i;
            int end = windows[i].Last;
            for (i++; i < windows.Count && windows[i].First <= end; i++)
            {
                end = Math.Max(end, windows[i].Last);
            }

            (int First, int Last) peak = windows[start..i].MaxBy(window => window.Last - window.First);
            yield return (
                Night.AddSeconds(times[windows[start].First]),
                Night.AddSeconds(times[end]),
                end - windows[start].First + 1,
                peak.Last - peak.First + 1,
                Night.AddSeconds(times[peak.First])
            );
        }
    }
}
