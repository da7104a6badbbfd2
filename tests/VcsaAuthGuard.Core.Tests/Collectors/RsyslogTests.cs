using System.Diagnostics;
using System.Globalization;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Collectors;

/// <summary>The configuration of rsyslog in docs/collectors, with the real rsyslogd.</summary>
public sealed class RsyslogTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static readonly string Log = Path.Combine(Repository.Root, "samples", "incident", "vpxd-8.log");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-rsyslog-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Rsyslogd_keeps_entries_whole_and_the_reader_finds_the_same_faults()
    {
        string program = PeerProgram.Find("rsyslogd", "rsyslog");
        string input = _folder.CreateSubdirectory("in").FullName;
        string output = Path.Combine(_folder.FullName, "out", "vpxd.log");
        File.Copy(Log, Path.Combine(input, "vpxd-8.log"));
        string configuration = Path.Combine(_folder.FullName, "rsyslog.conf");
        File.WriteAllText(configuration, Configuration(input, Path.GetDirectoryName(output)!));
        string[] expected = [.. Faults(Log)];
        int entries = File.ReadLines(Log).Count(line => !line.StartsWith("-->", StringComparison.Ordinal));
        using Process daemon = Process.Start(
            program, ["-n", "-f", configuration, "-i", Path.Combine(_folder.FullName, "rsyslogd.pid")]);
        try
        {
            // The last entry of a file counts as complete only after a while.
            Stopwatch watch = Stopwatch.StartNew();
            while (!File.Exists(output) || ReadLines(output).Length < entries)
            {
                Assert.True(watch.Elapsed < Deadline && !daemon.HasExited, "rsyslogd did not write what it read.");
                Thread.Sleep(50);
            }
        }
        finally
        {
            daemon.Kill();
            daemon.WaitForExit();
        }

        Assert.Equal(entries, ReadLines(output).Length);
        Assert.Equal(44, expected.Length);
        Assert.Equal(expected, Faults(output));
    }

    [Fact]
    public void Rsyslogd_has_nothing_against_the_configuration()
    {
        string program = PeerProgram.Find("rsyslogd", "rsyslog");
        string configuration = Path.Combine(_folder.FullName, "rsyslog.conf");
        File.WriteAllText(configuration, Configuration(_folder.FullName, _folder.FullName));
        (int exitCode, string text, string errors) = Repository.Run(program, ["-N1", "-f", configuration]);
        Assert.True(exitCode == 0, text + errors);
        Assert.DoesNotContain("error", errors, StringComparison.OrdinalIgnoreCase);
    }

    private string Configuration(string input, string output)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "collectors", "rsyslog.conf"));
        const string Input = "/var/log/remote/vcsa01/";
        const string Output = "/var/log/vcsa-authguard/";
        Assert.Contains(Input, text, StringComparison.Ordinal);
        Assert.Contains(Output, text, StringComparison.Ordinal);
        return $"global(workDirectory=\"{_folder.FullName}\")\n"
            + text.Replace(Input, input + "/", StringComparison.Ordinal).Replace(Output, output + "/", StringComparison.Ordinal);
    }

    private static string[] ReadLines(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static IEnumerable<string> Faults(string path)
    {
        using FileStream file = File.OpenRead(path);
        return [.. FaultReader
            .Read([LogInput.FromStream("log", file)], new FaultQuery(), new LogReadReport())
            .Select(fault => string.Create(
                CultureInfo.InvariantCulture,
                $"{fault.Time:O} {fault.Kind} {fault.Method} {fault.VMHostId} {fault.OpId} {fault.Message}"))];
    }
}
