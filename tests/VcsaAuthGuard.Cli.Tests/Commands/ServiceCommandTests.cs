using System.Globalization;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

/// <summary><c>service</c>: what it writes, and the unit by systemd itself.</summary>
public sealed class ServiceCommandTests : IDisposable
{
    private const string Settings = """
        user: watch@vsphere.local
        passwordCredential: vcenter
        servers: [vcsa01.example.com]
        metrics:
          textFile: /var/lib/prometheus/node exporter/vcsa.prom
        notifications:
          - format: Slack
            addressCredential: slack
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-service-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Systemd_verifies_the_unit_and_its_exposure_is_ok(bool isFitted)
    {
        string? program = Repository.Program("systemd-analyze");
        if (program is null)
        {
            Assert.False(Repository.IsRequired("systemd-analyze"), "systemd-analyze is required and not here.");
            Assert.Skip("systemd-analyze is not here (apt-get install systemd).");
        }

        string unit = Path.Combine(_folder.FullName, "vcsa-watch-test.service");
        string[] fitted = isFitted ? ["--config", WriteSettings()] : [];
        // verify wants the program to be there.
        string[] target = ["--name", "vcsa-watch-test", "--program", "/usr/bin/env", "--out", unit];
        (int exitCode, _, string errors) = Run(["service", "install", "--what", "systemd", .. target, .. fitted]);
        Assert.Equal((0, ""), (exitCode, errors));
        (int verified, string output, string complaints) = Repository.Run(program, ["verify", unit]);
        Assert.Equal((0, ""), (verified, output + complaints));
        (int rated, string rating, string failure) = Repository.Run(program, ["security", "--offline=true", "--no-pager", unit]);
        Assert.True(rated == 0, failure);
        Match exposure = Regex.Match(rating, @"exposure level for vcsa-watch-test\.service: (\S+) (\w+)");
        Assert.True(exposure.Success, rating);
        Assert.Equal("OK", exposure.Groups[2].Value);
    }

    [Fact]
    public void The_unit_fits_the_settings_and_has_no_secret()
    {
        (int exitCode, string unit, _) = Run("service", "install", "--what", "systemd", "--config", WriteSettings());
        Assert.Equal(0, exitCode);
        Assert.Contains("\nLoadCredential=vcenter:/etc/vcsa-authguard/vcenter\n", unit, StringComparison.Ordinal);
        Assert.Contains("\nLoadCredential=slack:/etc/vcsa-authguard/slack\n", unit, StringComparison.Ordinal);
        Assert.Contains("\nReadWritePaths=\"/var/lib/prometheus/node exporter\"\n", unit, StringComparison.Ordinal);
        Assert.Contains("\nDynamicUser=yes\n", unit, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_and_paths_with_blanks_are_quoted()
    {
        string[] paths = ["--program", "/opt/vcsa guard/run%1", "--config", "/etc/a b"];
        string unit = Run(["service", "install", "--what", "systemd", "--account", "backup", .. paths]).Output;
        Assert.Contains("\nExecStart=\"/opt/vcsa guard/run%%1\" watch --config \"/etc/a b\"\n", unit, StringComparison.Ordinal);
        Assert.Contains("\nUser=backup\n", unit, StringComparison.Ordinal);
        Assert.DoesNotContain("DynamicUser", unit, StringComparison.Ordinal);
        string script = Run("service", "install", "--what", "windows", "--config", @"C:\it's\watch.yaml").Output;
        Assert.Contains(@"$config = 'C:\it''s\watch.yaml'", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("systemd", "vcsa-authguard.service", "systemctl disable --now vcsa-authguard")]
    [InlineData("windows", "Install-vcsa-authguard.ps1", "sc.exe delete 'vcsa-authguard'")]
    [InlineData("task", "Register-vcsa-authguard.ps1", "Unregister-ScheduledTask -TaskName 'vcsa-authguard'")]
    [InlineData("container", "Containerfile", "podman rm --force vcsa-authguard")]
    public void Each_is_written_to_a_folder_and_can_be_removed(string what, string file, string removal)
    {
        Assert.Equal((0, "", ""), Run("service", "install", "--what", what, "--out", _folder.FullName));
        string text = File.ReadAllText(Path.Combine(_folder.FullName, file));
        Assert.Contains($"service install --what {what}", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        Assert.Contains(removal, Run("service", "remove", "--what", what).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_task_keeps_to_the_schema_of_Task_Scheduler_and_may_use_SecretManagement()
    {
        string path = Path.Combine(_folder.FullName, "watch.yaml");
        File.WriteAllText(path, "passwordSecret: vcenter\nservers: [vc1]\n");
        (int exitCode, string script, string errors) = Run("service", "install", "--what", "task", "--config", path);
        Assert.Equal((0, ""), (exitCode, errors));
        Match restarts = Regex.Match(script, @"-RestartCount (\d+) -RestartInterval \(New-TimeSpan -Minutes (\d+)\)");
        Assert.InRange(int.Parse(restarts.Groups[1].Value, CultureInfo.InvariantCulture), 1, 255);
        Assert.InRange(int.Parse(restarts.Groups[2].Value, CultureInfo.InvariantCulture), 1, 31 * 24 * 60);
    }

    [Fact]
    public void Settings_that_are_not_valid_install_nothing()
    {
        string path = Path.Combine(_folder.FullName, "watch.yaml");
        File.WriteAllText(path, "burst: {treshold: 3}\n");
        (int exitCode, string output, string errors) = Run("service", "install", "--what", "systemd", "--config", path);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains("watch.yaml:1: burst.treshold: There is no such key. Did you mean threshold?", errors, StringComparison.Ordinal);
    }

    private string WriteSettings()
    {
        string path = Path.Combine(_folder.FullName, "watch.yaml");
        File.WriteAllText(path, Settings);
        return path;
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments) =>
        Repository.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), .. arguments], null);
}
