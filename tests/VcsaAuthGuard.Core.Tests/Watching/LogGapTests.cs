using System.IO.Compression;
using System.Text;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>Parts of logs that are gone before they were read are reported, and what is still there is read.</summary>
public class LogGapTests
{
    public enum Regrowth
    {
        Slowly,
        BetweenTwoLooks,
        WhileNobodyWatched,
    }

    [Fact]
    public void Logs_that_came_and_went_between_two_looks_are_a_gap_with_its_span_of_time()
    {
        using WatchedLogs logs = new(81);
        logs.Append("vpxd-1.log", logs.Line());
        logs.Start(new() { Server = "vc1", TextFilePath = logs.At("vcsa.prom") });
        logs.Poll();
        logs.Append("vpxd-1.log", logs.Fault());
        byte[] next = logs.Fault();
        logs.Append("vpxd-4.log", next, logs.Line());
        logs.Settle();

        WatchedGap gap = Assert.Single(logs.Gaps);
        Assert.Equal(logs.At("vpxd-2.log") + " to vpxd-3.log", gap.Source);
        Assert.Equal(LogGapReason.Missed, gap.Reason);
        Assert.Equal([gap.Start, gap.End], logs.Faults.Select(fault => fault.Time));
        Assert.Equal("vc1", gap.Server);
        Assert.Equal([WatchEventKind.Fault, WatchEventKind.Gap, WatchEventKind.Fault], logs.Events.Select(item => item.Event));
        Assert.Contains(
            "\nvcsa_auth_watch_gaps_total{vcenter=\"vc1\"} 1\n",
            File.ReadAllText(logs.At("vcsa.prom")),
            StringComparison.Ordinal
        );
        Assert.Equal(LogProblemKind.NotFound, Assert.Single(logs.Problems).Kind);
    }

    [Fact]
    public void Renamed_logs_that_were_removed_between_two_looks_are_a_gap()
    {
        using WatchedLogs logs = new(82);
        logs.Append("vpxd.log", logs.Line());
        logs.Start();
        logs.Poll();
        logs.Append("vpxd.log", logs.Fault());
        File.Delete(logs.At("vpxd.log"));
        logs.Append("vpxd.log.1", logs.Line(), logs.Fault());
        logs.Append("vpxd.log", logs.Line(), logs.Fault());
        logs.Settle();
        WatchedGap gap = Assert.Single(logs.Gaps);
        Assert.Equal((LogGapReason.Missed, logs.Faults.First().Time), (gap.Reason, gap.Start));
        Assert.Equal(3, logs.Faults.Count());
    }

    [Fact]
    public void Logs_in_a_row_that_are_removed_once_they_were_read_are_no_gap()
    {
        using WatchedLogs logs = new(83);
        logs.Append("vpxd-1.log", logs.Line());
        logs.Start(new() { StatePath = logs.At("watch.state") });
        logs.Poll();
        for (int number = 2; number < 8; number++)
        {
            logs.Append($"vpxd-{number - 1}.log", logs.Fault());
            logs.Append($"vpxd-{number}.log", logs.Line());
            logs.Poll();
            File.Delete(logs.At($"vpxd-{number - 1}.log"));
            logs.Poll(20);
            logs.Start(new() { StatePath = logs.At("watch.state") });
        }

        logs.Settle();
        logs.AssertAllReportedOnce();
        Assert.Empty(logs.Gaps);
    }

    [Fact]
    public void A_log_that_is_emptied_without_a_copy_is_a_gap()
    {
        using WatchedLogs logs = new(84);
        logs.Append("vpxd.log", logs.Line(), logs.Line());
        logs.Start();
        logs.Poll();
        logs.Append("vpxd.log", logs.Fault());
        logs.Settle();
        logs.Truncate("vpxd.log", 0);
        logs.Append("vpxd.log", logs.Fault(), logs.Line());
        logs.Settle();
        WatchedGap gap = Assert.Single(logs.Gaps);
        Assert.Equal((LogGapReason.Truncated, logs.At("vpxd.log")), (gap.Reason, gap.Source));
        Assert.Equal(logs.Faults.Select(fault => fault.Time), [gap.Start, gap.End]);
        Assert.Equal(LogProblemKind.Truncated, Assert.Single(logs.Problems).Kind);
    }

