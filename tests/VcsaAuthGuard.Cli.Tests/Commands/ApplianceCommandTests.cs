using System.Globalization;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Tests.Appliances;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Cli.Tests.Commands;

/// <summary>Tests the commands that work on an appliance, over real SSH at the stand-in appliance.</summary>
public sealed class ApplianceCommandTests : IDisposable
{
    private const string RuntimeFolder = "XDG_RUNTIME_DIR";

    private readonly StandInAppliance _appliance = new();

    public void Dispose() => _appliance.Dispose();

    [Fact]
    public void Services_are_listed_over_ssh()
    {
        Require();
        string[] rows = Lines(Run("services", "--name", "vpxd", "--name", "envoy-hgw", "--output", "csv").Output);
        Assert.Equal("SERVICE,STATE,HEALTH,PID,FOR,SERVER", rows[0]);
        Assert.Equal(["vmware-envoy-hgw", "vmware-vpxd"], rows.Skip(1).Select(row => row.Split(',')[0]).Order(StringComparer.Ordinal));
        Assert.All(rows.Skip(1), row => Assert.Equal("Started", row.Split(',')[1]));
    }

    [Fact]
    public void A_restart_is_shown_refused_without_consent_and_done_with_it()
    {
        Require();
        string before = Processes();
        (int exitCode, string output, string errors) = Run("restart", "--what-if");
        Assert.Equal((0, ""), (exitCode, output));
        Assert.Contains("service-control --restart vmware-vpxd vmware-envoy-hgw", errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed (--what-if).", errors, StringComparison.Ordinal);

        (exitCode, _, errors) = Run("restart");
        Assert.Equal(2, exitCode);
        Assert.Contains("there is no terminal to ask at", errors, StringComparison.Ordinal);
        Assert.Equal(before, Processes());

        (exitCode, output, _) = Run("restart", "--yes");
        Assert.Equal(0, exitCode);
        Assert.Contains(": Restarted", output, StringComparison.Ordinal);
        Assert.NotEqual(before, Processes());
    }

    [Fact]
    public async Task A_restart_is_refused_while_a_snapshot_runs_unless_forced()
    {
        Require();
        using BusySimulator busy = new();
        Assert.SkipWhen(busy.Missing is not null && !Repository.IsRequired(VSphereSimulator.Peer), busy.Missing ?? "");
        string? before = Environment.GetEnvironmentVariable(RuntimeFolder);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("sessions-");
        try
        {
            Environment.SetEnvironmentVariable(RuntimeFolder, folder.FullName);
            VSphereClientOptions client = new() { Address = busy.Address, Thumbprint = CertificateThumbprint.Parse(busy.Thumbprint) };
            await new SharedSessions().ConnectAsync(
                client, new("operator@vsphere.local", "pass"), new SharedSessionOptions(), TestContext.Current.CancellationToken);

            (int exitCode, string output, string errors) = Run("restart", "--yes");
            Assert.Equal(1, exitCode);
            Assert.Contains("Prevents the restart (see --force): VirtualMachine.createSnapshot of vm-", errors, StringComparison.Ordinal);
            Assert.Contains("1 task is running and would be interrupted", output, StringComparison.Ordinal);

            (exitCode, _, errors) = Run("restart", "--yes", "--force");
            Assert.Equal(0, exitCode);
            Assert.Contains("Will be interrupted: VirtualMachine.createSnapshot", errors, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(RuntimeFolder, before);
            folder.Delete(recursive: true);
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private string Processes() => string.Join(
        ' ', Lines(Run("services", "--name", "vpxd", "--output", "csv").Output).Skip(1).Select(row => row.Split(',')[3]));

    private void Require()
    {
        if (_appliance.Missing is string missing)
        {
            Assert.SkipUnless(Repository.IsRequired(StandInAppliance.Peer), missing);
            Assert.Fail(missing);
        }
    }

    private (int ExitCode, string Output, string Errors) Run(string command, params string[] arguments) => Repository.Run(
        "dotnet",
        [
            typeof(CliJson).Assembly.Location, command, .. arguments,
            string.Create(CultureInfo.InvariantCulture, $"{StandInAppliance.Host}:{_appliance.Port}"),
            "--ssh-user", StandInAppliance.User, "--key-file", _appliance.ClientKeyPath, "--known-hosts", _appliance.KnownHostsPath,
        ]);

    private sealed class BusySimulator() : VSphereSimulator("-version", "8.0.3", "-task", "createSnapshot");
}
