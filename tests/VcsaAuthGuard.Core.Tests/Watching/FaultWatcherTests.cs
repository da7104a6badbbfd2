using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Tests.Watching.Metrics;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Watching;

public class FaultWatcherTests
{
    public enum Rotation
    {
        Number,
        Rename,
        CopyAndTruncate,
    }

    [Fact]
    public void A_fault_at_the_logs_end_is_reported_within_two_seconds()
    {
        using WatchedLogs logs = new(1);
        logs.Append("vpxd.log", logs.Line());
        logs.Start();
        logs.Poll();
        logs.Append("vpxd.log", logs.Fault());
        double waited = 0;
        while (!logs.Faults.Any())
        {
            logs.Poll(0.25);
            waited += 0.25;
            Assert.InRange(waited, 0, 1.75);
        }

        logs.AssertAllReportedOnce();
        Assert.Equal(2, logs.Faults.Single().LineNumber);
    }

    [Fact]
    public void What_stood_there_before_is_passed_over_unless_wanted()
    {
        using WatchedLogs logs = new(2);
        logs.Append("vpxd-1.log", logs.Fault());
        logs.Append("vpxd-2.log", logs.Fault(), logs.Line());
        logs.Start();
        Assert.Empty(logs.Settle());
        logs.Start(new() { FromStart = true });
        Assert.Equal(2, logs.Settle().Count);
        logs.AssertAllReportedOnce();
    }

    [Fact]
    public void An_entry_that_comes_in_pieces_is_one()
    {
        using WatchedLogs logs = new(3);
        logs.Append("vpxd.log", logs.Line());
        logs.Start();
        logs.Poll();
        byte[] fault = logs.Fault();
        for (int i = 0; i < fault.Length; i += 97)
        {
            logs.Append("vpxd.log", fault[i..Math.Min(i + 97, fault.Length)]);
            Assert.Empty(logs.Poll());
        }

        logs.Settle();
        logs.AssertAllReportedOnce();
    }

    [Fact]
    public void A_copy_beside_the_log_is_not_reported_again()
    {
        using WatchedLogs logs = new(4);
        logs.Append("vpxd-7.log", logs.Line());
        logs.Start();
        logs.Poll();
        logs.Append("vpxd-7.log", logs.Fault(), logs.Line());
        logs.Poll();
        File.Copy(logs.At("vpxd-7.log"), logs.At("vpxd-6.log"));
        File.CreateSymbolicLink(logs.At("vpxd.log"), "vpxd-7.log");
        logs.Settle();
        logs.AssertAllReportedOnce();
    }

    [Fact]
    public void A_log_that_is_named_by_itself_may_come_later_and_have_any_name()
    {
        using WatchedLogs logs = new(5);
        logs.Start(null, "copied.txt");
        logs.Poll();
        Assert.Contains("There is no vpxd log yet.", Assert.Single(logs.Problems).Message, StringComparison.Ordinal);
        logs.Problems.Clear();
        logs.Append("copied.txt", logs.Fault());
        logs.Append("other.txt", logs.Line());
        logs.Settle();
        logs.AssertAllReportedOnce();
    }

    [Fact]
    public void A_log_that_is_deleted_is_read_to_its_end()
    {
        using WatchedLogs logs = new(6);
        logs.Append("vpxd-1.log", logs.Line());
        logs.Start();
        logs.Poll();
        logs.Append("vpxd-1.log", logs.Fault());
        File.Delete(logs.At("vpxd-1.log"));
        logs.Append("vpxd-2.log", logs.Fault());
        logs.Settle();
        logs.AssertAllReportedOnce();
        Assert.Equal(logs.Written, logs.Faults.Select(fault => fault.Text));
    }

    [Fact]
    public void An_entry_over_the_longest_is_cut_and_what_follows_is_read()
    {
        using WatchedLogs logs = new(7);
        logs.Append("vpxd.log", logs.Line());
        logs.Start();
        logs.Poll();
        logs.Append("vpxd.log", logs.Line(), [.. Enumerable.Repeat("--> much text\n"u8.ToArray(), 200_000).SelectMany(line => line)]);
        logs.Poll();
        logs.Append("vpxd.log", [.. Enumerable.Repeat((byte)'x', 2_000_000), (byte)'\n'], logs.Fault());
        logs.Settle();
        logs.AssertAllReportedOnce();
        Assert.Equal(200_000 + 4, logs.Faults.Single().LineNumber);
    }