    [Theory]
    [InlineData(Regrowth.Slowly, 0.5, 85)]
    [InlineData(Regrowth.Slowly, 0.98, 86)]
    [InlineData(Regrowth.Slowly, 0.002, 87)]
    [InlineData(Regrowth.BetweenTwoLooks, 0.5, 88)]
    [InlineData(Regrowth.BetweenTwoLooks, 0.99, 89)]
    [InlineData(Regrowth.WhileNobodyWatched, 0.5, 90)]
    [InlineData(Regrowth.WhileNobodyWatched, 0.02, 91)]
    public void A_log_that_became_shorter_with_the_same_beginning_is_a_gap_and_later_faults_are_reported(
        Regrowth regrowth,
        double part,
        int seed
    )
    {
        using WatchedLogs logs = new(seed);
        WatchOptions options = new() { StatePath = logs.At("watch.state"), FromStart = true };
        logs.Start(options);
        for (int i = 0; i < 60; i++)
        {
            logs.Append("vpxd.log", logs.Fault(), logs.Line(), logs.Line());
            logs.Poll();
        }

        logs.Settle();
        logs.AssertAllReportedOnce();
        HashSet<string> old = [.. logs.Written];
        logs.Written.Clear();
        logs.Events.Clear();
        logs.Truncate("vpxd.log", (long)(part * new FileInfo(logs.At("vpxd.log")).Length));
        logs.Append("vpxd.log", "\n"u8.ToArray(), logs.Line());
        for (int i = 0; i < 100; i++)
        {
            logs.Append("vpxd.log", logs.Fault(), logs.Line());
            if (regrowth == Regrowth.Slowly)
            {
                logs.Poll();
            }
        }

        if (regrowth == Regrowth.WhileNobodyWatched)
        {
            logs.Start(options);
        }

        logs.Settle();
        Assert.Equal(LogGapReason.Truncated, Assert.Single(logs.Gaps).Reason);

        // Where the log was cut within a fault, a part of that fault is still there.
        bool IsOld(AuthFault fault) => old.Any(text => text.StartsWith(fault.Text, StringComparison.Ordinal));
        Assert.Equal(logs.Written, logs.Faults.Where(fault => !IsOld(fault)).Select(fault => fault.Text));
        Assert.All(logs.Events.Where(item => item.Fault is not null && IsOld(item.Fault)), item => Assert.True(item.IsRepeat));
        Assert.InRange(logs.Events.Count(item => item.IsRepeat), 0, regrowth == Regrowth.WhileNobodyWatched ? 30 : 10);
        AuthFault last = logs.Faults.Last();
        Assert.Equal(logs.LineOf(last), last.LineNumber);
    }

    [Fact]
    public void A_gap_that_was_not_acknowledged_is_given_again_and_marked()
    {
        using WatchedLogs logs = new(92);
        WatchOptions options = new() { StatePath = logs.At("watch.state") };
        logs.Append("vpxd-1.log", logs.Line());
        logs.Start(options);
        logs.Poll();
        logs.Append("vpxd-3.log", logs.Fault(), logs.Line());
        logs.Poll(acknowledge: false);
        logs.Start(options);
        logs.Settle();
        Assert.Equal([false, true], logs.Gaps.Select(gap => gap.IsRepeat));
        logs.Start(options);
        logs.Settle();
        Assert.Equal(2, logs.Gaps.Count());
    }

