using System.Diagnostics;
using System.Globalization;
using VcsaAuthGuard.Tests.LogPlatforms;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>The memory of a watcher of large logs. With VCSA_TESTS_FULL=1 at full size, which takes minutes.</summary>
[Collection(RunsAlone.Name)]
public class WatchMemoryTests(ITestOutputHelper output)
{
    private static bool IsFull => Environment.GetEnvironmentVariable("VCSA_TESTS_FULL") == "1";

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
                faults += logs.Poll(0).Count(item => item.Fault is not null);
                File.Delete(logs.At(string.Create(CultureInfo.InvariantCulture, $"vpxd-{file - 1}.log")));
            }

            faults += logs.Poll(0).Count(item => item.Fault is not null);
            logs.Events.Clear();
            if (written == lines / 10)
            {
                early = GC.GetTotalMemory(forceFullCollection: true);
            }

            if (written + 10_000 is 1_000_000 or 5_000_000 or 10_000_000)
            {
                long managed = GC.GetTotalMemory(forceFullCollection: true);
                using Process own = Process.GetCurrentProcess();
                string memory = FormattableString.Invariant($"{managed >> 10} KiB managed, {own.WorkingSet64 >> 20} MiB resident");
                output.WriteLine(FormattableString.Invariant($"{written + 10_000} lines: {memory}, with the writer and the tests."));
            }
        }

        long late = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine(FormattableString.Invariant($"{lines} lines, {faults} faults"));
        output.WriteLine(FormattableString.Invariant($"{early >> 10} KiB after a tenth, {late >> 10} KiB at the end."));
        Assert.InRange(faults, (lines / 100) - 10, lines / 100);
        Assert.InRange(late - early, long.MinValue, 8 << 20);
    }
}
