using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.Schedules;


namespace VcsaAuthGuard.Tests.GatewayQueues;

public class GatewayQueueTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Mean wait in an M/M/c queue, within 2 % of Erlang C, over 2 million requests with each of three seeds.</summary>
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(1, 0.8)]
    [InlineData(4, 0.7)]
    public void Random_arrivals_and_services_wait_as_erlang_c_says(int servers, double load)
    {
        double expected = ErlangC(servers, load) / (servers * (1 - load));
        AssertMeanWait(expected, servers, load, ServiceTimes.Exponential(Second));
    }

    /// <summary>Mean wait in an M/D/1 queue, within 2 % of Pollaczek and Khinchine's formula, over 2 million requests with each of three
    /// seeds.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Random_arrivals_with_constant_service_wait_as_pollaczek_and_khinchine_say(double load) =>
        AssertMeanWait(load / (2 * (1 - load)), 1, load, ServiceTimes.Constant(Second));

    /// <summary>Any service time at one server (M/G/1): Pollaczek and Khinchine with the durations' own variance.</summary>
    [Fact]
    public void Measured_services_wait_as_pollaczek_and_khinchine_say()
    {
        double[] seconds = [0.2, 0.2, 0.3, 0.5, 0.8, 4];
        double mean = seconds.Average(), square = seconds.Average(value => value * value), load = 0.6;
        double expected = load / mean * square / (2 * (1 - load));
        AssertMeanWait(expected, 1, load, ServiceTimes.Measured(seconds.Select(TimeSpan.FromSeconds)));
    }

    /// <summary>Bulk arrival, constant service: the i-th of n waits floor(i/c) D.</summary>
    [Theory]
    [InlineData(1, 1, 1.0)]
    [InlineData(1000, 8, 2.0)]
    [InlineData(1201, 8, 2.0)]
    [InlineData(5000, 7, 0.3)]
    [InlineData(500, 2000, 9.0)]
    public void A_bulk_with_constant_service_waits_exactly_as_the_closed_form_says(int requests, int servers, double seconds)
    {
        TimeSpan service = TimeSpan.FromSeconds(seconds);
        QueueForecast forecast = new GatewayQueue(servers, ServiceTimes.Constant(service)).Forecast(
            ArrivalPattern.AllAtOnce(requests),
            cancellation: Stop
        );

        // Those of turn j wait j services; from the first turn past 300 s on all are refused at one moment.
        long inTime = (300 * TimeSpan.TicksPerSecond / service.Ticks) + 1;
        long[] waits = [.. Enumerable.Range(0, requests).Select(i => Math.Min(i / servers, inTime) * service.Ticks)];
        Assert.Equal(Rank(waits, 0.50), forecast.MedianWait.Ticks);
        Assert.Equal(Rank(waits, 0.95), forecast.Wait95.Ticks);
        Assert.Equal(Rank(waits, 0.99), forecast.Wait99.Ticks);
        Assert.Equal(waits[^1], forecast.LongestWait.Ticks);
        Assert.Equal((long)Math.Round(waits.Average()), forecast.MeanWait.Ticks);
        Assert.Equal(Math.Max(0, requests - (inTime * servers)), forecast.Expired);
        Assert.Equal(forecast.Expired > 0 ? TimeSpan.FromSeconds(300) : null, forecast.FirstExpiry);
        Assert.Equal(inTime * servers, forecast.LargestBatch ?? 0);
    }

    [Fact]
    public void A_wait_of_the_tokens_life_is_served_and_one_longer_is_refused_and_takes_no_service()
    {
        // One server, 100 s each: turns at 0, 100, 200, 300; the fifth would wait 400 s.
        GatewayQueue queue = new(1, ServiceTimes.Constant(TimeSpan.FromSeconds(100)));
        QueueWaits waits = queue.Run([.. Enumerable.Repeat(TimeSpan.Zero, 5), TimeSpan.FromSeconds(390)], cancellation: Stop);
        Assert.Equal(1, waits.Expired);
        Assert.Equal(TimeSpan.FromSeconds(300), waits.FirstExpiry);
        Assert.Equal(TimeSpan.FromSeconds(400), waits.Longest);

        // The request of 390 s has its turn at 400 s, when the refused one had it.
        Assert.Equal(TimeSpan.FromSeconds(500), waits.End);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        static QueueForecast Run(long seed) => new GatewayQueue(4, ServiceTimes.Exponential(Second)) { Seed = seed }
            .Forecast(ArrivalPattern.Poisson(20_000, TimeSpan.FromSeconds(5000)), cancellation: Stop);
        Assert.Equal(Run(7), Run(7));
        Assert.NotEqual(Run(7).MeanWait, Run(8).MeanWait);
    }

    /// <summary>Fixed figures, so that a change of the generator or of a framework cannot go unseen: both builds of the engine run
    /// this.</summary>
    [Fact]
    public void A_seed_means_the_same_on_every_build()
    {
        QueueForecast forecast = new GatewayQueue(4, ServiceTimes.Exponential(Second)) { Seed = 440879 }.Forecast(
            ArrivalPattern.Poisson(20_000, TimeSpan.FromSeconds(5250)),
            cancellation: Stop
        );
        Assert.Equal(
            [36973313, 144536655, 176830513, 52581310336],
            new[] { forecast.MeanWait.Ticks, forecast.Wait99.Ticks, forecast.LongestWait.Ticks, forecast.End.Ticks }
        );
    }

    /// <summary>
    /// Tests the random numbers against the output of the authors' C programs splitmix64.c (from 0) and xoshiro256starstar.c.
    /// </summary>
    [Fact]
    public void The_generator_is_the_published_one()
    {
        SeededRandom random = new(0, 0);
        Assert.Equal(
            [0x99EC5F36CB75F2B4, 0xBF6E1F784956452A, 0x1A5F849D4933E6E0, 0x6AA594F1262D2D2C],
            new[] { random.Next(), random.Next(), random.Next(), random.Next() }
        );
    }

    /// <summary>The limits found are limits: at them none expires, one step beyond one does. Constant service: no larger batch and no
    /// shorter interval does either.</summary>
    [Fact]
    public void The_largest_batch_and_the_shortest_interval_are_the_limits()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            int requests = random.Next(1, 120), batch = random.Next(1, 40), servers = random.Next(1, 6);
            TimeSpan interval = TimeSpan.FromTicks(random.Next(0, 60));
            TimeSpan service = TimeSpan.FromTicks(random.Next(1, 30));
            bool isConstant = seed % 2 == 0;
            GatewayQueue queue = new(servers, isConstant ? ServiceTimes.Constant(service) : ServiceTimes.Exponential(service))
            {
                TokenLifetime = TimeSpan.FromTicks(random.Next(0, 100)),
                Seed = seed,
            };
            QueueForecast forecast = queue.Forecast(ArrivalPattern.Batches(requests, batch, interval), cancellation: Stop);

            bool HasNone(int size, long ticks) =>
                queue.Run(ArrivalPattern.Batches(requests, size, TimeSpan.FromTicks(ticks)).ToTimes(0), cancellation: Stop).Expired == 0;
            int[] good = [.. Enumerable.Range(1, requests).Where(size => HasNone(size, interval.Ticks))];
            if (isConstant)
            {
                Assert.Equal(good.LastOrDefault(), forecast.LargestBatch);
                Assert.Equal(good.Length, good.LastOrDefault());
            }
            else
            {
                int largest = forecast.LargestBatch ?? -1;
                Assert.True(largest == 0 || good.Contains(largest));
                Assert.DoesNotContain(largest + 1, good);
            }

            if (forecast.ShortestInterval is TimeSpan shortest)
            {
                Assert.True(HasNone(batch, shortest.Ticks));
                Assert.DoesNotContain(Enumerable.Range(0, (int)shortest.Ticks), ticks => HasNone(batch, ticks));
            }
            else
            {
                Assert.False(HasNone(batch, TimeSpan.TicksPerDay));
            }
        }
    }

    [Fact]
    public void The_largest_burst_is_the_largest_for_random_services_too()
    {
        GatewayQueue queue = new(3, ServiceTimes.Exponential(Second)) { TokenLifetime = TimeSpan.FromSeconds(20), Seed = 5 };
        int burst = queue.Forecast(ArrivalPattern.AllAtOnce(1), cancellation: Stop).LargestBatch ?? 0;
        Assert.Equal(0, queue.Run(ArrivalPattern.AllAtOnce(burst).ToTimes(0), cancellation: Stop).Expired);
        Assert.Equal(1, queue.Run(ArrivalPattern.AllAtOnce(burst + 1).ToTimes(0), cancellation: Stop).Expired);
    }

    /// <summary>Against a plain reading of the rule, with arrivals and services of every kind, zero services and times before
    /// zero.</summary>
    [Fact]
    public void Random_runs_have_the_waits_that_the_rule_gives()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            TimeSpan[] arrivals =
            [
                .. Enumerable.Range(0, random.Next(1, 80)).Select(_ => TimeSpan.FromTicks(random.Next(-100, 500))).Order(),
            ];
            long service = random.Next(1, 40);
            GatewayQueue queue = new(random.Next(1, 5), ServiceTimes.Constant(TimeSpan.FromTicks(service)))
            {
                TokenLifetime = TimeSpan.FromTicks(random.Next(0, 120)),
            };

            // Minute by minute, as it were: at every tick each free server takes who is first.
            Queue<long> waiting = new();
            long[] busy = new long[queue.Concurrency];
            List<long> waits = [];
            int expired = 0, next = 0;
            for (long now = -100; waits.Count < arrivals.Length; now++)
            {
                for (; next < arrivals.Length && arrivals[next].Ticks == now; next++)
                {
                    waiting.Enqueue(now);
                }

                for (int server = 0; server < busy.Length; server++)
                {
                    while (waiting.Count > 0 && busy[server] <= 0)
                    {
                        waits.Add(now - waiting.Dequeue());
                        bool isRefused = waits[^1] > queue.TokenLifetime.Ticks;
                        expired += isRefused ? 1 : 0;
                        busy[server] = isRefused ? 0 : service;
                    }

                    busy[server]--;
                }
            }

            QueueWaits seen = queue.Run(arrivals, cancellation: Stop);
            Assert.Equal(
                (expired, waits.Max(), Rank([.. waits], 0.5), Rank([.. waits], 0.95)),
                (seen.Expired, seen.Longest.Ticks, seen.Median.Ticks, seen.Percentile95.Ticks)
            );
        }
    }

    [Fact]
    public void Arrivals_come_when_the_pattern_says()
    {
        static IEnumerable<double> Seconds(ArrivalPattern pattern) => pattern.ToTimes(1).Select(time => time.TotalSeconds);
        Assert.Equal([0, 0, 0], Seconds(ArrivalPattern.AllAtOnce(3)));
        Assert.Equal([0, 0, 60, 60, 120], Seconds(ArrivalPattern.Batches(5, 2, TimeSpan.FromMinutes(1))));
        Assert.Equal([0, 15, 30, 45], Seconds(ArrivalPattern.Even(4, TimeSpan.FromMinutes(1))));
        double[] random = [.. Seconds(ArrivalPattern.Poisson(100_000, TimeSpan.FromHours(1)))];
        Assert.Equal(random.Order(), random);
        Assert.InRange(random[^1], 3600 * 0.99, 3600 * 1.01);
    }

    /// <summary>
    /// Tests that the bulk model of the overlap calculation is this queue, with a bulk of arrivals and a constant service time.
    /// </summary>
    [Fact]
    public void The_bulk_model_of_overlaps_is_this_queue()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            (int requests, int servers, int seconds) = (random.Next(1, 3000), random.Next(1, 80), random.Next(1, 60));
            GatewayWait bulk = BulkArrival.Model(servers)(requests, 0, seconds);
            QueueWaits waits = new GatewayQueue(servers, ServiceTimes.Constant(TimeSpan.FromSeconds(seconds)))
                .Run(ArrivalPattern.AllAtOnce(requests).ToTimes(0), requests, Stop);
            Assert.Equal(bulk.TokensAtRisk, waits.Expired);

            // The bulk model lets even those wait to the end that the queue refuses.
            Assert.Equal(waits.Expired == 0 ? bulk.Longest : waits.Longest, waits.Longest);
        }
    }

    [Fact]
    public void Windows_bring_a_request_for_each_vm_at_each_run_to_each_of_their_vcenters()
    {
        BackupWindow backup = new()
        {
            Name = "backup",
            Recurrence = Recurrence.Parse("daily 02:00"),
            Duration = TimeSpan.FromHours(1),
            Server = ["vc01", "vc02"],
            Load = new() { VMs = 100, SecondsPerRequest = 20 },
        };
        BackupWindow scan = backup with
        {
            Name = "scan",
            Recurrence = Recurrence.Parse("weekly Wed 02:00"),
            Server = ["vc01"],
            Load = new() { VMs = 60, SecondsPerRequest = 30 },
        };
        BackupWindow mute = backup with
        {
            Name = "mute",
            Load = new() { VMs = 100 },
        };
        WindowQueueOptions options = new() { From = new(2026, 2, 9, 0, 0, 0, TimeSpan.Zero), Concurrency = 8 };
        QueueForecast[] forecasts = [.. WindowQueue.Forecast([backup, scan, mute], options, Stop)];
        Assert.Equal(["vc01", "vc02"], forecasts.Select(forecast => forecast.Server));
        Assert.Equal([760, 700], forecasts.Select(forecast => forecast.Requests));
        Assert.Equal(TimeSpan.FromSeconds(240), forecasts[1].LongestWait);
        // The backup leaves 4 servers free at 240 s and 4 at 260 s: in time for 3 and for 2 services of 30 s each.
        Assert.Equal((0, 60 - (4 * 3) - (4 * 2)), (forecasts[1].Expired, forecasts[0].Expired));
        Assert.Equal(new DateTimeOffset(2026, 2, 11, 2, 5, 0, TimeSpan.Zero), forecasts[0].FirstExpiryTime);

        // A service time for all: the mute window is heard too.
        options = options with
        {
            Service = ServiceTimes.Constant(Second),
            Arrivals = (window, requests) => ArrivalPattern.Even(requests, window.Duration),
        };
        forecasts = [.. WindowQueue.Forecast([backup, scan, mute], options, Stop)];
        Assert.Equal([1460, 1400], forecasts.Select(forecast => forecast.Requests));
        Assert.Equal(TimeSpan.Zero, forecasts[1].LongestWait);
    }

    [Fact]
    public void What_no_gateway_has_is_refused()
    {
        ServiceTimes service = ServiceTimes.Constant(Second);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GatewayQueue(0, service));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GatewayQueue(1, service) { TokenLifetime = TimeSpan.FromTicks(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => ServiceTimes.Constant(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => ServiceTimes.Measured([-Second]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ServiceTimes.Measured([TimeSpan.Zero]));
        Assert.Throws<ArgumentException>(() => ServiceTimes.Measured([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArrivalPattern.AllAtOnce(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArrivalPattern.Batches(5, 0, Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArrivalPattern.Batches(5, 1, TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArrivalPattern.Even(5, TimeSpan.Zero));
        Assert.Throws<ArgumentException>(() => new GatewayQueue(1, service).Run([Second, TimeSpan.Zero], cancellation: Stop));
        Assert.Equal(QueueWaits.None, new GatewayQueue(1, service).Run([], cancellation: Stop));
    }

    /// <summary>Tokens that live for ever, as in the textbook; three seeds, so that no lucky one is the proof.</summary>
    private static void AssertMeanWait(double expectedSeconds, int servers, double load, ServiceTimes service)
    {
        const int Requests = 2_000_000;
        TimeSpan over = TimeSpan.FromSeconds(Requests * service.Mean.TotalSeconds / (servers * load));
        foreach (long seed in new long[] { 1, 2, 440879 })
        {
            GatewayQueue queue = new(servers, service) { TokenLifetime = GatewayQueue.MaxTokenLifetime, Seed = seed };
            QueueWaits waits = queue.Run(ArrivalPattern.Poisson(Requests, over).ToTimes(seed), Requests, Stop);
            Assert.InRange(waits.Mean.TotalSeconds / expectedSeconds, 0.98, 1.02);
        }
    }

    /// <summary>The chance that a request waits (A. K. Erlang, 1917), over Erlang B's recursion.</summary>
    private static double ErlangC(int servers, double load)
    {
        double offered = servers * load, blocked = 1;
        for (int i = 1; i <= servers; i++)
        {
            blocked = offered * blocked / (i + (offered * blocked));
        }

        return blocked / (1 - (load * (1 - blocked)));
    }

    private static long Rank(long[] waits, double share) =>
        waits.Order().ElementAt((int)Math.Ceiling(Math.Round(waits.Length * share, 6)) - 1);
}
