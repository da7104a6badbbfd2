using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Options;

/// <summary>The settings file in commands: the whole of it in <c>watch</c>, defaults in others.</summary>
public sealed class SettingsTests : IDisposable
{
    private static readonly string Log = Path.Combine(Repository.Root, "samples", "incident", "vpxd-8.log");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-settings-");

    private string Config => Path.Combine(_folder.FullName, "watch.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Watch_does_what_the_settings_say_and_options_come_first()
    {
        File.WriteAllText(
            Config, $"logs:\n- path: {Log}\n  server: vc7\nburst: {{threshold: 30}}\nfromStart: true\nmetrics: {{textFile: vcsa.prom}}\n");
        (int exitCode, string output, _) = Run("watch", "--config", Config, "--duration", "1s");
        Assert.Equal(0, exitCode);
        Assert.Contains("BURST 31 faults since 02:14:00Z (more than 30 in 00:05:00) vc7\n", output, StringComparison.Ordinal);
        Assert.Contains("vcenter=\"vc7\"", File.ReadAllText(Path.Combine(_folder.FullName, "vcsa.prom")), StringComparison.Ordinal);
        output = Run("watch", "--config", Config, "--duration", "1s", "--threshold", "10").Output;
        Assert.Contains("BURST 11 faults since 02:14:00Z (more than 10 in 00:05:00) vc7\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_config_says_what_is_watched_and_whether_secrets_can_be_read()
    {
        File.WriteAllText(Config, "user: u\npasswordFile: p\nservers: [vc1]\nstate: s\n");
        (int exitCode, _, string errors) = Run("watch", "--config", Config, "--check-config");
        Assert.Equal(2, exitCode);
        Assert.Contains("the secret cannot be read", errors, StringComparison.Ordinal);
        string secret = Path.Combine(_folder.FullName, "p");
        File.WriteAllText(secret, "not-shown\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (exitCode, string output, errors) = Run("watch", "--config", Config, "--check-config");
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal($"watches vc1 over the API, as u\nsecret {secret}: can be read\nThe settings are valid.\n", output);
    }

    [Fact]
    public void A_secret_of_SecretManagement_is_refused_with_what_to_give_instead()
    {
        File.WriteAllText(Config, "user: u\npasswordSecret: vcenter\nservers: [vc1]\n");
        (int exitCode, string output, string errors) = Run("watch", "--config", Config, "--check-config");
        Assert.Equal((2, ""), (exitCode, output));
        const string Refusal = "watch.yaml:2: passwordSecret: SecretManagement is for PowerShell. Here give passwordFile, ";
        Assert.Contains(Refusal, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_commands_take_defaults_from_it()
    {
        const string Settings = "user: u\npasswordFile: p\nservers: [vc1]\ntimeZone: Europe/Berlin\nburst: {threshold: 20, period: 10m}\n";
        File.WriteAllText(Config, Settings);
        string secret = Path.Combine(_folder.FullName, "p");
        File.WriteAllText(secret, "x\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Assert.Equal(
            ["faults", Log, "--config", Config, "--time-zone", "Europe/Berlin"],
            SettingsArguments.Expand(["faults", Log, "--config", Config])!);
        Assert.Equal(
            ["faults", Log, "--config", Config, "--time-zone", "UTC"],
            SettingsArguments.Expand(["faults", Log, "--config", Config, "--time-zone", "UTC"])!);
        Assert.Equal(
            ["sessions", "--config", Config, "vc1", "--user", "u", "--password-file", secret],
            SettingsArguments.Expand(["sessions", "--config", Config])!);
        Assert.Equal(
            [
                "diagnose", "--config", Config, "--time-zone", "Europe/Berlin", "--threshold", "20", "--server", "vc1", "--user", "u",
                "--password-file", secret,
            ],
            SettingsArguments.Expand(["diagnose", "--config", Config])!);
        Assert.Equal(["faults", Log], SettingsArguments.Expand(["faults", Log])!);
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments) =>
        Repository.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), .. arguments], null);
}
