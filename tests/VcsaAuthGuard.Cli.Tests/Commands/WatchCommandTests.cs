using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

public sealed class WatchCommandTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly ITestOutputHelper _output;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "vcsa-" + Path.GetRandomFileName());
    private readonly BlockingCollection<(string OpId, bool IsRepeat, long Time)> _told = [];

    /// <summary>The seconds from the writing of a fault to its report, by its operation.</summary>
    private readonly Dictionary<string, double> _latencies = [];
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private long _repeats;

    public WatchCommandTests(ITestOutputHelper output)
    {
        _output = output;
        Directory.CreateDirectory(_folder);
    }

    private string State => Path.Combine(_folder, "watch.state");

    public void Dispose()
    {
        _told.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>With VCSA_TESTS_FULL=1 at full size, which takes minutes.</summary>
    [Fact]
    public async Task Killed_at_any_moment_under_rotation_it_loses_nothing_and_marks_what_it_repeats()
    {
        Random random = new(440879);
        bool isFull = Environment.GetEnvironmentVariable("VCSA_TESTS_FULL") == "1";
        (int kills, int rotations, int lines, int rate, int linesPerFault, int maxTold) =
            isFull ? (50, 1000, 1_200_000, 20_000, 100, 500) : (10, 40, 8_000, 2_000, 10, 100);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "vpxd-0.log"),
            new string('-', 100) + "\n",
            TestContext.Current.CancellationToken
        );
        RotatingWriter writer = new(_folder, rotations, lines, rate, linesPerFault);
        Task writing = Task.CompletedTask;
        for (int i = 0; i < kills; i++)
        {
            using Process watcher = Start();
            WaitFor(() => File.Exists(State), watcher);
            writing = i > 0 ? writing : Task.Factory.StartNew(
                writer.Run, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            int left = 1 + random.Next(maxTold);
            while ((left > 0 || writer.Rotations < (long)rotations * i / kills) && !IsAllTold(writing, writer))
            {
                left -= Take(writer) ? 1 : 0;
            }

            watcher.Kill();
            watcher.WaitForExit();
            while (_told.TryTake(out (string OpId, bool IsRepeat, long Time) rest))
            {
                Check(rest, writer);
            }
        }

        using Process last = Start("--text-file", Path.Combine(_folder, "vcsa.prom"));
        while (!IsAllTold(writing, writer))
        {
            Take(writer);
        }

        await writing;

        // SIGTERM ends the watch as Ctrl+C does, and is not ignored where a shell started the tests in the background. Then a run with
        // the same state, which has nothing to report.
        Repository.Run("kill", ["-TERM", last.Id.ToString(CultureInfo.InvariantCulture)], null);
        Assert.True(last.WaitForExit(Deadline));
        Assert.Equal(0, last.ExitCode);
        Assert.Empty(_told);
        string metrics = await File.ReadAllTextAsync(Path.Combine(_folder, "vcsa.prom"), TestContext.Current.CancellationToken);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $",method=\"fileManagement\"}} {writer.Written.Count}\n"),
            metrics,
            StringComparison.Ordinal);
        Assert.Contains("vcsa_auth_burst_open{vcenter=\"" + _folder + "\"} 0\n", metrics, StringComparison.Ordinal);
        (int exitCode, string more, _) = Run("watch", _folder, "--state", State, "--json", "--duration", "00:00:02");
        Assert.Equal((0, ""), (exitCode, more));
        double[] latencies = [.. _latencies.Values.Order()];
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{writer.Lines} lines in {writer.Elapsed.TotalSeconds:0} s, {writer.Rotations} rotations, {kills} kills, "
            + $"{latencies.Length} faults, each once, {_repeats} marked repeats"));
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"after {latencies[latencies.Length / 2]:0.0} s (median), {latencies[latencies.Length * 99 / 100]:0.0} s (p99), "
            + $"{latencies[^1]:0.0} s (max)."));
    }

    [Fact]
    public void What_stands_in_a_log_is_told_with_its_burst()
    {
        string log = Path.Combine(Repository.Root, "samples", "incident", "vpxd-8.log");
        (int exitCode, string output, string errors) = Run("watch", log, "--from-start", "--duration", "00:00:01", "--server", "vc1");
        Assert.Equal(0, exitCode);
        Assert.Contains(
            "2026-02-11 02:15:31Z BURST 11 faults since 02:14:00Z (more than 10 in 00:05:00) vc1\n",
            output,
            StringComparison.Ordinal
        );
        Assert.StartsWith("44 faults in 1 log, ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_gone_unread_and_faults_without_a_time_are_reported()
    {
        string[] incident = File.ReadAllLines(Path.Combine(Repository.Root, "samples", "incident", "vpxd-8.log"));
        File.WriteAllLines(Path.Combine(_folder, "vpxd-1.log"), incident);
        string[] arguments = ["watch", _folder, "--duration", "00:00:01", "--state", State, "--server", "vc1"];
        Assert.Equal(0, Run(arguments).ExitCode);
        File.Delete(Path.Combine(_folder, "vpxd-1.log"));
        int space = Array.Find(incident, line => line.Contains("NotAuthenticated", StringComparison.Ordinal))!.IndexOf(' ');
        File.WriteAllLines(
            Path.Combine(_folder, "vpxd-2.log"),
            incident.Select(line => line.StartsWith("2026", StringComparison.Ordinal) ? line[(space + 1)..] : line));
        (int exitCode, string output, string errors) = Run(arguments);
        Assert.Equal(1, exitCode);
        Assert.Contains(" GAP Removed vpxd-1.log unread from ", output, StringComparison.Ordinal);
        Assert.Contains("vpxd-1.log: It is gone; ", errors, StringComparison.Ordinal);
        Assert.Contains("A fault has no time.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("watch", "x", "--duration", "5")]
    [InlineData("watch", "x", "--webhook", "ftp://alerts.example.com/secret")]
    [InlineData("watch", "x", "--threshold", "-1")]
    public void Wrong_usage_is_exit_code_2(params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run(arguments);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments) =>
        Repository.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), .. arguments], null);

    private static void WaitFor(Func<bool> condition, Process watcher)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Deadline && !watcher.HasExited, "The watcher did not start.");
            Thread.Sleep(5);
        }
    }

    private void Check((string OpId, bool IsRepeat, long Time) fault, RotatingWriter writer)
    {
        double latency = Stopwatch.GetElapsedTime(writer.Written[fault.OpId], fault.Time).TotalSeconds;
        bool isNew = _latencies.TryAdd(fault.OpId, latency);
        Assert.True(isNew || fault.IsRepeat, $"{fault.OpId} was told of again without a mark.");
        _repeats += fault.IsRepeat ? 1 : 0;
    }

    private bool IsAllTold(Task writing, RotatingWriter writer) => writing.IsCompleted && _latencies.Count == writer.Written.Count;

    /// <summary>Takes a fault that was told of; returns false if there is none at this moment.</summary>
    private bool Take(RotatingWriter writer)
    {
        bool isTold = _told.TryTake(out (string OpId, bool IsRepeat, long Time) fault, TimeSpan.FromMilliseconds(100));
        if (isTold)
        {
            Check(fault, writer);
            _sinceLast.Restart();
        }

        Assert.True(_sinceLast.Elapsed < Deadline, $"{_latencies.Count} of {writer.Written.Count} faults were told of.");
        return isTold;
    }

    private Process Start(params string[] more)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
        foreach (
            string argument in (string[])
                [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), "watch", _folder, "--json", "--state", State, .. more]
        )
        {
            start.ArgumentList.Add(argument);
        }

        Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        return process;
    }

    private void Read(string? line)
    {
        if (line is null || !line.EndsWith("}}", StringComparison.Ordinal))
        {
            return; // The end, or a line that the kill has torn.
        }

        long now = Stopwatch.GetTimestamp();
        using JsonDocument json = JsonDocument.Parse(line);
        if (json.RootElement.TryGetProperty("fault", out JsonElement fault))
        {
            _told.Add((fault.GetProperty("opId").GetString()!, json.RootElement.GetProperty("isRepeat").GetBoolean(), now));
        }
    }

    /// <summary>
    /// Writes synthetic logs that follow one another, each compressed when another has followed, at a number of lines a second where the
    /// machine can.
    /// </summary>
    private sealed class RotatingWriter(string folder, int rotations, int lines, int rate, int linesPerFault)
    {
        private DateTime _time = new(2026, 2, 11, 2, 0, 0, DateTimeKind.Utc);
        private int _rotations;

        /// <summary>Gets when each fault was written, by its operation.</summary>
        public ConcurrentDictionary<string, long> Written { get; } = [];

        public int Rotations => Volatile.Read(ref _rotations);

        public long Lines { get; private set; }

        public TimeSpan Elapsed { get; private set; }

        public void Run()
        {
            Random random = new(71);
            Stopwatch watch = Stopwatch.StartNew();
            FileStream log = Open(1);
            while (Lines < lines)
            {
                Write(log, isFault: random.Next(linesPerFault) == 0);
                if (Lines * (rotations + 1) >= (long)lines * (_rotations + 1) && _rotations < rotations)
                {
                    log.Dispose();
                    log = Open(_rotations + 2);
                    Compress(_rotations);
                    Interlocked.Increment(ref _rotations);
                }

                if (Lines >= watch.Elapsed.TotalSeconds * rate)
                {
                    Thread.Sleep(5);
                }
            }

            log.Dispose();
            Elapsed = watch.Elapsed;
        }

        private void Write(FileStream log, bool isFault)
        {
            Lines++;
            _time = _time.AddMilliseconds(1);
            string head = string.Create(
                CultureInfo.InvariantCulture, $"{_time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} info vpxd[04123] [Originator@6876 sub=");
            string operation = Lines.ToString("x8", CultureInfo.InvariantCulture);
            if (!isFault)
            {
                log.Write(Encoding.ASCII.GetBytes($"{head}vpxLro opID={operation}] [VpxLRO] -- FINISH lro-{Lines}\n"));
                return;
            }

            Written[operation] = Stopwatch.GetTimestamp();
            log.Write(Encoding.ASCII.GetBytes(
                $"{head}vmomi.soapStub[{Lines}] opID={operation}] SOAP request returned HTTP failure; <<io_obj p:0x00007f740d5e8b48, "
                + "h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, /hgw/host-150117/sdk>, method: fileManagement; "
                + "code: 500(Internal Server Error); fault: (vim.fault.NotAuthenticated) {\n-->    msg = \"synthetic\"\n--> }\n"));
        }

        private void Compress(int number)
        {
            string path = Path.Combine(folder, $"vpxd-{number}.log");
            if (number == 0)
            {
                return;
            }

            using (FileStream log = File.OpenRead(path))
            using (GZipStream compressed = new(File.Create(path + ".new"), CompressionLevel.Fastest))
            {
                log.CopyTo(compressed);
            }

            File.Move(path + ".new", path + ".gz");
            File.Delete(path);
        }

        private FileStream Open(int number) =>
            new(
                Path.Combine(folder, $"vpxd-{number}.log"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
    }
}
