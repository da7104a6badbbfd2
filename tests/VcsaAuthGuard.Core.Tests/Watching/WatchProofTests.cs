using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>A watcher under load, by the real clock. With VCSA_TESTS_FULL=1 at full size, which takes minutes.</summary>
public class WatchProofTests(ITestOutputHelper output)
{
    private const int LinesPerSecond = 20_000;
    private const double FaultShare = 0.01;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static bool IsFull => Environment.GetEnvironmentVariable("VCSA_TESTS_FULL") == "1";

    [Fact]
    public async Task Rotated_under_a_fast_writer_each_fault_is_told_of_once()
    {
        (int rotations, TimeSpan span) = IsFull ? (1000, TimeSpan.FromSeconds(60)) : (100, TimeSpan.FromSeconds(6));
        using WatchedLogs logs = new(71);
        logs.Append("vpxd-0.log", logs.Line());
        logs.StartReal(new());
        logs.Poll(0);
        ConcurrentDictionary<string, long> written = new();
        int lines = 0;
        int rotated = 0;
        Task writer = Task.Factory.StartNew(
            () =>
            {
                Stopwatch watch = Stopwatch.StartNew();
                FileStream log = logs.Open("vpxd-0.log");
                while (rotated < rotations || watch.Elapsed < span)
                {
                    int due = (int)(Math.Min(watch.Elapsed.TotalSeconds, span.TotalSeconds) * LinesPerSecond);
                    for (; lines < due; lines++)
                    {
                        bool isFault = logs.Pen.Chance(FaultShare);
                        byte[] entry = isFault ? logs.Fault() : logs.Line();
                        if (isFault)
                        {
                            written[logs.Written[^1]] = Stopwatch.GetTimestamp();
                        }

                        log.Write(entry);
                    }

                    if (rotated < rotations && watch.Elapsed >= span * (rotated + 1) / (rotations + 1))
                    {
                        rotated++;
                        log.Dispose();
                        log = logs.Open(string.Create(CultureInfo.InvariantCulture, $"vpxd-{rotated}.log"));
                        log.Write(logs.Line());
                        File.Delete(logs.At("vpxd.log"));
                        File.CreateSymbolicLink(logs.At("vpxd.log"), string.Create(CultureInfo.InvariantCulture, $"vpxd-{rotated}.log"));
                        string replaced = string.Create(CultureInfo.InvariantCulture, $"vpxd-{rotated - (logs.Pen.Chance(0.3) ? 1 : 3)}.log");
                        if (File.Exists(logs.At(replaced)))
                        {
                            logs.Compress(replaced);
                        }
                    }

                    Thread.Sleep(1);
                }

                log.Dispose();
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        List<double> latencies = [];
        Stopwatch rest = Stopwatch.StartNew();
        while (!writer.IsCompleted || latencies.Count < written.Count)
        {
            rest = writer.IsCompleted ? rest : Stopwatch.StartNew();
            Assert.True(rest.Elapsed < Deadline, $"{latencies.Count} of {written.Count} faults were told of.");
            foreach (WatchEvent told in logs.Poll(0).Where(told => told.Fault is not null))
            {
                Assert.False(told.IsRepeat);
                latencies.Add(Stopwatch.GetElapsedTime(written[told.Fault!.Text]).TotalSeconds);
            }

            await Task.Delay(FaultWatcher.Interval, TestContext.Current.CancellationToken);
        }

        await writer;
        logs.AssertAllToldOnce();
        Assert.Equal(rotations, rotated);
        latencies.Sort();
        output.WriteLine(FormattableString.Invariant(
            $"{lines} lines, {rotated} rotations, {latencies.Count} faults, each told of once; told of after {latencies[latencies.Count / 2]:0.000} s (median), {latencies[latencies.Count * 99 / 100]:0.000} s (p99), {latencies[^1]:0.000} s (max)."));
    }

    [Fact]
    public void Memory_does_not_grow_with_the_lines()
    {
        int lines = IsFull ? 10_000_000 : 400_000;
        using WatchedLogs logs = new(72);
        logs.Append("vpxd-0.log", logs.Line());
        logs.StartReal(new() { TextFilePath = logs.At("vcsa.prom"), StatePath = logs.At("watch.state") });
        logs.Poll(0);
        byte[][] entries = [.. Enumerable.Range(0, 1000).Select(i => i % 100 == 0 ? logs.Fault() : logs.Line())];
        logs.Written.Clear();
        long faults = 0;
        long early = 0;
        int file = 0;
        for (int written = 0; written < lines; written += 10_000)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"vpxd-{file}.log");
            for (int i = 0; i < 10; i++)
            {
                logs.Append(name, entries);
            }

            if (written % 200_000 == 0)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"vpxd-{++file}.log");
                logs.Append(name, logs.Line(), [.. name.Select(letter => (byte)letter), (byte)'\n']);
                faults += logs.Poll(0).Count(told => told.Fault is not null);
                File.Delete(logs.At(string.Create(CultureInfo.InvariantCulture, $"vpxd-{file - 1}.log")));
            }

            faults += logs.Poll(0).Count(told => told.Fault is not null);
            logs.Told.Clear();
            if (written == lines / 10)
            {
                early = GC.GetTotalMemory(forceFullCollection: true);
            }

            if (written + 10_000 is 1_000_000 or 5_000_000 or 10_000_000)
            {
                long managed = GC.GetTotalMemory(forceFullCollection: true);
                using Process own = Process.GetCurrentProcess();
                output.WriteLine(FormattableString.Invariant(
                    $"{written + 10_000} lines: {managed >> 10} KiB managed, {own.WorkingSet64 >> 20} MiB resident, {own.PeakWorkingSet64 >> 20} MiB at most, with the writer and the tests."));
            }
        }

        long late = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine(FormattableString.Invariant($"{lines} lines, {faults} faults: {early >> 10} KiB after a tenth, {late >> 10} KiB at the end."));
        Assert.InRange(faults, (lines / 100) - 10, lines / 100);
        Assert.InRange(late - early, long.MinValue, 8 << 20);
    }
}
