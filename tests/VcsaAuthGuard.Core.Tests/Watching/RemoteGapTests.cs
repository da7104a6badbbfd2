using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>The same as <see cref="LogGapTests"/> for logs that an appliance's shell follows.</summary>
public class RemoteGapTests
{
    public RemoteGapTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "An appliance's bash, coreutils, awk and gzip are Linux's.");

    [Fact]
    public async Task Logs_that_came_and_went_between_two_looks_are_a_gap_with_its_span_of_time()
    {
        using WatchedLogs logs = new(181);
        logs.Append("vpxd-1.log", logs.Line(), logs.Fault());
        Start(logs, new() { FromStart = true });
        await logs.PollUntil(() => logs.Faults.Any());
        logs.Append("vpxd-4.log", logs.Fault(), logs.Line());
        await logs.PollUntil(() => logs.Faults.Count() == 2);
        WatchedGap gap = Assert.Single(logs.Gaps);
        Assert.Equal("vc1:/var/log/vmware/vpxd/vpxd-2.log to vpxd-3.log", gap.Source);
        Assert.Equal(LogGapReason.Missed, gap.Reason);
        Assert.Equal([gap.Start, gap.End], logs.Faults.Select(fault => fault.Time));
        Assert.Equal([WatchEventKind.Fault, WatchEventKind.Gap, WatchEventKind.Fault], logs.Events.Select(item => item.Event));
    }

    [Fact]
    public async Task A_log_that_is_gone_before_it_was_read_to_its_end_is_a_gap()
    {
        using WatchedLogs logs = new(182);
        logs.Append("vpxd-1.log", logs.Line(), logs.Fault());
        Start(logs, new() { FromStart = true, StatePath = logs.At("watch.state") });
        await logs.PollUntil(() => logs.Faults.Any());
        File.Delete(logs.At("vpxd-1.log"));
        logs.Append("vpxd-2.log", logs.Line(), logs.Fault(), logs.Line());
        await logs.PollUntil(() => logs.Faults.Count() == 2);
        await logs.PollUntil(() => !File.ReadAllText(logs.At("watch.state")).Contains("vpxd-1.log", StringComparison.Ordinal));
        Assert.Empty(logs.Gaps); // vpxd-2.log had followed, and all that was seen of it was read.
        File.Delete(logs.At("vpxd-2.log"));
        await logs.PollUntil(() => logs.Gaps.Any());
        Assert.Equal((LogGapReason.Removed, "vc1:/var/log/vmware/vpxd/vpxd-2.log"), (logs.Gaps.Single().Reason, logs.Gaps.Single().Source));
    }

    [Theory]
    [InlineData(LogGapTests.Regrowth.Slowly, 0.5, 185)]
    [InlineData(LogGapTests.Regrowth.Slowly, 0.002, 187)]
    [InlineData(LogGapTests.Regrowth.BetweenTwoLooks, 0.9, 188)]
    [InlineData(LogGapTests.Regrowth.WhileNobodyWatched, 0.5, 190)]
    public async Task A_log_that_became_shorter_with_the_same_beginning_is_a_gap_and_later_faults_are_reported(
        LogGapTests.Regrowth regrowth, double part, int seed)
    {
        using WatchedLogs logs = new(seed);
        WatchOptions options = new() { StatePath = logs.At("watch.state"), FromStart = true };
        Start(logs, options);
        for (int i = 0; i < 60; i++)
        {
            logs.Append("vpxd-1.log", logs.Fault(), logs.Line(), logs.Line());
        }

        await logs.PollUntil(() => logs.Faults.Count() == 60);
        logs.AssertAllReportedOnce();
        HashSet<string> old = [.. logs.Written];
        logs.Written.Clear();
        logs.Events.Clear();
        logs.Truncate("vpxd-1.log", (long)(part * new FileInfo(logs.At("vpxd-1.log")).Length));
        logs.Append("vpxd-1.log", "\n"u8.ToArray(), logs.Line());
        for (int i = 0; i < 100; i++)
        {
            if (regrowth == LogGapTests.Regrowth.Slowly && i == 20)
            {
                await logs.PollUntil(() => logs.Gaps.Any());
            }

            logs.Append("vpxd-1.log", logs.Fault(), logs.Line());
        }

        if (regrowth == LogGapTests.Regrowth.WhileNobodyWatched)
        {
            Start(logs, options);
        }

        bool IsOld(AuthFault fault) => old.Any(text => text.StartsWith(fault.Text, StringComparison.Ordinal));
        // The look at the logs that finds the gap may end after its faults have arrived.
        await logs.PollUntil(() => logs.Faults.Count(fault => !IsOld(fault)) >= 100 && logs.Gaps.Any());
        Assert.Equal(LogGapReason.Truncated, Assert.Single(logs.Gaps).Reason);
        Assert.Equal(LogProblemKind.Truncated, Assert.Single(logs.Problems).Kind);
        Assert.Equal(logs.Written, logs.Faults.Where(fault => !IsOld(fault)).Select(fault => fault.Text));
        Assert.All(logs.Events.Where(item => item.Fault is not null && IsOld(item.Fault)), item => Assert.True(item.IsRepeat));
        AuthFault last = logs.Faults.Last();
        Assert.Equal(logs.LineOf(last), last.LineNumber);
    }

    [Fact]
    public async Task A_compressed_log_that_is_damaged_is_a_problem()
    {
        using WatchedLogs logs = new(194);
        logs.Append("vpxd-1.log", logs.Line(), logs.Fault());
        Start(logs, new() { FromStart = true });
        await logs.PollUntil(() => logs.Faults.Any());
        logs.Append("vpxd-2.log", [.. Enumerable.Range(0, 2000).Select(_ => logs.Line())]);
        logs.Compress("vpxd-2.log");
        logs.Truncate("vpxd-2.log.gz", new FileInfo(logs.At("vpxd-2.log.gz")).Length / 2);
        logs.Append("vpxd-3.log", logs.Fault(), logs.Line());
        await logs.PollUntil(() => logs.Faults.Count() == 2 && logs.Problems.Count > 0);
        Assert.Equal((LogProblemKind.Corrupt, "vc1:/var/log/vmware/vpxd/vpxd-2.log.gz"), (logs.Problems[0].Kind, logs.Problems[0].Source));
    }

    private static void Start(WatchedLogs logs, WatchOptions options) =>
        logs.StartRemote(new ShellLogs(new(new LocalBash(logs.Folder))), options);
}
