using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

public sealed class WatchCommandTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "vcsa-" + Path.GetRandomFileName());
    private readonly BlockingCollection<(string OpId, bool IsRepeat)> _told = [];

    public WatchCommandTests() => Directory.CreateDirectory(_folder);

    private string State => Path.Combine(_folder, "watch.state");

    public void Dispose()
    {
        _told.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Killed_at_any_moment_it_loses_nothing_and_marks_what_it_repeats()
    {
        const int Seed = 440879;
        Random random = new(Seed);
        int kills = Environment.GetEnvironmentVariable("VCSA_TESTS_FULL") == "1" ? 50 : 10;
        HashSet<string> told = [];
        int written = 0;
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "vpxd-0.log"),
            new string('-', 100) + "\n",
            TestContext.Current.CancellationToken
        );
        using CancellationTokenSource stop = new();
        Task writer = Task.CompletedTask;
        for (int i = 0; i < kills; i++)
        {
            using Process watcher = Start();
            WaitFor(() => File.Exists(State), watcher);
            writer = i > 0 ? writer : Task.Run(() => Write(Seed, stop.Token, ref written), TestContext.Current.CancellationToken);
            for (int left = 1 + random.Next(60); left > 0; left--)
            {
                Take(told);
            }

            watcher.Kill();
            watcher.WaitForExit();
            while (_told.TryTake(out (string OpId, bool IsRepeat) rest))
            {
                Check(rest, told);
            }
        }

        await stop.CancelAsync();
        await writer;
        using Process last = Start();
        while (told.Count < written)
        {
            Take(told);
        }

        // SIGTERM ends the watch as Ctrl+C does, and is not ignored where a shell started the tests in the background. Then a run with
        // the same state, which has nothing to report.
        Repository.Run("kill", ["-TERM", last.Id.ToString(CultureInfo.InvariantCulture)], null);
        Assert.True(last.WaitForExit(Deadline));
        Assert.Equal(0, last.ExitCode);
        Assert.Empty(_told);
        (int exitCode, string output, _) = Run("watch", _folder, "--state", State, "--json", "--duration", "00:00:02");
        Assert.Equal((0, ""), (exitCode, output));
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

    private static void Check((string OpId, bool IsRepeat) fault, HashSet<string> told) =>
        Assert.True(told.Add(fault.OpId) || fault.IsRepeat, $"{fault.OpId} was told of again without a mark.");

    private void Take(HashSet<string> told)
    {
        Assert.True(_told.TryTake(out (string OpId, bool IsRepeat) fault, Deadline), "A fault was not told of.");
        Check(fault, told);
    }

    private Process Start()
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
        foreach (
            string argument in (string[])
                [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), "watch", _folder, "--json", "--state", State]
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

        using JsonDocument json = JsonDocument.Parse(line);
        if (json.RootElement.TryGetProperty("fault", out JsonElement fault))
        {
            _told.Add((fault.GetProperty("opId").GetString()!, json.RootElement.GetProperty("isRepeat").GetBoolean()));
        }
    }

    /// <summary>Synthetic faults into logs that follow one another, until it is stopped.</summary>
    private void Write(int seed, CancellationToken stop, ref int written)
    {
        Random random = new(seed);
        DateTime time = new(2026, 2, 11, 2, 0, 0, DateTimeKind.Utc);
        int number = 1;
        FileStream log = Open(number);
        while (!stop.IsCancellationRequested)
        {
            if (random.Next(40) == 0)
            {
                log.Dispose();
                log = Open(++number);
            }

            time = time.AddMilliseconds(7);
            log.Write(
                System.Text.Encoding.ASCII.GetBytes(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} info vpxd[04123] [Originator@6876 sub=vmomi.soapStub[{written}] "
                            + $"opID={written:x8}] SOAP request returned HTTP failure; "
                            + $"<<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, "
                            + $"/hgw/host-150117/sdk>, method: fileManagement; code: 500(Internal Server Error); fault: "
                            + $"(vim.fault.NotAuthenticated) {{\n-->    msg = \"synthetic\"\n--> }}\n"
                    )
                )
            );
            written++;
            Thread.Sleep(random.Next(10));
        }

        log.Dispose();

        FileStream Open(int of) =>
            new(Path.Combine(_folder, $"vpxd-{of}.log"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1);
    }
}
