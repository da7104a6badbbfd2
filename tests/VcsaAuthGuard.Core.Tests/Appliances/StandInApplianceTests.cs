using VcsaAuthGuard.Fixtures;


namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>The stand-in appliance behind sshd, asked by OpenSSH's own client.</summary>
public sealed class StandInApplianceTests
{
    [Fact]
    public void Bash_runs_a_command_and_does_not_know_shell()
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        Assert.Equal((0, "Running: vmware-vpxd\n"), Ssh(appliance, "service-control --status vmware-vpxd"));
        Assert.Equal((127, ""), Ssh(appliance, "shell /bin/bash -c 'exit 7'"));
    }

    [Fact]
    public void The_appliance_shell_runs_bash_for_shell_and_answers_other_words()
    {
        using StandInAppliance appliance = new(StandInShell.Appliance);
        appliance.Require();
        const string granted = "Shell access is granted to root\n";
        Assert.Equal(
            (3, granted + "Running: vmware-vpxd\n"),
            Ssh(appliance, "shell /bin/bash -c 'service-control --status vmware-vpxd; exit 3'")
        );
        Assert.Equal((0, "Unknown command: `/bin/bash'\n"), Ssh(appliance, "/bin/bash -c 'exit 7'"));
        appliance.SetShell(StandInShell.ApplianceLoud);
        (int code, string output) = Ssh(appliance, "shell /bin/bash -c 'true'");
        Assert.Equal(0, code);
        Assert.StartsWith("Connected to service\n\n    * List APIs: \"help api list\"\n", output, StringComparison.Ordinal);
        Assert.EndsWith(granted, output, StringComparison.Ordinal);
        Assert.Equal(3, appliance.Commands().Count);
    }

    [Fact]
    public void Fixed_places_of_an_appliance_are_the_stand_ins_own()
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        Assert.Equal(
            (0, "Running: vmware-vpxd\n"),
            Ssh(
                appliance,
                "mkdir -p /var/run/vcsa-authguard && /usr/bin/service-control --status vpxd >/var/run/vcsa-authguard/out; "
                    + "cat /var/run/vcsa-authguard/out"
            )
        );
        Assert.True(File.Exists(Path.Combine(appliance.Folder, "run", "vcsa-authguard", "out")));
        Assert.False(Directory.Exists("/var/run/vcsa-authguard"));
    }

    [Fact]
    public void A_killed_server_takes_its_sessions_and_leaves_detached_work_and_the_state()
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        appliance.SetFault("vpxd", ApplianceAction.Restart, ApplianceFault.KillDuring, times: 1);
        Assert.Equal(255, Ssh(appliance, "service-control --restart vmware-vpxd").Code);
        Assert.Equal("STOPPED", appliance.States()["vpxd"].RunState);
        Assert.Equal(255, Ssh(appliance, "true").Code);
        appliance.StartServer();
        Assert.Equal((0, "Stopped: vmware-vpxd\n"), Ssh(appliance, "service-control --status vmware-vpxd"));

        appliance.SetFault("vpxd", ApplianceAction.Start, ApplianceFault.KillDuring, seconds: 0.3, times: 1);
        Assert.Equal(
            255,
            Ssh(appliance, "setsid bash -c 'service-control --start vmware-vpxd' </dev/null >/dev/null 2>&1 & sleep 60").Code
        );
        WaitUntil(() => Ssh(appliance, "true").Code == 0);
        WaitUntil(() => appliance.Log().Contains("Start vpxd 0"));
        Assert.True(appliance.States()["vpxd"].IsUp);
    }

    [Fact]
    public void Known_hosts_holds_until_the_keys_change()
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        Assert.Equal(0, Ssh(appliance, "true").Code);
        IReadOnlyDictionary<string, string> before = appliance.HostKeyFingerprints();
        Assert.Equal(["ssh-ed25519", "ssh-rsa"], before.Keys.Order());
        appliance.ChangeHostKey();
        Assert.Equal(255, Ssh(appliance, "true").Code);
        Assert.DoesNotContain(appliance.HostKeyFingerprints()["ssh-ed25519"], before.Values);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_password_is_checked(bool isRight)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        Assert.SkipWhen(
            isRight && appliance.Password is null,
            "Only root, where mount namespaces may be made, can give this sshd a password."
        );
        string ask = Path.Combine(appliance.Folder, "ask");
        File.WriteAllText(ask, $"#!/bin/sh\necho {(isRight ? appliance.Password : "wrong")}\n");
        Repository.Run("chmod", ["700", ask]);
        (int code, _) = Ssh(
            appliance,
            "true",
            "env",
            [$"SSH_ASKPASS={ask}", "SSH_ASKPASS_REQUIRE=force", "ssh", "-o", "PubkeyAuthentication=no", "-o", "NumberOfPasswordPrompts=1"]
        );
        Assert.Equal(isRight ? 0 : 255, code);
    }

    private static (int Code, string Output) Ssh(StandInAppliance appliance, string command) =>
        Ssh(appliance, command, "ssh", ["-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-i", appliance.ClientKeyPath]);

    private static (int Code, string Output) Ssh(StandInAppliance appliance, string command, string program, string[] start)
    {
        (int code, string output, _) = Repository.Run(
            program,
            [
                .. start,
                "-F",
                "none",
                "-o",
                $"UserKnownHostsFile={appliance.KnownHostsPath}",
                "-p",
                $"{appliance.Port}",
                $"{StandInAppliance.User}@{StandInAppliance.Host}",
                command,
            ]
        );
        return (code, output);
    }

    private static void WaitUntil(Func<bool> condition)
    {
        DateTime deadline = DateTime.UtcNow.AddMinutes(10);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It did not come about in 10 minutes.");
            Thread.Sleep(20);
        }
    }
}