    [Theory]
    [InlineData(Rotation.Number, 11)]
    [InlineData(Rotation.Number, 12)]
    [InlineData(Rotation.Rename, 13)]
    [InlineData(Rotation.Rename, 14)]
    [InlineData(Rotation.CopyAndTruncate, 15)]
    [InlineData(Rotation.CopyAndTruncate, 16)]
    public void Through_any_rotation_each_fault_is_reported_once(Rotation rotation, int seed)
    {
        using WatchedLogs logs = new(seed);
        RandomWriter writer = new(logs, rotation);
        logs.Start();
        logs.Poll();
        for (int i = 0; i < 1500; i++)
        {
            writer.Step();
            if (logs.Pen.Chance(0.3))
            {
                logs.Poll(0.1);
            }
        }

        writer.Finish();
        logs.Settle();
        logs.AssertAllReportedOnce();
        Assert.True(writer.Rotations > 20);
        Assert.Equal(logs.Written, logs.Faults.Select(fault => fault.Text));
    }

    [Theory]
    [InlineData(Rotation.Number, 21)]
    [InlineData(Rotation.Rename, 22)]
    [InlineData(Rotation.CopyAndTruncate, 23)]
    public void After_a_watcher_was_ended_at_any_moment_nothing_is_lost_and_repeats_are_marked(Rotation rotation, int seed)
    {
        using WatchedLogs logs = new(seed);
        WatchOptions options = new() { StatePath = Path.Combine(logs.Folder, "watch.state") };
        RandomWriter writer = new(logs, rotation) { Compresses = rotation != Rotation.CopyAndTruncate };
        logs.Start(options);
        logs.Poll();
        HashSet<string> reported = [];
        int ends = 0;
        for (int i = 0; i < 1500; i++)
        {
            writer.Step();
            if (logs.Pen.Chance(0.3))
            {
                bool ended = logs.Pen.Chance(0.1);
                logs.Poll(0.1, acknowledge: !ended);
                if (ended)
                {
                    // What was given and not acknowledged: all of it, or none.
                    ends++;
                    logs.Start(options);
                }
            }
        }

        writer.Finish();
        logs.Settle();
        Assert.Empty(logs.Problems);
        foreach (WatchEvent fault in logs.Events.Where(fault => fault.Fault is not null))
        {
            Assert.True(reported.Add(fault.Fault!.Text) || fault.IsRepeat, "A fault was reported again without a mark.");
        }

        Assert.Equal(logs.Written.Order(StringComparer.Ordinal), reported.Order(StringComparer.Ordinal));
        Assert.InRange(ends, 20, 200);
        Assert.Contains(logs.Events, fault => fault.IsRepeat);
    }

    [Theory]
    [InlineData(Rotation.Number, 42)]
    [InlineData(Rotation.Number, 43)]
    [InlineData(Rotation.Rename, 44)]
    [InlineData(Rotation.Rename, 45)]
    [InlineData(Rotation.CopyAndTruncate, 46)]
    [InlineData(Rotation.CopyAndTruncate, 47)]
    public void However_slow_the_watcher_is_between_its_steps_no_log_on_disk_is_lost(Rotation rotation, int seed)
    {
        using WatchedLogs logs = new(seed);
        RandomWriter writer = new(logs, rotation) { Compresses = true };
        logs.Start();
        logs.Poll();
        void Dawdle()
        {
            for (int steps = logs.Pen.Chance(0.3) ? logs.Pen.Next(60) : 0; steps > 0; steps--)
            {
                writer.Step();
            }
        }

        logs.Hooks.Listed = Dawdle;
        logs.Hooks.Identified = Dawdle;
        for (int i = 0; i < 60; i++)
        {
            logs.Poll(0.1);
        }

        (logs.Hooks.Listed, logs.Hooks.Identified) = (null, null);
        writer.Finish();
        logs.Settle();
        logs.AssertAllReportedOnce();
        Assert.True(writer.Rotations > 20);
    }

