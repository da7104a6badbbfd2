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
