using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Tests.Appliances;
using VcsaAuthGuard.Tests.VSphere;
using VcsaAuthGuard.Watching;


namespace VcsaAuthGuard.Tests.Watching;

/// <summary>Appliances' logs: what is sent, and what is read of it.</summary>
public class RemoteWatchTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData(51)]
    [InlineData(52)]
    public void Through_cuts_and_rotation_each_fault_is_told_of_once(int seed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "An appliance's bash, coreutils, awk and gzip are Linux's.");
        using WatchedLogs logs = new(seed);
        LocalBash bash = new(logs.Folder);
        int number = 1;
        string Active() => $"vpxd-{number}.log";
        logs.Append(Active(), logs.Line(), logs.Fault(), logs.Line());
        logs.Written.Clear();
        File.CreateSymbolicLink(logs.At("vpxd.log"), Active());
        WatchOptions options = new() { StatePath = logs.At("watch.state") };
        logs.StartRemote(new ShellLogs(new(bash)), options);
        logs.PollUntil(() => File.Exists(options.StatePath) && File.ReadAllText(options.StatePath).Contains(Active(), StringComparison.Ordinal), Deadline);
        for (int i = 0; i < 400; i++)
        {
            byte[] entry = logs.Pen.Chance(0.3) ? logs.Fault() : logs.Pen.Chance(0.1) ? logs.LongEntry() : logs.Line();
            int cut = logs.Pen.Chance(0.3) ? logs.Pen.Next(entry.Length) : 0;
            logs.Append(Active(), entry[..cut]);
            if (cut > 0 && logs.Pen.Chance(0.3))
            {
                logs.Poll(0);
            }

            logs.Append(Active(), entry[cut..]);
            if (logs.Pen.Chance(0.1))
            {
                // vpxd goes on with another log; an older one is compressed.
                number++;
                logs.Append(Active(), logs.Line());
                File.Delete(logs.At("vpxd.log"));
                File.CreateSymbolicLink(logs.At("vpxd.log"), Active());
                int old = logs.Pen.Chance(0.3) ? number - 1 : number - 3;
                if (File.Exists(logs.At($"vpxd-{old}.log")))
                {
                    logs.Compress($"vpxd-{old}.log");
                }
            }

            if (i % 100 == 50)
            {
                bash.Cut();
            }

            if (i == 222)
            {
                // The watcher ends, and another goes on with its state.
                bash = new(logs.Folder);
                logs.StartRemote(new ShellLogs(new(bash)), options);
            }

            logs.Poll(0);
            Thread.Sleep(logs.Pen.Next(10));
        }

        logs.PollUntil(() => logs.Faults.Select(fault => fault.Text).Distinct().Count() == logs.Written.Count, Deadline);
        logs.PollUntil(() => true, Deadline);
        logs.Problems.RemoveAll(IsOfConnection);
        Assert.Empty(logs.Problems);
        Assert.Equal(logs.Written.Order(StringComparer.Ordinal), logs.Told.Where(told => told.Fault is not null && !told.IsRepeat).Select(told => told.Fault!.Text).Order(StringComparer.Ordinal));
        Assert.True(bash.Connections > 1);
        Assert.All(logs.Faults, fault => Assert.Equal(logs.LineOf(fault), fault.LineNumber));
    }

    [Theory]
    [InlineData(ServiceTransport.OpenSsh, StandInShell.Bash)]
    [InlineData(ServiceTransport.SshNet, StandInShell.Appliance)]
    public void An_appliance_is_followed_through_a_lost_connection(ServiceTransport transport, StandInShell shell)
    {
        using StandInAppliance appliance = new(shell);
        appliance.Require();
        using WatchedLogs logs = new(61, Directory.CreateDirectory(Path.Combine(appliance.Folder, "log-folder", "vpxd")).FullName);
        logs.Append("vpxd-1.log", logs.Line());
        logs.StartRemote(new ShellLogs(appliance.Shell(transport)), new() { FromStart = true });
        logs.Append("vpxd-1.log", logs.Fault(), logs.Fault());
        logs.PollUntil(() => logs.Faults.Count() == 2, Deadline);

        appliance.KillServer();
        logs.Append("vpxd-1.log", logs.Fault());
        logs.Append("vpxd-2.log", logs.Line(), logs.Fault());
        logs.Compress("vpxd-1.log");
        logs.Append("vpxd-3.log", logs.Fault(), logs.Line());
        logs.Compress("vpxd-2.log");
        logs.Poll(0);
        appliance.StartServer();
        logs.PollUntil(() => logs.Faults.Count() >= 5, Deadline);
        logs.Append("vpxd-3.log", logs.Fault());
        logs.PollUntil(() => logs.Faults.Count() >= 6, Deadline);
        logs.Problems.RemoveAll(IsOfConnection);
        logs.AssertAllToldOnce();
        Assert.Equal(logs.Written, logs.Faults.Select(fault => fault.Text));
        Assert.All(logs.Told, told => Assert.Equal("vc1", told.Server));
        Assert.Equal("vc1:/var/log/vmware/vpxd/vpxd-2.log.gz", logs.Faults.ElementAt(3).Source);

        // Nothing was run but the one command that only reads, and nothing is there that was not.
        Assert.All(appliance.Commands(), command => Assert.Contains("tail", command, StringComparison.Ordinal));
        Assert.All(appliance.Commands(), command => Assert.DoesNotContain("service-control", command, StringComparison.Ordinal));
        Assert.Empty(appliance.Log());
        Assert.Equal(["vpxd-1.log.gz", "vpxd-2.log.gz", "vpxd-3.log"], Directory.EnumerateFileSystemEntries(logs.Folder).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(appliance.Folder, "home")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(appliance.Folder, "run")));
    }

    [Fact]
    public void The_command_writes_nothing_and_takes_no_other_words()
    {
        string script = ApplianceCommand.FollowLogs([new(1024, new string('a', 64), 5)], fromEnd: true, ["SOAP request returned HTTP failure"]).Script;
        string[] targets = [.. System.Text.RegularExpressions.Regex.Matches(script, @"[^<=|-]>>?\s*(?!\()([^\s;&)]+)").Select(match => match.Groups[1].Value).Distinct()];
        Assert.Equal(["/dev/null"], targets.Where(target => target[0] == '/'));
        Assert.DoesNotContain('\n', script);
        Assert.Throws<ArgumentException>(() => ApplianceCommand.FollowLogs([], false, ["$(reboot)"]));
        Assert.Throws<ArgumentException>(() => ApplianceCommand.FollowLogs([], false, ["a\"b"]));
        Assert.Throws<ArgumentException>(() => ApplianceCommand.FollowLogs([new(1, "$(reboot)", 0)], false, ["a"]));
    }

    /// <summary>Whether a problem is that there was no connection for a while, which it is for a test to have.</summary>
    private static bool IsOfConnection(LogProblem problem) => problem.Message.EndsWith("It is tried again and again.", StringComparison.Ordinal);

    [Fact]
    public void A_machine_without_logs_is_a_problem_that_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "bash is Linux's.");
        using WatchedLogs logs = new(53);
        logs.StartRemote(new ShellLogs(new(new LocalBash("/no/such/folder"))), new());
        logs.PollUntil(() => logs.Problems.Count > 0, Deadline);
        Assert.Contains("There is no folder /var/log/vmware/vpxd on vc1", Assert.Single(logs.Problems).Message, StringComparison.Ordinal);
    }
}
