using System.Text;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Cli.Tests.Options;

/// <summary>Commands that read running servers over their API, against govmomi's simulator.</summary>
public class LiveServerTests
{
    private static readonly string[] Since = ["--after", "2026-02-11", "--skip-certificate-check"];

    [Fact]
    public void A_running_server_has_the_verdict_of_its_files()
    {
        using IncidentSimulator simulator = Start();
        string[] login = ["--user", "op@vsphere.local", "--password-file", "-"];

        (int exitCode, string output, string errors) = Run(
            "secret\n", ["diagnose", "--exit-code", "--server", simulator.Address.Authority, .. login, .. Since]);

        Assert.Equal(10, exitCode);
        Assert.StartsWith("CONFIRMED: KB 440879 (high confidence) 127.0.0.1", output, StringComparison.Ordinal);
        Assert.StartsWith($"{simulator.Address.Authority}: 3 logs, 1,094 lines", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_failure_of_one_server_is_reported_and_the_others_are_read()
    {
        using IncidentSimulator simulator = Start();
        string password = Path.GetTempFileName();
        try
        {
            File.WriteAllText(password, "secret\n");
            (int exitCode, string output, string errors) = Run(
                "",
                [
                    "faults", "--server", simulator.Address.Authority, "--server", "127.0.0.1:1", "--user", "op@vsphere.local",
                    "--password-file", password, .. Since,
                ]);

            Assert.Equal(1, exitCode);
            Assert.Equal(1 + 45, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            Assert.Contains("127.0.0.1:1: The server could not be reached", errors, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(password);
        }
    }

    /// <summary>The commands that list sessions and those that read logs find a stored session by the same rule.</summary>
    [Fact]
    public async Task A_stored_session_is_found_by_the_name_alone_by_every_command()
    {
        using IncidentSimulator simulator = Start();
        string before = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? "";
        string folder = Directory.CreateTempSubdirectory("vcsa-authguard-").FullName;
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", folder);
        try
        {
            VSphereClientOptions options = new() { Address = simulator.Address, SkipCertificateCheck = true };
            await new SharedSessions().ConnectAsync(
                options, new("op@vsphere.local", "secret"), new(), TestContext.Current.CancellationToken);

            Assert.Equal(0, Run("", ["sessions", "127.0.0.1"]).ExitCode);
            Assert.Equal(0, Run("", ["limits", "127.0.0.1"]).ExitCode);
            Assert.Equal((0, 46), CountLines(Run("", ["faults", "--server", "127.0.0.1", "--after", "2026-02-11"])));
        }
        finally
        {
            Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", before.Length == 0 ? null : before);
            Directory.Delete(folder, recursive: true);
        }

        static (int ExitCode, int Lines) CountLines((int ExitCode, string Output, string Errors) run) =>
            (run.ExitCode, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("Give the logs to read (PATH), or a running server (--server), or a log platform (--platform).", "faults")]
    [InlineData("not both", "load", "vpxd.log", "--server", "vc01.example.org")]
    [InlineData("--password-file needs --user.", "diagnose", "--server", "vc01.example.org", "--password-file", "pw")]
    [InlineData("There is no session on vc01.example.org to use.", "watch", "--server", "vc01.example.org")]
    [InlineData("it names the vCenter of the logs", "diagnose", "vpxd.log", "--server", "vc01", "--server", "vc02")]
    public void What_does_not_go_together_is_incorrect_usage(string message, params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run("", arguments);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    private static IncidentSimulator Start()
    {
        IncidentSimulator simulator = new();
        if (simulator.Missing is string missing)
        {
            Assert.SkipUnless(Repository.IsRequired(VSphereSimulator.Peer), missing);
            Assert.Fail(missing);
        }

        return simulator;
    }

    private static (int ExitCode, string Output, string Errors) Run(string input, IEnumerable<string> arguments) => Repository.Run(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), .. arguments], Encoding.UTF8.GetBytes(input));

    private sealed class IncidentSimulator()
        : VSphereSimulator("-version", "8.0.3", "-logs", Path.Combine(Repository.Root, "samples", "incident"));
}
