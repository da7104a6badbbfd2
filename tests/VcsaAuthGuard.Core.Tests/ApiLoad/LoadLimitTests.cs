using System.Text;
using VcsaAuthGuard.ApiLoad.Entries;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Sessions;
using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Reading;
using static VcsaAuthGuard.Tests.ApiLoad.LoadLogs;

namespace VcsaAuthGuard.Tests.ApiLoad;

/// <summary>Tests that memory is bounded, and that the entries lost to the bounds are reported.</summary>
public class LoadLimitTests
{
    [Fact]
    public void More_open_sessions_than_are_kept_end_early_and_are_counted()
    {
        OpenSessions sessions = new(TimeSpan.FromMinutes(30));
        List<OpenSession> ended = [];
        long minute = TimeSpan.TicksPerMinute;
        long start = Night.UtcTicks;
        const int Older = 1000;
        for (int i = 1; i <= Older; i++)
        {
            sessions.Touch((ulong)i, start, out _);
        }

        sessions.Expire(start + minute, ended);
        sessions.Touch(1, start + minute, out _).LastTicks = start + minute; // Old, but not idle.
        for (int i = 0; i < OpenSessions.Capacity - Older + 1; i++)
        {
            sessions.Touch((ulong)(1_000_000 + i), start + minute, out _);
        }

        sessions.Expire(start + (2 * minute), ended);
        Assert.Equal(Older - 1, sessions.EndedEarly);
        Assert.Equal(Older - 1, ended.Count);
        Assert.True(sessions.TryFind(1, out _));
        Assert.False(sessions.TryFind(2, out _));
    }

    [Fact]
    public void A_session_is_over_when_the_log_passes_the_minute_of_its_idle_timeout()
    {
        // 30 minutes after 02:00:20 is in the minute 02:30.
        Assert.Equal(1, Assert.Single(Read(Login(20, 1), Begin((30 * 60) + 59, 1))).PeakSessions);
        Assert.Equal((2.0, 1), Calls(Read(Login(20, 1), Begin(21, 1), Begin((30 * 60) + 59, 1))));
        Assert.Equal((1.0, 1), Calls(Read(Login(20, 1), Begin(21, 1), Begin((31 * 60) + 1, 1))));
        Assert.Equal((1.0, 1), Calls(Read(Login(20, 1), Begin(21, 1), Begin(50_000, 1))));

        static (double? PerSession, int Peak) Calls(List<ApiClientLoad> loads) => (loads[0].CallsPerSession, loads[0].PeakSessions);
    }

    [Fact]
    public void Wider_bins_keep_the_sums_and_the_peak_minute()
    {
        Random random = new(7);
        ActivitySeries series = new();
        Dictionary<long, int> logins = [];
        long calls = 0;
        long logouts = 0;
        for (int i = 0; i < 3000; i++)
        {
            long minute = ActivitySeries.MinuteOf(Night.UtcTicks) + random.Next(500);
            int count = random.Next(5);
            logins[minute] = logins.GetValueOrDefault(minute) + count;
            series.Add(minute, count, 1, 2);
            calls++;
            logouts += 2;
        }

        (long Minute, int Count) peak = logins
            .OrderBy(minute => minute.Key)
            .Select(minute => (minute.Key, minute.Value))
            .MaxBy(minute => minute.Value);
        for (int width = 1; width <= 1024; width *= 2)
        {
            series.Coarsen(width);
            Assert.Equal(
                (logins.Values.Sum(), calls, logouts),
                (
                    series.Bins.Sum(bin => bin.Counts.Logins),
                    series.Bins.Sum(bin => (long)bin.Counts.Calls),
                    series.Bins.Sum(bin => (long)bin.Counts.Logouts)
                )
            );
            Assert.Equal((peak.Minute, peak.Count), series.Peak);
            Assert.True(series.Bins.Zip(series.Bins.Skip(1)).All(pair => pair.First.Start < pair.Second.Start));
        }

        // A later minute with more is still told.
        long later = peak.Minute + 10_000;
        series.Add(later, peak.Count + 1, 0);
        Assert.Equal((later, peak.Count + 1), series.Peak);
    }

    [Fact]
    public void Moving_between_series_keeps_the_sums()
    {
        ActivitySeries from = new();
        ActivitySeries to = new();
        from.Add(10, 1, 5);
        from.Add(12, 0, 5);
        from.Add(20, 2, 5);
        to.Add(1, 1, 1);
        from.Move(to, 10, 12, logins: 1, calls: 12); // More than these minutes have: others took theirs.
        Assert.Equal((2, 3), (from.Bins.Sum(bin => bin.Counts.Logins), from.Bins.Sum(bin => bin.Counts.Calls)));
        Assert.Equal((2, 13), (to.Bins.Sum(bin => bin.Counts.Logins), to.Bins.Sum(bin => bin.Counts.Calls)));
        Assert.InRange(to.Bins[^1].Start, 10, 12);
    }

    [Fact]
    public void A_dump_of_the_profiler_over_a_mebibyte_is_read_to_its_end()
    {
        const int Sessions = 20_000;
        StringBuilder profiler = new(Profiler());
        for (int i = 0; i < Sessions; i++)
        {
            profiler.Append('\n').Append(Owner(i, $"user-{i % 50}", "10.0.0.1"));
        }

        profiler.Append('\n').Append(At(1)).Append(" info vpxd[1] [Originator@6876 sub=Profiler] done");
        Assert.True(profiler.Length > 2 * LogBlockReader.MaxEntryLength);
        LogReadReport report = new();
        List<ApiClientLoad> loads = Read(
            null,
            report,
            ("vpxd-profiler-3.log", profiler.ToString()),
            ("vpxd-3.log", string.Join('\n', Enumerable.Range(0, Sessions).Select(i => Login(i / 1000.0, i))))
        );
        Assert.Equal(50, loads.Count);
        Assert.All(loads, load => Assert.Equal(Sessions / 50, load.Logins));
        Assert.Equal((0, 0, (2 * Sessions) + 1), (report.Counts.CutEntries, report.Counts.Orphans, report.Counts.Lines));
    }

    [Fact]
    public void Calls_are_read_and_counted_without_allocating()
    {
        ApiLoadMeter meter = new(LoadRules.Default);
        ApiCallBatch batch = Batch();
        Assert.Contains(0, Allocated(() => meter.Process(batch)));
        byte[] line = Encoding.ASCII.GetBytes(Begin(1, 1));
        Assert.Contains(0, Allocated(() => LroCall.TryReadBegin(LogEntry.Read(new(line, "vpxd.log", 1)), out _)));
        Assert.Contains(0, Allocated(() => LroCall.TryReadUsual(line, out _)));

        // What the runtime itself allocates now and then is not in every round.
        static IEnumerable<long> Allocated(Func<bool> work)
        {
            for (int round = 0; round < 20; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Assert.True(work());
                yield return GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        static ApiCallBatch Batch()
        {
            List<ILogRecord> records = [];
            for (ulong i = 1; i < 500; i++)
            {
                ApiCall call = new(Night.UtcTicks + (long)i, i % 40 + 1, i, i, ApiCallKind.Call);
                ApiCallBatch.Append(records, "vpxd.log", server: null, call);
            }

            return (ApiCallBatch)Assert.Single(records);
        }
    }
}
