using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Settings;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Settings;

/// <summary>The settings file: what it can say, what it says of a mistake, and the environment variables of the same keys.</summary>
public sealed class SettingsFileTests : IDisposable
{
    private const string Whole = """
        user: watch@vsphere.local
        passwordCredential: vcenter
        timeZone: Europe/Berlin
        servers:
          - vcsa01.example.com
          - name: vcsa02.example.com:8443
            user: other@vsphere.local
            passwordFile: other.secret
            thumbprint: 3F:7A:7A:2B:32:0C:4A:0E:60:C9:3A:1B:6F:22:1D:5E:3F:7A:7A:2B:32:0C:4A:0E:60:C9:3A:1B:6F:22:1D:5E
          - name: vcsa03.example.com
            transport: Ssh
            sshUser: root
            keyFile: /etc/keys/vcsa03
        logs:
          - /var/log/remote/vcsa04
          - path: logs/vcsa05
            server: vcsa05.example.com
        kinds: [NotAuthenticated, SessionLimit]
        burst:
          threshold: 20
          period: 10m
        fromStart: true
        state: watch.state
        metrics:
          textFile: /var/lib/node_exporter/vcsa.prom
          listen: 127.0.0.1:9757
          otlpEndpoint: http://127.0.0.1:4318
          clients: true
        notifications:
          - http://127.0.0.1:9093
          - format: Slack
            addressCredential: slack
            minInterval: 30s
          - format: PagerDuty
            address: https://events.pagerduty.com/v2/enqueue
            passwordFile: key.secret
            includeFaults: true
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-settings-");
    private readonly List<InputProblem> _problems = [];

    private string FilePath => Path.Combine(_folder.FullName, "watch.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_key_is_read()
    {
        GuardSettings settings = Read(Whole);
        Assert.Empty(_problems);
        Assert.Equal(
            ["vcsa01.example.com", "vcsa02.example.com:8443", "vcsa03.example.com"], settings.Servers.Select(server => server.Name));
        Assert.Equal(
            ["watch@vsphere.local", "other@vsphere.local", "watch@vsphere.local"], settings.Servers.Select(server => server.User));
        Assert.Equal("credential vcenter", settings.Servers[0].Password!.ToString());
        Assert.Equal(Path.Combine(_folder.FullName, "other.secret"), settings.Servers[1].Password!.ToString());
        Assert.StartsWith("3F7A7A2B", settings.Servers[1].Thumbprint!.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            (WatchTransport.Ssh, "root", "/etc/keys/vcsa03"),
            (settings.Servers[2].Transport, settings.Servers[2].SshUser, settings.Servers[2].KeyFile));
        Assert.Equal(
            [new("/var/log/remote/vcsa04", null), new(Path.Combine(_folder.FullName, "logs", "vcsa05"), "vcsa05.example.com")],
            settings.Logs);
        Assert.Equal("Europe/Berlin", settings.TimeZone);
        Assert.Equal([AuthFaultKind.NotAuthenticated, AuthFaultKind.SessionLimit], settings.Kinds);
        Assert.Equal((20, TimeSpan.FromMinutes(10), true), (settings.Threshold, settings.Period, settings.FromStart));
        Assert.Equal(Path.Combine(_folder.FullName, "watch.state"), settings.StatePath);
        Assert.Equal(("/var/lib/node_exporter/vcsa.prom", "127.0.0.1:9757"), (settings.MetricsTextFile, settings.MetricsListen));
        Assert.Equal(new("http://127.0.0.1:4318"), settings.OtlpEndpoint);
        Assert.True(settings.CountsClients);
        Assert.Equal(
            [WebhookFormat.Generic, WebhookFormat.Slack, WebhookFormat.PagerDuty], settings.Notifications.Select(item => item.Format));
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Notifications[1].MinInterval);
        Assert.True(settings.Notifications[2].IncludesFaults);
    }

    [Fact]
    public void A_watcher_gets_all_of_it_and_the_secrets()
    {
        WriteSecret("key.secret", "key\n");
        WriteSecret("address.secret", "https://hooks.example.com/T0/B0\n");
        GuardSettings settings = Read("""
            logs: [{path: /logs/one, server: vc1}, /logs/two]
            burst: {threshold: 3}
            notifications:
              - {format: Slack, addressFile: address.secret}
              - {format: PagerDuty, address: 'https://events.pagerduty.com/v2/enqueue', passwordFile: key.secret}
            """);
        WatchServiceOptions watch = settings.ToWatchService();
        Assert.Equal(["/logs/one", "/logs/two"], watch.Paths);
        Assert.Equal("vc1", Assert.Single(watch.Watch.PathServers).Value);
        Assert.Equal((3, BurstRule.Default.Period), (watch.Watch.Rule.Threshold, watch.Watch.Rule.Period));
        Assert.Equal("https://hooks.example.com/T0/B0", watch.Webhooks[0].Address!.ToString());
        Assert.Equal("key", watch.Webhooks[1].Credential!.Password);
    }

    [Fact]
    public void Secrets_of_a_vault_are_read_when_they_are_needed()
    {
        File.WriteAllText(FilePath, """
            passwordSecret: vcenter
            passwordVault: Store
            servers:
              - vc1
              - {name: vc2, user: other@vsphere.local, passwordSecret: password}
            notifications:
              - {format: Slack, addressSecret: address}
            """);
        List<string> asked = [];
        GuardSettings settings = SettingsFile.Read(FilePath, new Dictionary<string, string>(), _problems.Add, (name, vault) =>
        {
            asked.Add($"{vault}/{name}");
            return name switch
            {
                "vcenter" => new("watch@vsphere.local", "x"),
                "address" => new("", "https://hooks.example.com/T0"),
                _ => new("", "y"),
            };
        });
        Assert.Empty(_problems);
        Assert.Empty(asked);
        Assert.Equal(
            ["watch@vsphere.local", "other@vsphere.local"], settings.Servers.Select(server => server.ToAccess().UserName));
        Assert.Equal("https://hooks.example.com/T0", settings.ToWatchService().Webhooks[0].Address!.ToString());
        Assert.Equal(["Store/vcenter", "/password", "/address"], asked);
    }

    [Theory]
    [InlineData(
        "burst:\n  treshold: 3", 2,
        "burst.treshold: There is no such key. Did you mean threshold? The keys here are period, threshold.")]
    [InlineData("burst:\n  threshold: many", 2, "burst.threshold: 'many' is not a whole number from 0 to 1000000.")]
    [InlineData("burst:\n  period: 5", 2, "burst.period: '5' is not a valid duration: it has no unit.")]
    [InlineData("burst: 10", 1, "burst: A mapping is expected here, not a single value.")]
    [InlineData("\nkinds:\n- NotAuthentcated", 3, "kinds[0]: 'NotAuthentcated' is not valid: use NotAuthenticated, ")]
    [InlineData("timeZone: Europe/Berln", 1, "timeZone: There is no time zone 'Europe/Berln'. Did you mean Europe/Berlin?")]
    [InlineData("servers:\n- name: a b", 2, "servers[0].name: ")]
    [InlineData("servers:\n- vc1\n- VC1", 3, "servers[1].name: VC1 is given twice.")]
    [InlineData("servers:\n- [vc1]", 2, "servers[0]: A mapping or a single value is expected here, not a list.")]
    [InlineData("servers:\n- name: vc1\n  user: u", 2, "servers[0]: There is no password for u. Give passwordFile, passwordCredential or ")]
    [InlineData(
        "servers:\n- name: vc1\n  keyFile: k", 2,
        "servers[0].transport: sshUser, keyFile, hostKey and knownHosts need transport: Ssh.")]
    [InlineData("servers:\n- name: vc1\n  transport: telnet", 3, "servers[0].transport: 'telnet' is not valid: use Auto, Api, Ssh")]
    [InlineData("passwordFile: p", 1, "user: A password needs a user.")]
    [InlineData(
        "user: u\npasswordFile: p\npasswordCredential: c", 2,
        "passwordFile: Give only one of passwordFile, passwordCredential and passwordSecret.")]
    [InlineData("passwordSecret: s", 1, "passwordSecret: SecretManagement is for PowerShell. Here give passwordFile, ")]
    [InlineData("passwordVault: v", 1, "passwordVault: It needs passwordSecret.")]
    [InlineData("fromStart: yes", 1, "fromStart: 'yes' is not valid: use true or false.")]
    [InlineData("logs:\n- server: vc1", 2, "logs[0]: The logs have no path.")]
    [InlineData("notifications:\n- format: Slack", 2, "notifications[0]: Give one of address, addressFile, addressCredential and ")]
    [InlineData("notifications:\n- ftp://hook.example.com/secret", 2, "notifications[0].address: This is not an http or https address.")]
    [InlineData("state: [a]", 1, "state: One value is expected here, not a list.")]
    [InlineData("- a", 1, "The file should be a mapping of keys and values, and is a list.")]
    [InlineData("state: a\nstate: b", 2, "'state' is already given in line 1.")]
    [InlineData("state: a\n\tfromStart: true", 1, "The YAML is not valid here: ")]
    [InlineData("state: !file a", 1, "Anchors, aliases and tags")]
    public void A_mistake_is_one_problem_with_file_line_key_and_what_is_allowed(string yaml, int line, string message)
    {
        Read(yaml);
        InputProblem problem = Assert.Single(_problems);
        Assert.Equal((FilePath, (long?)line), (problem.Source, problem.Line));
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void Whatever_a_file_contains_is_a_problem_at_most()
    {
        Random random = new(440879);
        const string Alphabet = "[]{}:,-&*!|>'\"#%@` \n\t\0az0\u00e9";
        for (int i = 0; i < 2000; i++)
        {
            char[] text = Whole.ToCharArray();
            for (int changes = 1 + random.Next(4); changes > 0; changes--)
            {
                text[random.Next(text.Length)] = Alphabet[random.Next(Alphabet.Length)];
            }

            Read(new string(text, 0, random.Next(text.Length)));
        }

        Assert.NotEmpty(_problems);
        Assert.All(_problems, problem => Assert.NotEmpty(problem.Message));
    }

    [Fact]
    public void An_empty_file_has_no_settings_and_a_missing_one_is_a_problem()
    {
        Assert.Empty(Read("# nothing yet\n").Servers);
        Assert.Empty(_problems);
        SettingsFile.Read(Path.Combine(_folder.FullName, "gone.yaml"), new Dictionary<string, string>(), _problems.Add);
        Assert.Equal(InputProblemKind.NotFound, Assert.Single(_problems).Kind);
    }

    [Fact]
    public void Environment_variables_of_the_same_keys_come_first()
    {
        GuardSettings settings = Read(
            "servers: [vc1]\nburst: {threshold: 3}\nnotifications:\n- address: http://127.0.0.1:1\n",
            ("VCSA_AUTHGUARD_SERVERS", "vc2, vc3"),
            ("VCSA_AUTHGUARD_BURST_THRESHOLD", "5"),
            ("VCSA_AUTHGUARD_METRICS_TEXT_FILE", "/m.prom"),
            ("VCSA_AUTHGUARD_NOTIFICATIONS_0_FORMAT", "Teams"),
            ("VCSA_AUTHGUARD_NOTIFICATIONS_1_ADDRESS", "http://127.0.0.1:2"),
            ("VCSA_AUTHGUARD_LOGS_0_PATH", "/logs"),
            ("VCSA_AUTHGUARD_LOGS_0_SERVER", "vc4"),
            ("PATH", "/bin"));
        Assert.Empty(_problems);
        Assert.Equal(["vc2", "vc3"], settings.Servers.Select(server => server.Name));
        Assert.Equal((5, "/m.prom"), (settings.Threshold, settings.MetricsTextFile));
        Assert.Equal([WebhookFormat.Teams, WebhookFormat.Generic], settings.Notifications.Select(item => item.Format));
        Assert.Equal(new LogSettings("/logs", "vc4"), Assert.Single(settings.Logs));
    }

    [Theory]
    [InlineData("VCSA_AUTHGUARD_BURST_TRESHOLD", "5", "There is no setting of this name. Did you mean VCSA_AUTHGUARD_BURST_THRESHOLD?")]
    [InlineData("VCSA_AUTHGUARD_BURST_THRESHOLD", "many", "'many' is not a whole number from 0 to 1000000.")]
    public void A_mistake_in_the_environment_names_the_variable(string name, string value, string message)
    {
        Read("state: a", (name, value));
        InputProblem problem = Assert.Single(_problems);
        Assert.Equal((name, (long?)null, message), (problem.Source, problem.Line, problem.Message));
    }

    [Fact]
    public void A_secret_file_that_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files.");
            return;
        }

        string path = WriteSecret("p", "secret\nmore\n");
        Assert.Equal("secret", SecretSource.FromFile(path).Read());
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        string message = Assert.Throws<FormatException>(() => SecretSource.FromFile(path).Read()).Message;
        Assert.Contains("its permissions are 0440", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../p")]
    [InlineData("/etc/p")]
    [InlineData("..")]
    public void A_credential_is_a_name_without_a_folder(string name) =>
        Assert.Contains(
            "is not the name of a credential",
            Assert.Throws<FormatException>(() => SecretSource.FromCredential(name).Read()).Message,
            StringComparison.Ordinal);

    private string WriteSecret(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    private GuardSettings Read(string yaml, params (string Name, string Value)[] environment)
    {
        File.WriteAllText(FilePath, yaml);
        return SettingsFile.Read(FilePath, environment.ToDictionary(item => item.Name, item => item.Value), _problems.Add);
    }
}
