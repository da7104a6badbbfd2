using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Output;

/// <summary>Standard output whose reader has ended, or does not read.</summary>
public sealed class StandardOutputTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-output-");

    private string State => Path.Combine(_folder.FullName, "watch.state");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_reader_that_ends_stops_the_reading_of_faults()
    {
        string shell = RequireBash();
        AppendFaults(3000);
        (_, string output, string errors) = Repository.Run(
            shell,
            ["-c", $"dotnet '{Program}' faults '{_folder.FullName}' | head -n 1; echo \"exit code ${{PIPESTATUS[0]}}\""]
        );
        Assert.Contains("exit code 1\n", output, StringComparison.Ordinal);
        Assert.Contains("The output could not be written: Broken pipe", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("faults in 1 log", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_output_is_exit_code_1()
    {
        string shell = RequireBash();
        AppendFaults(3);
        (int exitCode, _, string errors) = Repository.Run(shell, ["-c", $"exec dotnet '{Program}' faults '{_folder.FullName}' >&-"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("The output could not be written: Standard output is closed.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("completion bash", "/dev/full", "No space left on device")]
    [InlineData("watch --help", "/dev/full", "No space left on device")]
    [InlineData("completion zsh", "&-", "Standard output is closed.")]
    public void An_output_that_fails_is_exit_code_1_for_plain_text_too(string command, string output, string reason)
    {
        string shell = RequireBash();
        Assert.SkipUnless(File.Exists("/dev/full"), "This needs /dev/full.");
        (int exitCode, _, string errors) = Repository.Run(shell, ["-c", $"exec dotnet '{Program}' {command} >{output}"]);
        Assert.Equal(1, exitCode);
        Assert.Contains($"The output could not be written: {reason}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_that_ends_ends_the_watch_and_what_it_did_not_get_comes_again()
    {
        RequireBash();
        using Process watcher = StartWatch();
        watcher.StandardOutput.Close();
        AppendFaults(20);
        AssertExit(watcher, 1);
        AssertRepeats(20);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void While_the_reader_does_not_read_a_signal_ends_the_watch_and_nothing_is_lost(string signal)
    {
        RequireBash();
        AppendFaults(500); // More than a pipe holds.
        using Process watcher = Start([_folder.FullName, "--from-start"]);
        WaitFor(() => File.Exists(State) && IsAnnounced(), watcher);
        Send(watcher, signal);
        AssertExit(watcher, 1);
        AssertRepeats(500);
    }

    [Fact]
    public void A_second_signal_always_ends_the_watch()
    {
        RequireBash();

        // Each file that does not exist is a line on standard error, which nobody reads: more than a pipe holds.
        string deep = string.Concat(Enumerable.Repeat(new string('x', 200) + "/", 10));
        string[] missing = [.. Enumerable.Range(0, 80).Select(number => Path.Combine(_folder.FullName, deep + number))];
        using Process watcher = Start(missing);
        Assert.NotNull(watcher.StandardError.ReadLine());
        Stopwatch watch = Stopwatch.StartNew();
        do
        {
            if (watch.Elapsed > Deadline)
            {
                watcher.Kill();
                Assert.Fail("The watch did not end.");
            }

            Send(watcher, "TERM");
        }
        while (!watcher.WaitForExit(TimeSpan.FromMilliseconds(100)));
        Assert.Equal(ExitCode.Terminated, watcher.ExitCode);
    }

    private static string RequireBash()
    {
        string? shell = Repository.Program("bash");
        Assert.SkipWhen(shell is null || OperatingSystem.IsWindows(), "This needs bash, and signals.");
        return shell!;
    }

    private static void Send(Process process, string signal) =>
        Repository.Run("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);

    private static void AssertExit(Process process, int exitCode)
    {
        if (!process.WaitForExit(Deadline))
        {
            process.Kill();
            Assert.Fail("The watch did not end.");
        }

        Assert.Equal(exitCode, process.ExitCode);
    }

    private static void WaitFor(Func<bool> condition, Process process)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(process.HasExited, "The watch ended.");
            Assert.True(watch.Elapsed < Deadline, "The watch did not get there.");
            Thread.Sleep(20);
        }
    }

    /// <summary>Determines whether the watcher is about to write events.</summary>
    private bool IsAnnounced()
    {
        using JsonDocument state = JsonDocument.Parse(File.ReadAllBytes(State));
        return state.RootElement.GetProperty("logs").EnumerateArray()
            .Any(log => log.GetProperty("announced").GetInt64() > log.GetProperty("offset").GetInt64());
    }

    /// <summary>Checks that the next run reports all faults, those that were about to be written as repeats.</summary>
    private void AssertRepeats(int count)
    {
        (int exitCode, string output, _) = Repository.Run(
            "dotnet",
            [Program, "watch", _folder.FullName, "--state", State, "--json", "--threshold", "1000", "--duration", "00:00:05"]
        );
        Assert.Equal(0, exitCode);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(count, lines.Length);
        Assert.Contains("\"isRepeat\":true", lines[0], StringComparison.Ordinal);
    }

    /// <summary>Starts a watch of an empty log, and waits until it follows it.</summary>
    private Process StartWatch()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "vpxd-1.log"), new string('-', 100) + "\n");
        Process watcher = Start([_folder.FullName]);
        WaitFor(() => File.Exists(State), watcher);
        return watcher;
    }

    private Process Start(string[] paths)
    {
        // A process that a shell starts in the background ignores SIGINT, and so would all that it starts.
        ProcessStartInfo start = new(
            "env",
            ["--default-signal=INT", "dotnet", Program, "watch", .. paths, "--state", State, "--json", "--threshold", "1000"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private void AppendFaults(int count)
    {
        StringBuilder text = new();
        DateTime time = new(2026, 2, 11, 2, 0, 0, DateTimeKind.Utc);
        for (int i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{time.AddMilliseconds(7 * i):yyyy-MM-dd'T'HH:mm:ss.fff'Z'} info vpxd[04123] ");
            text.Append(CultureInfo.InvariantCulture, $"[Originator@6876 sub=vmomi.soapStub[{i}] opID={i:x8}] ");
            text.Append("SOAP request returned HTTP failure; <<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, ");
            text.Append("<UNIX '/var/run/envoy-hgw/hgw-pipe'>>, /hgw/host-150117/sdk>, method: fileManagement; ");
            text.Append("code: 500(Internal Server Error); fault: (vim.fault.NotAuthenticated) {\n-->    msg = \"synthetic\"\n--> }\n");
        }

        File.AppendAllText(Path.Combine(_folder.FullName, "vpxd-1.log"), text.ToString());
    }
}
