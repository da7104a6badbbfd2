using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Tests.Appliances;
using VcsaAuthGuard.Tests.VSphere;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>Appliances' logs: what is sent, and what is read of it.</summary>
public class RemoteWatchTests
{
    [Theory]
    [InlineData(51)]
    public async Task Through_cuts_and_rotation_each_fault_is_reported_once(int seed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "An appliance's bash, coreutils, awk and gzip are Linux's.");
        using WatchedLogs logs = new(seed);
        bool AllReported() => logs.Faults.Select(fault => fault.Text).Distinct().Count() == logs.Written.Count;
        LocalBash bash = new(logs.Folder);
        int number = 1;
        string Active() => $"vpxd-{number}.log";
        logs.Append(Active(), logs.Line(), logs.Fault(), logs.Line());
        logs.Written.Clear();
        File.CreateSymbolicLink(logs.At("vpxd.log"), Active());
        WatchOptions options = new() { StatePath = logs.At("watch.state") };
        logs.StartRemote(new ShellLogs(new(bash)), options);
        await logs.PollUntil(() =>
            File.Exists(options.StatePath) && File.ReadAllText(options.StatePath).Contains(Active(), StringComparison.Ordinal)
        );
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
            if (logs.Pen.Chance(0.04))
            {
                await logs.PollUntil(AllReported);
            }
        }

        await logs.PollUntil(AllReported);
        await logs.PollUntil(() => true);
        logs.Problems.RemoveAll(IsOfConnection);
        Assert.Empty(logs.Problems);
        Assert.Equal(
            logs.Written.Order(StringComparer.Ordinal),
            logs.Events.Where(item => item.Fault is not null && !item.IsRepeat)
                .Select(item => item.Fault!.Text)
                .Order(StringComparer.Ordinal)
        );
        Assert.True(bash.Connections > 1);
        Assert.All(logs.Faults, fault => Assert.Equal(logs.LineOf(fault), fault.LineNumber));
    }

    [Theory]
    [InlineData(54)]
    public async Task However_slow_the_appliance_is_between_its_steps_no_log_on_disk_is_lost(int seed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "An appliance's bash, coreutils, awk and gzip are Linux's.");
        using WatchedLogs logs = new(seed);
        logs.Append("vpxd-1.log", logs.Line());
        logs.Append("vpxd-0.log", logs.Line(), logs.Fault());
        logs.Compress("vpxd-0.log");
        logs.Written.Clear();
        using WritingPlan plan = new(logs, steps: 60);
        WatchOptions options = new() { StatePath = logs.At("watch.state"), FromStart = true };
        LocalBash bash = new(logs.Folder, plan.Command);
        logs.StartRemote(new ShellLogs(new(bash)), options);
        await logs.PollUntil(() => plan.IsOver);
        bash.Cut();
        await logs.PollUntil(() => logs.Faults.Count() >= logs.Written.Count);
        Assert.Equal(logs.Written, logs.Faults.Select(fault => fault.Text));

        // Those that were read are known to the next run.
        logs.StartRemote(new ShellLogs(new(new LocalBash(logs.Folder))), options);
        logs.Append("vpxd-999.log", logs.Fault(), logs.Line());
        await logs.PollUntil(() => logs.Faults.Count() >= logs.Written.Count);
        logs.Problems.RemoveAll(IsOfConnection);
        Assert.Equal(LogGapReason.Missed, Assert.Single(logs.Gaps).Reason);
        logs.Problems.Clear();
        logs.AssertAllReportedOnce();
        Assert.Equal(logs.Written, logs.Faults.Select(fault => fault.Text));
    }

    [Theory]
    [InlineData(ServiceTransport.OpenSsh, StandInShell.Bash)]
    [InlineData(ServiceTransport.SshNet, StandInShell.Appliance)]
    public async Task An_appliance_is_followed_through_a_lost_connection(ServiceTransport transport, StandInShell shell)
    {
        using StandInAppliance appliance = new(shell);
        appliance.Require();
        using WatchedLogs logs = new(61, Directory.CreateDirectory(Path.Combine(appliance.Folder, "log-folder", "vpxd")).FullName);
        logs.Append("vpxd-1.log", logs.Line());
        logs.StartRemote(new ShellLogs(appliance.Shell(transport)), new() { FromStart = true });
        logs.Append("vpxd-1.log", logs.Fault(), logs.Fault());
        await logs.PollUntil(() => logs.Faults.Count() == 2);

        appliance.KillServer();
        logs.Append("vpxd-1.log", logs.Fault());
        logs.Append("vpxd-2.log", logs.Line(), logs.Fault());
        logs.Compress("vpxd-1.log");
        logs.Append("vpxd-3.log", logs.Fault(), logs.Line());
        logs.Compress("vpxd-2.log");
        logs.Poll(0);
        appliance.StartServer();
        await logs.PollUntil(() => logs.Faults.Count() >= 5);
        logs.Append("vpxd-3.log", logs.Fault());
        await logs.PollUntil(() => logs.Faults.Count() >= 6);
        logs.Problems.RemoveAll(IsOfConnection);
        logs.AssertAllReportedOnce();
        Assert.Equal(logs.Written, logs.Faults.Select(fault => fault.Text));
        Assert.All(logs.Events, item => Assert.Equal("vc1", item.Server));
        Assert.Equal("vc1:/var/log/vmware/vpxd/vpxd-2.log.gz", logs.Faults.ElementAt(3).Source);

        // Nothing was run but the one command that only reads, and nothing is there that was not.
        Assert.All(appliance.Commands(), command => Assert.Contains("tail", command, StringComparison.Ordinal));
        Assert.All(appliance.Commands(), command => Assert.DoesNotContain("service-control", command, StringComparison.Ordinal));
        Assert.Empty(appliance.Log());
        Assert.Equal(
            ["vpxd-1.log.gz", "vpxd-2.log.gz", "vpxd-3.log"],
            Directory.EnumerateFileSystemEntries(logs.Folder).Select(Path.GetFileName).Order()
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(appliance.Folder, "home")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(appliance.Folder, "run")));
    }

    [Fact]
    public void The_command_writes_nothing_and_takes_no_other_words()
    {
        ApplianceLog log = new(1024, new string('a', 64), 5)
        {
            StartSum = new string('b', 64),
            Points = "5:5:0123456789abcdef,0:0:fedcba9876543210",
        };
        string script = Follow(log, "SOAP request returned HTTP failure").Script;
        string[] targets =
        [
            .. System
                .Text.RegularExpressions.Regex.Matches(script, @"[^<=|-]>>?\s*(?!\()([^\s;&)]+)")
                .Select(match => match.Groups[1].Value)
                .Distinct(),
        ];
        Assert.Equal(["/dev/null"], targets.Where(target => target[0] == '/'));
        Assert.DoesNotContain('\n', script);
        Assert.Throws<ArgumentException>(() => Follow(log, "$(reboot)"));
        Assert.Throws<ArgumentException>(() => Follow(log, "a\"b"));
        Assert.Throws<ArgumentException>(() => Follow(log with { HeadSum = "$(reboot)" }, "a"));
        Assert.Throws<ArgumentException>(() => Follow(log with { StartSum = "$(reboot)" }, "a"));
        Assert.Throws<ArgumentException>(() => Follow(log with { Points = "$(reboot)" }, "a"));

        static ApplianceCommand Follow(ApplianceLog log, string word) =>
            ApplianceCommand.FollowLogs([log], isFirst: true, fromStart: false, 0, [word]);
    }

    /// <summary>Returns whether a problem is a lost connection, which a test may cause on purpose.</summary>
    private static bool IsOfConnection(LogProblem problem) =>
        problem.Message.EndsWith("The connection is tried again and again.", StringComparison.Ordinal);

    [Fact]
    public async Task A_machine_without_logs_is_a_problem_that_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "bash is Linux's.");
        using WatchedLogs logs = new(53);
        logs.StartRemote(new ShellLogs(new(new LocalBash("/no/such/folder"))), new());
        await logs.PollUntil(() => logs.Problems.Count > 0);
        Assert.Contains("There is no folder /var/log/vmware/vpxd on vc1", Assert.Single(logs.Problems).Message, StringComparison.Ordinal);
    }
}