    [Fact]
    public void A_compressed_log_that_is_still_being_written_is_read_on_when_it_is_complete()
    {
        using WatchedLogs logs = new(93);
        logs.Append("vpxd-1.log", logs.Line());
        logs.Start();
        logs.Poll();
        byte[][] entries = [.. Enumerable.Range(0, 2000).Select(_ => logs.Fault())];
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(string.Concat(entries.Select(Encoding.UTF8.GetString))));
        }

        byte[] file = compressed.ToArray();
        logs.Append("vpxd-2.log.gz", file[..(file.Length / 2)]);
        logs.Settle();
        logs.Append("vpxd-2.log.gz", file[(file.Length / 2)..]);
        logs.Poll(40);
        logs.Settle();
        logs.AssertAllReportedOnce();
    }

    [Fact]
    public void A_compressed_log_that_is_damaged_is_read_up_to_the_damage_and_is_a_problem()
    {
        using WatchedLogs logs = new(94);
        logs.Append("vpxd-1.log", logs.Line());
        logs.Start();
        logs.Poll();
        logs.Append("vpxd-2.log", [.. Enumerable.Range(0, 2000).Select(_ => logs.Fault())]);
        logs.Compress("vpxd-2.log");
        logs.Truncate("vpxd-2.log.gz", new FileInfo(logs.At("vpxd-2.log.gz")).Length / 2);
        File.SetLastWriteTimeUtc(logs.At("vpxd-2.log.gz"), DateTime.UtcNow.AddHours(-1));
        logs.Settle();
        Assert.InRange(logs.Faults.Count(), 500, 1500);
        Assert.Equal(LogProblemKind.Corrupt, Assert.Single(logs.Problems).Kind);
        logs.Poll(100);
        logs.Poll(100);
        Assert.Single(logs.Problems);
    }

    [Fact]
    public void A_state_of_the_first_format_is_read()
    {
        using WatchedLogs logs = new(95);
        logs.Append("vpxd-1.log", logs.Line(), logs.Line());
        logs.Append("vpxd-0.log", logs.Line(), logs.Fault());
        logs.Compress("vpxd-0.log");
        logs.Written.Clear();
        WatchOptions options = new() { StatePath = logs.At("watch.state"), Server = "vc1" };
        logs.Start(options);
        logs.Poll();
        byte[] head = File.ReadAllBytes(logs.At("vpxd-1.log"));
        File.WriteAllText(logs.At("watch.state"), $$"""
            {
              "format": "VcsaAuthGuard watch 1",
              "saved": "2026-02-11T12:00:00+00:00",
              "logs": [
                {
                  "folder": "{{logs.Folder}}", "source": "{{logs.At("vpxd-1.log")}}",
                  "headLength": {{head.Length}}, "headStart": "{{Sha256Sum.ComputeHex(
                head.AsSpan(0, 64)
            )}}", "headSum": "{{Sha256Sum.ComputeHex(head)}}",
                  "offset": {{head.Length}}, "line": 2, "announced": {{head.Length}}, "length": {{head.Length}}
                }
              ],
              "counters": [{ "server": "vc1", "kind": "NotAuthenticated", "count": 41, "last": "2026-02-11T01:00:00+00:00" }],
              "bursts": [
                {
                  "server": "vc1", "newest": [], "since": "00:00:01.5000000",
                  "start": null, "end": "0001-01-01T00:00:00+00:00", "count": 0, "behind": 0
                }
              ]
            }
            """);
        logs.Append("vpxd-1.log", logs.Fault());
        logs.Append("vpxd-2.log", logs.Line(), logs.Fault());
        logs.Compress("vpxd-2.log");
        logs.Append("vpxd-3.log", logs.Line(), logs.Fault());
        logs.Start(options);
        logs.Settle();
        logs.AssertAllReportedOnce();
        Assert.Equal(44, logs.Count);
    }

    [Theory]
    [InlineData("\"offset\": ", "\"offset\": -")]
    [InlineData("\"headLength\": ", "\"headLength\": 9")]
    [InlineData("\"headSum\": \"", "\"headSum\": null, \"x\": \"")]
    [InlineData("\"count\": 0", "\"count\": -1")]
    [InlineData("\"kind\": \"NotAuthenticated\"", "\"kind\": \"Other\"")]
    [InlineData("watch 2", "watch 3")]
    [InlineData("\"saved\"", "\"sav\"")]
    [InlineData("\"logs\": [", "\"logs\": [ null, ")]
    public void A_damaged_state_is_refused(string text, string damaged)
    {
        using WatchedLogs logs = new(96);
        WatchOptions options = new() { StatePath = logs.At("watch.state") };
        logs.Append("vpxd-1.log", logs.Line());
        logs.Start(options);
        logs.Poll();
        string state = File.ReadAllText(logs.At("watch.state"));
        Assert.Contains(text, state, StringComparison.Ordinal);
        File.WriteAllText(logs.At("watch.state"), state.Replace(text, damaged, StringComparison.Ordinal));
        Assert.Throws<WatchStateException>(() => logs.Start(options));
    }
}
