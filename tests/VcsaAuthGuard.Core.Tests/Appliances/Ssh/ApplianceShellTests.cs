using System.Net;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Ssh;

namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>Both shells at a real sshd: where a login lands, host keys, logins, deadlines.</summary>
public class ApplianceShellTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    public static TheoryData<ServiceTransport> Transports() => [.. ApplianceShells.Transports];

    public static MatrixTheoryData<ServiceTransport, StandInShell> Shells() =>
        new(ApplianceShells.Transports, Enum.GetValues<StandInShell>());

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Output_errors_and_exit_code_come_back_without_a_banner(ServiceTransport transport, StandInShell kind)
    {
        using StandInAppliance appliance = new(kind);
        appliance.Require();
        using ApplianceShell shell = appliance.Shell(transport);
        List<string> lines = [];
        CommandResult all = await RunAsync(shell, ApplianceCommand.StatusAll, lines.Add);
        Assert.Equal(0, all.ExitCode);
        Assert.StartsWith("Running:\n", all.Output, StringComparison.Ordinal);
        Assert.Equal("", all.Error);
        Assert.Equal(all.Output.Split('\n').Where(line => line.Length > 0), lines.Where(line => line.Length > 0));
        Assert.Equal(kind == StandInShell.Bash ? ApplianceShellKind.Bash : ApplianceShellKind.Appliance, shell.Kind);

        appliance.SetFault("vpxd", ApplianceAction.Start, ApplianceFault.Fail);
        CommandResult failed = await RunAsync(shell, ApplianceCommand.Control(ServiceAction.Start, "vmware-vpxd"));
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("install.ciscommon.service.failstart", failed.Output + failed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task An_unknown_host_key_is_refused_with_its_fingerprint_and_what_trusts_it(ServiceTransport transport)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        string empty = Path.Combine(appliance.Folder, "known_none");
        File.WriteAllText(empty, "");
        ApplianceException e = await RefusalAsync(appliance, appliance.Target() with { KnownHostsFiles = [empty] }, transport);
        Assert.Equal(ApplianceProblem.HostKeyUnknown, e.Problem);
        Assert.Contains(appliance.HostKeyFingerprints()["ssh-ed25519"], e.Message, StringComparison.Ordinal);

        // What the advice adds to the file is what makes it known.
        string line = e.Advice.Split("-Value '")[1].Split('\'')[0];
        File.WriteAllText(empty, line + "\n");
        using ApplianceShell shell = ApplianceShell.Open(appliance.Target() with { KnownHostsFiles = [empty] }, transport);
        Assert.Equal(0, (await RunAsync(shell, ApplianceCommand.StatusAll)).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_changed_host_key_is_refused_always(ServiceTransport transport)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        string before = appliance.HostKeyFingerprints()["ssh-ed25519"];
        appliance.ChangeHostKey();
        ApplianceException known = await RefusalAsync(appliance, appliance.Target(), transport);
        ApplianceException pinned = await RefusalAsync(
            appliance,
            appliance.Target() with
            {
                HostKey = HostKeyFingerprint.Parse(before),
            },
            transport
        );
        Assert.Equal((ApplianceProblem.HostKeyChanged, ApplianceProblem.HostKeyChanged), (known.Problem, pinned.Problem));
        Assert.Contains(before, pinned.Message, StringComparison.Ordinal);
        Assert.Empty(appliance.Commands());
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_pinned_host_key_needs_no_file(ServiceTransport transport)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        Assert.Equal(["ssh-ed25519", "ssh-rsa"], appliance.HostKeyFingerprints().Keys.Order());
        foreach (string fingerprint in appliance.HostKeyFingerprints().Values)
        {
            using ApplianceShell shell = ApplianceShell.Open(
                appliance.Target() with
                {
                    KnownHostsFiles = [],
                    HostKey = HostKeyFingerprint.Parse(fingerprint),
                },
                transport
            );
            Assert.Equal(0, (await RunAsync(shell, ApplianceCommand.StatusAll)).ExitCode);
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_revoked_host_key_is_refused(ServiceTransport transport)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        string[] lines = File.ReadAllLines(appliance.KnownHostsPath);
        File.AppendAllLines(appliance.KnownHostsPath, lines.Select(line => "@revoked " + line));
        Assert.Equal(ApplianceProblem.HostKeyRevoked, (await RefusalAsync(appliance, appliance.Target(), transport)).Problem);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_wrong_key_and_no_server_say_so(ServiceTransport transport)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        string other = Path.Combine(appliance.Folder, "other");
        Assert.Equal(0, Fixtures.Repository.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", other]).ExitCode);
        Assert.Equal(
            ApplianceProblem.AuthenticationFailed,
            (await RefusalAsync(appliance, appliance.Target() with { KeyFile = other }, transport)).Problem
        );
        appliance.KillServer();
        ApplianceException gone = await RefusalAsync(appliance, appliance.Target(), transport);
        Assert.Equal(ApplianceProblem.Unreachable, gone.Problem);
        Assert.True(gone.IsTransient);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_key_file_that_is_missing_is_named(ServiceTransport transport)
    {
        SshTarget target = new() { Host = "vc01.example.org", KeyFile = Path.Combine(Path.GetTempPath(), "no-such-key") };
        using ApplianceShell shell = ApplianceShell.Open(target, transport);
        ApplianceException e = await Assert.ThrowsAsync<ApplianceException>(() => RunAsync(shell, ApplianceCommand.StatusAll));
        Assert.Equal(ApplianceProblem.FileUnusable, e.Problem);
        Assert.Contains("no-such-key does not exist", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task What_never_ends_is_ended_by_its_deadline_and_by_the_caller(ServiceTransport transport)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        appliance.SetFault("vpxd", ApplianceAction.Restart, ApplianceFault.Hang);
        using ApplianceShell shell = appliance.Shell(transport);
        ApplianceCommand start = ApplianceCommand.Control(ServiceAction.Restart, "vpxd");
        ApplianceException e = await Assert.ThrowsAsync<ApplianceException>(() =>
            shell.RunAsync(start, null, TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken)
        );
        Assert.Equal(ApplianceProblem.TimedOut, e.Problem);
        using CancellationTokenSource stop = new();
        Task running = shell.RunAsync(start, _ => stop.Cancel(), Deadline, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(0, (await RunAsync(shell, ApplianceCommand.StatusAll)).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_lost_connection_is_told_and_made_again(ServiceTransport transport)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        appliance.SetFault("vpxd", ApplianceAction.Start, ApplianceFault.KillDuring, times: 1);
        using ApplianceShell shell = appliance.Shell(transport);
        ApplianceException e = await Assert.ThrowsAsync<ApplianceException>(() =>
            RunAsync(shell, ApplianceCommand.Control(ServiceAction.Start, "vpxd"))
        );
        Assert.True(e.IsTransient, e.Message);
        appliance.StartServer();
        Assert.Equal(0, (await RunAsync(shell, ApplianceCommand.StatusAll)).ExitCode);
    }

    [Fact]
    public async Task A_password_needs_ssh_net_and_works_there()
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        SshTarget target = appliance.Target() with { KeyFile = null, Credential = new NetworkCredential(StandInAppliance.User, "wrong") };
        ApplianceException openSsh = Assert.Throws<ApplianceException>(() => ApplianceShell.Open(target, ServiceTransport.OpenSsh));
        Assert.Equal(ApplianceProblem.PasswordNotSupported, openSsh.Problem);
        Assert.Equal(ApplianceProblem.AuthenticationFailed, (await RefusalAsync(appliance, target, ServiceTransport.Auto)).Problem);
        Assert.SkipWhen(appliance.Password is null, "Only root, where mount namespaces may be made, can give this sshd a password.");
        using ApplianceShell shell = ApplianceShell.Open(
            target with
            {
                Credential = new NetworkCredential(StandInAppliance.User, appliance.Password),
            },
            ServiceTransport.Auto
        );
        Assert.Equal(0, (await RunAsync(shell, ApplianceCommand.StatusAll)).ExitCode);
    }

    [Fact]
    public async Task The_program_line_forwards_no_agent_and_shows_no_secret()
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        appliance.SetFault("vpxd", ApplianceAction.Restart, ApplianceFault.Hang);
        using ApplianceShell shell = appliance.Shell(ServiceTransport.OpenSsh);
        using CancellationTokenSource stop = new();
        string? arguments = null;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shell.RunAsync(
            ApplianceCommand.Control(ServiceAction.Restart, "vpxd"),
            _ =>
            {
                arguments ??= Fixtures.Repository.Run("ps", ["-eo", "args", "-ww"]).Output;
                stop.Cancel();
            },
            Deadline,
            stop.Token));
        Assert.NotNull(arguments);
        string[] lines = [.. arguments.Split('\n').Where(line => line.Contains(appliance.Folder) && line.Contains("BatchMode=yes"))];
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains("-o ForwardAgent=no", line, StringComparison.Ordinal));
        if (appliance.Password is string password)
        {
            Assert.DoesNotContain(password, arguments, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("vmware-vpxd; reboot")]
    [InlineData("$(reboot)")]
    [InlineData("nothing-like-it")]
    [InlineData("")]
    public void Only_known_services_reach_a_command(string name)
    {
        Assert.Throws<ArgumentException>(() => ApplianceCommand.Control(ServiceAction.Restart, name));
        Assert.False(ServiceCatalog.IsKnown(name));
    }

    [Fact]
    public void A_command_reads_as_the_article_types_it()
    {
        Assert.Equal(
            "service-control --restart vmware-vpxd vmware-envoy-hgw",
            ApplianceCommand.Control(ServiceAction.Restart, "vpxd", "vmware-envoy-hgw").Text
        );
        Assert.Equal("service-control --stop --all", ApplianceCommand.Control(ServiceAction.Stop).Text);
    }

    private static async Task<ApplianceException> RefusalAsync(StandInAppliance appliance, SshTarget target, ServiceTransport transport)
    {
        using ApplianceShell shell = ApplianceShell.Open(target, transport);
        ApplianceException e = await Assert.ThrowsAsync<ApplianceException>(() => RunAsync(shell, ApplianceCommand.StatusAll));
        Assert.NotEmpty(e.Advice);
        Assert.True(appliance.Commands().Count == 0, "A command was run.");
        return e;
    }

    private static Task<CommandResult> RunAsync(ApplianceShell shell, ApplianceCommand command, Action<string>? onOutput = null) =>
        shell.RunAsync(command, onOutput, Deadline, TestContext.Current.CancellationToken);
}
