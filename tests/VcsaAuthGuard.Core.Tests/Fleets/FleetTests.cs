using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fleets;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Tests.LogPlatforms;

namespace VcsaAuthGuard.Tests.Fleets;

/// <summary>Tests what platforms count for a fleet, at the stand-ins.</summary>
public class FleetTests
{
    public static TheoryData<LogPlatform> Platforms => [.. Enum.GetValues<LogPlatform>()];

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task Counts_are_those_of_reading_everything(LogPlatform platform)
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
        standIn.Logs = PlatformFixture.FiveVCenters(isSplit: false);
        PlatformOptions options = PlatformFixture.Options(platform, standIn) with
        {
            After = PlatformFixture.After.AddSeconds(61.5),
            Before = PlatformFixture.After.AddSeconds(700.25),
        };
        FleetServer[] rows = Read(options, standIn);
        Assert.Equal(0, standIn.EventsSent);

        AuthFault[] faults = PlatformFixture.Faults(options, standIn, new());
        Assert.Equal(5, rows.Length);
        Assert.All(rows, row =>
        {
            AuthFault[] own = Array.FindAll(faults, fault => fault.Server == row.Server);
            FaultHistogram histogram = new(BurstRule.Default.Period);
            Array.ForEach(own, histogram.Add);
            FaultBin[] bins = [.. histogram.ToBins()];
            FaultBin peak = bins.OrderByDescending(bin => bin.Count).ThenBy(bin => bin.Start).First();
            Assert.Equal((own.Length, bins.Count(bin => bin.Count > 10)), (row.Events, row.BusySpans));
            Assert.Equal((peak.Count, (DateTimeOffset?)peak.Start), (row.PeakCount, row.PeakStart));
            Assert.Equal(bins[^1].Start, row.LastEvent);
        });
        Assert.Equal(rows.OrderByDescending(row => row.BusySpans).ThenByDescending(row => row.PeakCount).Select(row => row.Server),
            rows.Select(row => row.Server));
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task Limits_and_refused_logins_are_counted_and_a_server_without_any_has_a_row(LogPlatform platform)
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
        standIn.Logs = PlatformFixture.Fleet(isSplit: false);
        PlatformOptions options = PlatformFixture.Options(platform, standIn);
        AuthFault[] faults = [.. PlatformFixture.FaultsOfFiles()];
        FleetServer busy = Assert.Single(Read(options, standIn), row => row.Server == PlatformFixture.Busy);
        Assert.Equal(
            faults.Count(fault => fault.Server == busy.Server && fault.Kind is AuthFaultKind.SessionLimit or AuthFaultKind.ConnectionLimit),
            busy.Limits);
        Assert.True(busy.RefusedLogins > 0);

        FleetServer none = Assert.Single(Read(options with { Servers = ["vc09.example.org"] }, standIn));
        Assert.Equal(("vc09.example.org", 0, null), (none.Server, none.Events, none.PeakStart));
    }

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task Bursts_are_those_of_reading_everything_and_quiet_spans_are_not_read(LogPlatform platform)
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
        standIn.Logs = PlatformFixture.Fleet(isSplit: false);
        PlatformOptions options = PlatformFixture.Options(platform, standIn);
        BurstRule[] rules = [BurstRule.Default, new() { Threshold = 3, Period = TimeSpan.FromSeconds(90) }, new() { Threshold = 100 }];
        foreach (BurstRule rule in rules)
        {
            using PlatformLogs logs = PlatformFixture.Open(options, standIn);
            string[] all = Bursts(logs, rule);
            long ofAll = standIn.EventsSent;
            BurstScreen screen = new(logs, rule);
            string[] screened = Bursts(screen, rule);
            Assert.Equal(all, screened);
            Assert.Null(screen.NotCounted);
            Assert.True(standIn.EventsSent - ofAll <= ofAll, "No more than everything is read.");
            Assert.True(rule.Threshold < 100 || standIn.EventsSent - ofAll < ofAll / 2, "Quiet spans are not read.");
        }
    }

    [Fact]
    public async Task A_platform_that_cannot_count_is_read()
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(LogPlatform.Loki);
        standIn.Logs = PlatformFixture.FiveVCenters(isSplit: false);
        standIn.Fail("GET /loki/api/v1/label", 403, body: "the stand-in was told to refuse");
        using PlatformLogs logs = PlatformFixture.Open(PlatformFixture.Options(LogPlatform.Loki, standIn), standIn);
        BurstScreen screen = new(logs, BurstRule.Default);
        Assert.Equal(5, Bursts(screen, BurstRule.Default).Length);
        Assert.Contains("told to refuse", screen.NotCounted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogPlatform.Loki)]
    [InlineData(LogPlatform.OpenSearch)]
    [InlineData(LogPlatform.VictoriaLogs)]
    [InlineData(LogPlatform.Splunk)]
    public async Task A_thousand_vCenters_with_ten_million_faults_take_at_most_50_requests_and_50_MB(LogPlatform platform)
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
        standIn.CountFleet();
        FleetServer[] rows = Read(PlatformFixture.Options(platform, standIn), standIn);
        TestContext.Current.TestOutputHelper?.WriteLine($"{standIn.Requests.Count} requests, {standIn.BytesSent:N0} bytes");
        Assert.Equal(1000, rows.Length);
        Assert.Equal(standIn.Counters!.Sum(count => count.Count), rows.Sum(row => row.Events));
        Assert.InRange(rows.Sum(row => row.Events), 9_990_000, 10_010_000);
        Assert.All(rows, row => Assert.Equal(100, row.BusySpans));
        Assert.InRange(standIn.Requests.Count, 1, 50);
        Assert.InRange(standIn.BytesSent, 1, 50_000_000);
    }

    [Fact]
    public async Task A_loki_that_takes_no_long_addresses_and_one_that_takes_no_other_count_the_same()
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(LogPlatform.Loki);
        standIn.CountFleet();
        string[] rows = [.. Read(PlatformFixture.Options(LogPlatform.Loki, standIn), standIn).Select(row => row.ToString())];
        Assert.Contains("POST /loki/api/v1/query_range", standIn.Requests);
        standIn.Fail("POST /loki/api/v1/query_range", 405);
        Assert.Equal(rows, Read(PlatformFixture.Options(LogPlatform.Loki, standIn), standIn).Select(row => row.ToString()));
    }

    private static FleetServer[] Read(PlatformOptions options, StandInPlatform standIn)
    {
        using PlatformLogs logs = PlatformFixture.Open(options, standIn);
        return [.. new FleetReader(logs, BurstRule.Default).Read(TestContext.Current.CancellationToken)];
    }

    private static string[] Bursts(ICollectedLogs logs, BurstRule rule)
    {
        BurstFinder finder = new(rule);
        FaultQuery query = new() { Kinds = FaultQuery.AllKinds };
        FaultBurst[] bursts =
        [
            .. FaultReader.Read(logs, query, new(), TestContext.Current.CancellationToken).SelectMany(finder.Add),
            .. finder.Complete(),
        ];
        return
        [
            .. bursts
                .Select(burst => $"{burst.Server} {burst} {burst.PeakCount} {burst.PeakStart:O} {string.Join(", ", burst.Method)}")
                .Order(StringComparer.Ordinal),
        ];
    }
}
