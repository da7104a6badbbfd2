using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.Tests.ApiLoad;

/// <summary>Whatever the logs hold, the load is what a plain reading of docs/reading-logs.md gives.</summary>
public class LoadPropertyTests
{
    private static readonly int[] IdleMinutes = [5, 6, 30, 120];

    [Theory]
    [InlineData(0, 700)]
    [InlineData(700, 1400)]
    [InlineData(1400, 2100)]
    public void Random_logs_have_the_load_that_a_plain_reading_gives(int from, int to)
    {
        for (int seed = from; seed < to; seed++)
        {
            RandomLoadLog log = new(seed);
            LoadRules rules = new()
            {
                MaxCallsPerItem = 1 + (seed % 7),
                MinLogins = 1 + (seed % 23),
                LeakRatio = 1 + (seed % 3),
                IdleTimeout = TimeSpan.FromMinutes(IdleMinutes[seed % 4]),
            };
            LogReadReport report = new();
            List<ApiClientLoad> loads = LoadLogs.Read(
                rules,
                report,
                ("vpxd.txt", log.Vpxd),
                ("events.log", log.Events),
                ("envoy-access.log", log.Access),
                ("vpxd-profiler-1.log", log.Profiler)
            );
            List<string> expected = NaiveLoadReader.Read(rules, log.Profiler, log.Vpxd, log.Events, log.Access);
            List<string> actual = [.. loads.Select(LoadLogs.Shape).Order(StringComparer.Ordinal)];
            Assert.True(
                expected.SequenceEqual(actual),
                $"seed {seed}\nexpected\n{string.Join('\n', expected.Except(actual))}\nactual\n{string.Join('\n', actual.Except(expected))}"
            );
            Assert.Equal(0, report.Counts.NotUnderstood);
            Assert.InRange(loads.Sum(load => load.Share), loads.Exists(load => load.Logins > 0) ? 0.999999 : 0, 1.000001);
        }
    }
}