    [Fact]
    public void A_burst_opens_with_the_fault_too_many_and_clears_when_the_period_is_over()
    {
        using WatchedLogs logs = new(31);
        logs.Append("vpxd.log", logs.Line());
        logs.Start(new() { Server = "vc1", TextFilePath = Path.Combine(logs.Folder, "vcsa.prom") });
        logs.Poll();
        for (int i = 0; i < 10; i++)
        {
            logs.Append("vpxd.log", logs.Fault());
        }

        Assert.All(logs.Settle(), item => Assert.Equal(WatchEventKind.Fault, item.Event));
        logs.Append("vpxd.log", logs.Fault(), logs.Fault());
        WatchEvent opened = logs.Settle().Single(item => item.Burst is not null);
        Assert.Equal((WatchEventKind.BurstOpened, "vc1", 11), (opened.Event, opened.Server, opened.Burst!.Count));
        Assert.Contains("\nvcsa_auth_burst_open{vcenter=\"vc1\"} 1\n", File.ReadAllText(logs.At("vcsa.prom")), StringComparison.Ordinal);
        Assert.Empty(logs.Poll(290));
        WatchEvent cleared = logs.Poll(10).Single();
        Assert.Equal((WatchEventKind.BurstCleared, 12), (cleared.Event, cleared.Burst!.Count));
        string metrics = File.ReadAllText(logs.At("vcsa.prom"));
        MetricsTextTests.CheckMetrics(metrics);
        Assert.Equal(12, Regex.Matches(metrics, "vcsa_auth_faults_total{.*} ([0-9]+)").Sum(
            sample => int.Parse(sample.Groups[1].Value, CultureInfo.InvariantCulture)));
        Assert.Contains("vcsa_auth_burst_open{vcenter=\"vc1\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("vcsa_auth_last_fault_timestamp_seconds{vcenter=\"vc1\"} 17707", metrics, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public void A_watcher_that_ends_closes_its_burst_in_the_metrics_and_the_next_run_opens_it_again()
    {
        using WatchedLogs logs = new(33);
        WatchOptions options = new()
        {
            Server = "vc1",
            FromStart = true,
            StatePath = logs.At("watch.state"),
            TextFilePath = logs.At("vcsa.prom"),
        };
        logs.Append("vpxd.log", [.. Enumerable.Range(0, 11).Select(_ => logs.ArticleFault())]);
        LogReadReport report = new() { OnProblem = logs.Problems.Add };
        string since;
        using (FaultWatcher watcher = new([logs.Folder], options, report))
        {
            Stopwatch watch = Stopwatch.StartNew();
            while (!watcher.Poll().Any(item => item.Event == WatchEventKind.BurstOpened))
            {
                Assert.True(watch.Elapsed < TimeSpan.FromMinutes(4), "No burst was found.");
                watcher.Acknowledge();
            }

            watcher.Acknowledge();
            Assert.Contains("vcsa_auth_burst_open{vcenter=\"vc1\"} 1\n", watcher.Metrics, StringComparison.Ordinal);
            watcher.Acknowledge(isLast: true);
            string metrics = File.ReadAllText(logs.At("vcsa.prom"));
            Assert.Contains("vcsa_auth_burst_open{vcenter=\"vc1\"} 0\n", metrics, StringComparison.Ordinal);
            since = Regex.Match(metrics, "vcsa_auth_watch_counting_since_timestamp_seconds{.*").Value;
            Assert.Matches("^vcsa_auth_watch_counting_since_timestamp_seconds{vcenter=\"vc1\"} [0-9.]+$", since);
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(logs.At("watch.state")));
        }

        using FaultWatcher next = new([logs.Folder], options, report);
        next.Poll();
        next.Acknowledge();
        Assert.Contains("vcsa_auth_burst_open{vcenter=\"vc1\"} 1\n", next.Metrics, StringComparison.Ordinal);
        Assert.Contains(
            "vcsa_auth_faults_total{vcenter=\"vc1\",kind=\"NotAuthenticated\",method=\"fileManagement\"} 11\n", next.Metrics,
            StringComparison.Ordinal);
        Assert.Contains(since + "\n", next.Metrics, StringComparison.Ordinal);
        Assert.Empty(logs.Problems);
    }

    [Fact]
    public void A_log_that_was_being_read_and_is_gone_is_a_problem_that_says_so()
    {
        using WatchedLogs logs = new(32);
        WatchOptions options = new() { StatePath = Path.Combine(logs.Folder, "watch.state") };
        logs.Append("vpxd-1.log", logs.Line());
        logs.Start(options);
        logs.Poll();
        File.Delete(logs.At("vpxd-1.log"));
        logs.Append("vpxd-2.log", logs.Fault());
        logs.Start(options);
        logs.Settle();
        Assert.EndsWith("vpxd-1.log", Assert.Single(logs.Problems).Source, StringComparison.Ordinal);
        Assert.Single(logs.Faults);
    }

    [Fact]
    public void What_was_rotated_and_compressed_while_nobody_watched_is_read_from_there()
    {
        using WatchedLogs logs = new(34);
        WatchOptions options = new() { StatePath = Path.Combine(logs.Folder, "watch.state") };
        logs.Append("vpxd-1.log", logs.Line(), logs.Fault());
        logs.Compress("vpxd-1.log");
        logs.Written.Clear(); // It stood there before.
        logs.Append("vpxd-2.log", logs.Line());
        logs.Start(options);
        logs.Poll();
        logs.Append("vpxd-2.log", logs.Fault(), logs.Line());
        Assert.Single(logs.Settle());
        logs.Append("vpxd-2.log", logs.Fault());
        logs.Append("vpxd-3.log", logs.Line(), logs.Fault(), logs.Fault());
        logs.Append("vpxd-4.log", logs.Line(), logs.Fault());
        logs.Compress("vpxd-2.log");
        logs.Compress("vpxd-3.log");
        logs.Start(options);
        logs.Settle();
        logs.AssertAllReportedOnce();
        Assert.Equal(logs.Written, logs.Faults.Select(fault => fault.Text));
        Assert.EndsWith("vpxd-2.log.gz", logs.Faults.ElementAt(1).Source, StringComparison.Ordinal);
        Assert.Equal(4, logs.Faults.ElementAt(1).LineNumber - logs.Faults.First().Text.Count(letter => letter == '\n'));

        // And not once more, by this run or the next.
        logs.Poll(60);
        logs.Append("vpxd-4.log", logs.Fault());
        logs.Settle();
        logs.Start(options);
        logs.Settle();
        logs.AssertAllReportedOnce();
        Assert.DoesNotContain(logs.Events, item => item.IsRepeat);
    }

    [Fact]
    public void A_log_that_is_compressed_while_it_is_watched_is_reported_once()
    {
        using WatchedLogs logs = new(35);
        logs.Append("vpxd.log", logs.Line());
        logs.Start();
        logs.Poll();
        for (int i = 0; i < 5; i++)
        {
            logs.Append("vpxd.log", logs.Fault(), logs.Line());
            logs.Poll(i * 20);
            for (int older = i; older > 0; older--)
            {
                File.Move(logs.At($"vpxd.log.{older}.gz"), logs.At($"vpxd.log.{older + 1}.gz"));
            }

            logs.Append("vpxd.log", logs.Fault());
            File.Move(logs.At("vpxd.log"), logs.At("vpxd.log.1"));
            logs.Compress("vpxd.log.1");
            logs.Append("vpxd.log", logs.Line());
        }

        logs.Settle();
        logs.Poll(60);
        logs.AssertAllReportedOnce();
    }

    [Fact]
    public void Faults_without_a_time_are_reported_and_noted_once()
    {
        using WatchedLogs logs = new(37);
        logs.Append("vpxd.log", logs.Line());
        logs.Start(new() { Rule = new() { Threshold = 2 } });
        logs.Poll();
        Assert.Null(logs.Notice);
        logs.Append("vpxd.log", logs.FaultWithoutTime(), logs.FaultWithoutTime(), logs.FaultWithoutTime());
        logs.Settle();
        logs.AssertAllReportedOnce();
        Assert.All(logs.Events, item => Assert.Equal(WatchEventKind.Fault, item.Event));
        Assert.StartsWith("A fault has no time.", logs.Notice, StringComparison.Ordinal);
        logs.Append("vpxd.log", logs.FaultWithoutTime());
        logs.Settle();
        Assert.Null(logs.Notice);
    }

    [Fact]
    public void A_link_that_leads_nowhere_hides_no_log()
    {
        using WatchedLogs logs = new(36);
        WatchOptions options = new() { StatePath = logs.At("watch.state") };
        logs.Append("vpxd-1.log", logs.Line());
        logs.Start(options);
        logs.Poll();
        logs.Append("vpxd-1.log", logs.Fault());
        logs.Append("vpxd-2.log", logs.Line(), logs.Fault());
        logs.Append("vpxd-3.log", logs.Line(), logs.Fault());
        logs.Compress("vpxd-1.log");
        logs.Compress("vpxd-2.log");
        File.CreateSymbolicLink(logs.At("vpxd.log"), "vpxd-4.log");
        logs.Start(options);
        logs.Settle();
        logs.AssertAllReportedOnce();
    }

    [Fact]
    public void A_state_that_is_none_is_refused()
    {
        using WatchedLogs logs = new(33);
        string path = logs.At("watch.state");
        File.WriteAllText(path, "{}");
        WatchStateException refused = Assert.Throws<WatchStateException>(() => logs.Start(new() { StatePath = path }));
        Assert.Contains("not the state file of a watcher", refused.Message, StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(path));
    }

    [Fact]
    public void A_second_watcher_with_the_same_state_is_refused()
    {
        using WatchedLogs logs = new(38);
        WatchOptions options = new() { StatePath = logs.At("watch.state") };
        logs.Append("vpxd.log", logs.Line());
        logs.Start(options);
        logs.Poll();
        File.CreateSymbolicLink(logs.At("other.state"), "watch.state");
        foreach (string name in (string[])["watch.state", "other.state"])
        {
            using WatchedLogs others = new(39);
            WatchStateException refused = Assert.Throws<WatchStateException>(() => others.Start(new() { StatePath = logs.At(name) }));
            Assert.Contains("Another watcher uses this state file.", refused.Message, StringComparison.Ordinal);
        }

        logs.Append("vpxd.log", logs.Fault());
        logs.Settle();
        logs.Start(options);
        logs.Settle();
        logs.AssertAllReportedOnce();
    }

    [Fact]
    public void A_state_that_is_a_device_is_refused()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no /dev/zero here.");
        using WatchedLogs logs = new(40);
        WatchStateException refused = Assert.Throws<WatchStateException>(() => logs.Start(new() { StatePath = "/dev/zero" }));
        Assert.Contains("not a regular file", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_noted_once_and_does_not_end_the_watch()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        using WatchedLogs logs = new(48);
        string link = logs.At("vcsa.prom");
        File.CreateSymbolicLink(link, "/dev/full");
        logs.Append("vpxd.log", logs.Line());
        logs.Start(new() { TextFilePath = link });
        logs.Poll();
        Assert.Contains("No space left", logs.Notice, StringComparison.Ordinal);
        logs.Append("vpxd.log", logs.Fault());
        logs.Settle();
        Assert.Null(logs.Notice);

        // There is room again.
        File.Delete(link);
        logs.Poll(1);
        Assert.EndsWith("it can be written again.", logs.Notice, StringComparison.Ordinal);
        Assert.Null(logs.Notice);
        Assert.Contains("vcsa_auth_faults_total{vcenter=", File.ReadAllText(link), StringComparison.Ordinal);
        logs.AssertAllReportedOnce();
    }

    [Fact]
    public void A_state_that_cannot_be_written_for_a_while_is_noted_once_and_written_later()
    {
        using WatchedLogs logs = new(49);
        string folder = logs.At("state");
        WatchOptions options = new() { StatePath = Path.Combine(folder, "watch.state") };
        Directory.CreateDirectory(folder);
        logs.Append("vpxd.log", logs.Line());
        logs.Start(options);
        logs.Poll();
        Directory.Move(folder, logs.At("gone"));
        logs.Append("vpxd.log", logs.Fault());
        logs.Settle();
        Assert.Single(logs.Faults);
        Assert.Contains("Until it can be written, a restart repeats events", logs.Notice, StringComparison.Ordinal);
        logs.Poll(1);
        Assert.Null(logs.Notice);
        Directory.Move(logs.At("gone"), folder);
        logs.Poll(1);
        Assert.EndsWith("it can be written again.", logs.Notice, StringComparison.Ordinal);
        logs.Start(options);
        logs.Settle();
        logs.AssertAllReportedOnce();
    }

    [Fact]
    public void A_state_that_cannot_be_written_at_the_start_ends_the_watch()
    {
        using WatchedLogs logs = new(50);
        logs.Append("vpxd.log", logs.Line());
        Assert.Throws<WatchStateException>(() => logs.Start(new() { StatePath = logs.At("missing/watch.state") }));
        logs.Start(new() { TextFilePath = logs.At("missing/vcsa.prom") });
        Assert.Throws<WatchStateException>(() => logs.Poll());
    }

    /// <summary>Writes entries, in pieces where it likes, and rotates between pieces.</summary>
    private sealed class RandomWriter
    {
        private readonly WatchedLogs _logs;
        private readonly Rotation _rotation;
        private readonly List<byte[]> _pieces = [];

        public RandomWriter(WatchedLogs logs, Rotation rotation)
        {
            _logs = logs;
            _rotation = rotation;
            File.WriteAllBytes(logs.At(Active), logs.Line());
            Link();
        }

        public int Rotations { get; private set; }

        /// <summary>Gets whether logs are compressed some rotations after they were replaced.</summary>
        public bool Compresses { get; init; }

        private string Active => _rotation == Rotation.Number ? $"vpxd-{Rotations}.log" : "vpxd.log";

        public void Step()
        {
            if (_pieces.Count > 0)
            {
                _logs.Append(Active, _pieces[0]);
                _pieces.RemoveAt(0);

                // vpxd goes on with a new log between two entries; who truncates knows nothing of entries.
                if (_pieces.Count > 0 && !(_rotation == Rotation.CopyAndTruncate && _logs.Pen.Chance(0.05)))
                {
                    return;
                }
            }

            // A log of a few bytes is not known from others.
            if (_logs.Pen.Chance(0.06) && new FileInfo(_logs.At(Active)).Length >= 200)
            {
                Rotate();
            }

            if (_pieces.Count == 0)
            {
                byte[] entry = _logs.Pen.Chance(0.4) ? _logs.Fault() : _logs.Line();
                int cut = _logs.Pen.Chance(0.3) ? _logs.Pen.Next(entry.Length) : 0;
                _pieces.AddRange(cut == 0 ? [entry] : [entry[..cut], entry[cut..]]);
            }
        }

        public void Finish()
        {
            _pieces.ForEach(piece => _logs.Append(Active, piece));
            _pieces.Clear();
        }

        private void Rotate()
        {
            switch (_rotation)
            {
                case Rotation.Rename:
                    MoveOlder();
                    File.Move(_logs.At("vpxd.log"), _logs.At("vpxd.log.1"));
                    break;
                case Rotation.CopyAndTruncate:
                    MoveOlder();
                    File.Copy(_logs.At("vpxd.log"), _logs.At("vpxd.log.1"));
                    using (
                        FileStream log = new(
                            _logs.At("vpxd.log"),
                            FileMode.Truncate,
                            FileAccess.Write,
                            FileShare.ReadWrite | FileShare.Delete
                        )
                    ) { }

                    break;
                default:
                    break;
            }

            Rotations++;

            // So that the heads of two logs differ, and a log's first bytes are there when it is seen.
            if (_rotation != Rotation.CopyAndTruncate)
            {
                _logs.Append(Active, _logs.Line());
            }

            Link();
            if (Compresses)
            {
                int age = _logs.Pen.Chance(0.3) ? 1 : 3;
                string old = _rotation == Rotation.Number ? $"vpxd-{Rotations - age}.log" : $"vpxd.log.{age}";
                if (File.Exists(_logs.At(old)))
                {
                    _logs.Compress(old);
                }
            }
        }

        private void Link()
        {
            if (_rotation == Rotation.Number)
            {
                File.Delete(_logs.At("vpxd.log"));
                File.CreateSymbolicLink(_logs.At("vpxd.log"), Active);
            }
        }

        private void MoveOlder()
        {
            for (int i = Rotations; i > 0; i--)
            {
                foreach (string ending in (string[])["", ".gz"])
                {
                    if (File.Exists(_logs.At($"vpxd.log.{i}{ending}")))
                    {
                        File.Move(_logs.At($"vpxd.log.{i}{ending}"), _logs.At($"vpxd.log.{i + 1}{ending}"));
                    }
                }
            }
        }
    }
}
