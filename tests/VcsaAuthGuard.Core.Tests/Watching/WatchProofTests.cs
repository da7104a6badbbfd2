using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>A watcher of large logs, by the real clock. With VCSA_TESTS_FULL=1 at full size, which takes minutes.</summary>
public class WatchProofTests(ITestOutputHelper output)
{
    private const int LinesPerBatch = 200;
    private const double FaultShare = 0.01;

    /// <summary>The time without any new fault after which no more will come.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private static bool IsFull => Environment.GetEnvironmentVariable("VCSA_TESTS_FULL") == "1";

    [Fact]
    public async Task Rotated_under_a_fast_writer_each_fault_is_reported_once()
    {
        (int rotations, int lines) = IsFull ? (1000, 1_200_000) : (100, 120_000);
        using WatchedLogs logs = new(71);
        logs.Append("vpxd-0.log", logs.Line());
        logs.StartReal(new());
        logs.Poll(0);
        ConcurrentDictionary<string, long> written = new();
        Task writer = Task.Factory.StartNew(
            () => Write(logs, rotations, lines, written),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        List<double> latencies = [];
        Stopwatch rest = Stopwatch.StartNew();
        while (!writer.IsCompleted || latencies.Count < written.Count)
        {
            Assert.True(rest.Elapsed < Deadline, $"{latencies.Count} of {written.Count} faults were reported.");
            foreach (WatchEvent item in logs.Poll(0).Where(item => item.Fault is not null))
            {
                Assert.False(item.IsRepeat);
                latencies.Add(Stopwatch.GetElapsedTime(written[item.Fault!.Text]).TotalSeconds);
                rest.Restart();
            }

            await Task.Delay(FaultWatcher.Interval, TestContext.Current.CancellationToken);
        }

        await writer;
        logs.AssertAllReportedOnce();
        latencies.Sort();
        (double median, double almostAll, double max) =
            (latencies[latencies.Count / 2], latencies[latencies.Count * 99 / 100], latencies[^1]);
        output.WriteLine(FormattableString.Invariant($"{lines} lines, {rotations} rotations, {latencies.Count} faults, each once"));
        output.WriteLine(FormattableString.Invariant($"after {median:0.000} s (median), {almostAll:0.000} s (p99), {max:0.000} s (max)."));
    }

    /// <summary>
    /// Writes logs that follow one another, each compressed some logs later, with short pauses for the watcher to look in.
    /// </summary>
    private static void Write(WatchedLogs logs, int rotations, int lines, ConcurrentDictionary<string, long> written)
    {
        int rotated = 0;
        FileStream log = logs.Open(Log(0));
        for (int line = 1; line <= lines; line++)
        {
            bool isFault = logs.Pen.Chance(FaultShare);
            byte[] entry = isFault ? logs.Fault() : logs.Line();
            if (isFault)
            {
                written[logs.Written[^1]] = Stopwatch.GetTimestamp();
            }

            log.Write(entry);
            if (rotated < rotations && line >= (long)lines * (rotated + 1) / (rotations + 1))
            {
                rotated++;
                log.Dispose();
                log = logs.Open(Log(rotated));
                log.Write(logs.Line());
                File.Delete(logs.At("vpxd.log"));
                File.CreateSymbolicLink(logs.At("vpxd.log"), Log(rotated));
                string replaced = Log(rotated - (logs.Pen.Chance(0.3) ? 1 : 3));
                if (File.Exists(logs.At(replaced)))
                {
                    logs.Compress(replaced);
                }
            }

            if (line % LinesPerBatch == 0)
            {
                Thread.Sleep(10);
            }
        }

        log.Dispose();

        static string Log(int number) => string.Create(CultureInfo.InvariantCulture, $"vpxd-{number}.log");
    }
}
