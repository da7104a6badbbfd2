using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.LogPlatforms;


namespace VcsaAuthGuard.Tests.LogPlatforms;

/// <summary>Tests that run while no other does: they look at the memory of the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "alone";
}

/// <summary>However many events a platform has, memory holds a few pages of them. VCSA_TESTS_FULL=1 asks for ten times as many.</summary>
[Collection(RunsAlone.Name)]
public class PlatformMemoryTests
{
    private const long Slack = 16 << 20;

    [Fact]
    public async Task Memory_does_not_grow_with_the_events()
    {
        bool isFull = Environment.GetEnvironmentVariable("VCSA_TESTS_FULL") == "1";
        long few = await PeakAsync(10_000), many = await PeakAsync(isFull ? 1_000_000 : 60_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{few >> 10} KiB, {many >> 10} KiB");
        Assert.True(many < few + Slack, $"{few >> 10} KiB for few, {many >> 10} KiB for many.");
    }

    [Fact]
    public async Task Load_of_a_thousand_vCenters_takes_less_than_a_quarter_of_a_megabyte_for_each()
    {
        await using StandInOpenSearch standIn = new() { Generated = (10_000, StandInOpenSearch.GeneratedCall) };
        await standIn.StartAsync();
        using PlatformLogs logs = PlatformFixture.Open(PlatformFixture.Options(LogPlatform.OpenSearch, standIn), standIn);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        ApiLoadReader reader = new(LoadRules.Default, new());
        HashSet<string?> servers = [];
        long after = 0;
        foreach (ApiClientLoad client in reader.Read(logs, TestContext.Current.CancellationToken))
        {
            // All has been read, and everything that was counted is still there.
            after = after == 0 ? GC.GetTotalMemory(forceFullCollection: true) : after;
            servers.Add(client.Server);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{(after - before) >> 10} KiB");
        Assert.Equal(1000, servers.Count);
        Assert.InRange(after - before, 0, 250L << 20);
    }

    private static async Task<long> PeakAsync(long count)
    {
        await using StandInOpenSearch standIn = new() { Generated = (count, StandInOpenSearch.GeneratedFault) };
        await standIn.StartAsync();
        using PlatformLogs logs = PlatformFixture.Open(
            PlatformFixture.Options(LogPlatform.OpenSearch, standIn) with
            {
                PageSize = 1000,
            },
            standIn
        );
        long peak = 0,
            found = 0;
        HashSet<string?> servers = [];
        foreach (AuthFault fault in FaultReader.Read(logs, new(), new(), TestContext.Current.CancellationToken))
        {
            servers.Add(fault.Server);
            if (++found % (count / 8) == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        Assert.Equal((count, 1000), (found, servers.Count));
        return peak;
    }
}
