using VcsaAuthGuard.Fixtures;

using static VcsaAuthGuard.Tests.Appliances.ApplianceAction;
using static VcsaAuthGuard.Tests.Appliances.ApplianceFault;

namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>The commands of the stand-in appliance, run without ssh: they print what the sample has, and each fault does what it
/// says.</summary>
public sealed class ApplianceStateTests : IDisposable
{
    private const string Vpxd = "vmware-vpxd";

    private readonly ApplianceState? _state = OperatingSystem.IsLinux() ? new() : null;

    private ApplianceState State
    {
        get
        {
            Assert.SkipUnless(_state is not null, "The stand-in appliance needs Linux with bash 5, flock and setsid.");
            return _state;
        }
    }

    [Theory]
    [InlineData("--status --all")]
    [InlineData("--start lwsmd")]
    [InlineData("--start --all")]
    [InlineData("--start vmware-vpxd")]
    public void Service_control_prints_the_sample(string arguments)
    {
        string[] sample = File.ReadAllLines(Repository.Sample("service-control.txt"));
        int start = Array.IndexOf(sample, $"$ service-control {arguments}") + 1;
        IEnumerable<string> expected = sample.Skip(start).TakeWhile(line => line.Length > 0 && line[0] != '$');
        State.SetFault("vpxd", Start, Fail);
        (int code, string output, string errors) = State.Run("service-control", arguments.Split(' '));
        if (arguments == "--start --all")
        {
            // vpxd runs: only a fault that is met makes it fail, and this one is. The sample's call met none.
            Assert.Equal(1, code);
            State.ClearFaults();
            (code, output, errors) = State.Run("service-control", arguments.Split(' '));
        }

        Assert.Equal(expected, (output + errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(arguments == "--start vmware-vpxd" ? 1 : 0, code);
    }

    [Fact]
    public void Vmon_cli_prints_what_proves_a_restart()
    {
        int? before = State.States()["vpxd"].ProcessId;
        Assert.Equal((0, "Completed Restart service request.\n", ""), State.Run("vmon-cli", "-r", "vpxd"));
        string[] lines = State.Run("vmon-cli", "-s", "vpxd").Output.Split('\n');
        string[] names =
        [
            "Name",
            "Starttype",
            "RunState",
            "RunAsUser",
            "CurrentRunStateDuration(ms)",
            "HealthState",
            "FailStop",
            "MainProcessId",
            "",
        ];
        Assert.Equal(names, lines.Select(line => line.Split(':')[0]));
        Assert.NotEqual(before, State.States()["vpxd"].ProcessId);
        Assert.Contains($"MainProcessId: {State.States()["vpxd"].ProcessId}", lines);
        Assert.Contains("\nvpxd\n", State.Run("vmon-cli", "-l").Output, StringComparison.Ordinal);
        Assert.Contains("vmware-vpxd (VMware vCenter Server)\n", State.Run("service-control", "--list").Output, StringComparison.Ordinal);
    }

    /// <summary>Each fault: the command, its exit code, a part of what it wrote, and the state at its end.</summary>
    [Theory]
    [InlineData(Start, Fail, 0, "--start", 1, "install.ciscommon.service.failstart", "STOPPED")]
    [InlineData(Start, LieSuccess, 0, "--start", 0, "Successfully started service vpxd", "STOPPED")]
    [InlineData(Start, LieFailure, 0, "--start", 1, "Service-control failed", "STARTED")]
    [InlineData(Start, Slow, 0.3, "--start", 0, "Successfully", "STARTED")]
    [InlineData(Start, Dies, 0, "--start", 0, "Successfully", "STOPPED")]
    [InlineData(Start, Dies, 600, "--start", 0, "Successfully", "STARTED")]
    [InlineData(Stop, Fail, 0, "--stop", 1, "Error executing stop", "STARTED")]
    [InlineData(Stop, LieSuccess, 0, "--stop", 0, "Successfully stopped", "STARTED")]
    [InlineData(Stop, LieFailure, 0, "--stop", 1, "Error executing stop", "STOPPED")]
    [InlineData(Restart, Missing, 0, "--restart", 2, "error: unrecognized arguments: --restart", "STARTED")]
    [InlineData(Restart, Fail, 0, "--restart", 1, "Error executing restart", "STOPPED")]
    [InlineData(Restart, LieSuccess, 0, "--restart", 0, "Successfully restarted", "STOPPED")]
    [InlineData(Restart, LieFailure, 0, "--restart", 1, "Error executing restart", "STARTED")]
    [InlineData(Restart, Slow, 0.3, "--restart", 0, "Successfully restarted", "STARTED")]
    [InlineData(Start, Fail, 0, "--restart", 1, "Error executing restart", "STOPPED")]
    [InlineData(Stop, Fail, 0, "--restart", 1, "Error executing restart", "STARTED")]
    [InlineData(Status, Unreadable, 0, "--status", 1, "Traceback (most recent call last)", "STARTED")]
    [InlineData(Status, Missing, 0, "--status", 127, "command not found", "STARTED")]
    public void A_fault_does_what_it_says(
        ApplianceAction action,
        ApplianceFault fault,
        double seconds,
        string option,
        int code,
        string text,
        string state
    )
    {
        if (option == "--start")
        {
            State.Put("vpxd", "STOPPED");
        }

        State.SetFault("vpxd", action, fault, seconds);
        (int exit, string output, string errors) = State.Run("service-control", option, Vpxd);
        Assert.Equal(code, exit);
        Assert.Contains(text, output + errors, StringComparison.Ordinal);
        Assert.Equal(state, State.States()["vpxd"].RunState);
    }

    [Theory]
    [InlineData(Degraded, "DEGRADED")]
    [InlineData(Unhealthy, "UNHEALTHY")]
    public void A_sick_service_heals_after_its_seconds_or_never(ApplianceFault fault, string word)
    {
        State.SetFault("vpxd", Restart, fault, seconds: 600, times: 1);
        State.Run("service-control", "--restart", Vpxd);
        Assert.Equal(word, State.States()["vpxd"].Health);
        Assert.Contains($"HealthState: {word}", State.Run("vmon-cli", "-s", "vpxd").Output, StringComparison.Ordinal);
        Assert.Equal(
            [word, "HEALTHY"],
            State.History()["vpxd"].Select(entry => entry.Service).Where(service => service.IsUp).Skip(1).Select(service => service.Health)
        );
        State.SetFault("vpxd", Start, fault, times: 1);
        State.Run("service-control", "--restart", Vpxd);
        Assert.Equal(word, State.History()["vpxd"][^1].Service.Health);
    }

    [Fact]
    public void A_restart_may_keep_the_process()
    {
        StandInService before = State.States()["vpxd"];
        State.SetFault("vpxd", Restart, SameProcess);
        Assert.Equal(0, State.Run("service-control", "--restart", Vpxd).ExitCode);
        Assert.Equal(before, State.States()["vpxd"]);
    }

    [Fact]
    public async Task A_hang_leaves_the_state_under_way()
    {
        State.SetFault("vpxd", Start, Hang);
        Task<(int ExitCode, string Output, string Errors)> restart = Task.Run(
            () => State.Run("service-control", "--restart", Vpxd),
            TestContext.Current.CancellationToken
        );
        DateTime deadline = DateTime.UtcNow.AddMinutes(10);
        while (!State.Log().Contains("hang Start vpxd"))
        {
            Assert.True(DateTime.UtcNow < deadline, "It did not hang in 10 minutes.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal("StartPending: vmware-vpxd\n", State.Run("service-control", "--status", Vpxd).Output);
        Assert.Contains(
            "StartPending:\n vmware-vpxd\n",
            State.Run("service-control", "--status", "--all").Output,
            StringComparison.Ordinal
        );
        State.Dispose();
        Assert.Equal(137, (await restart).ExitCode);
    }

    [Fact]
    public void Faults_count_their_calls()
    {
        State.SetFault("vpxd", Status, Unreadable, times: 2, skip: 1);
        Assert.Equal([0, 1, 1, 0], Enumerable.Range(0, 4).Select(_ => State.Run("service-control", "--status", "vpxd").ExitCode));
        Assert.Equal(0, State.Run("vmon-cli", "-s", "vpxd").ExitCode);
        State.SetFault("*", Vmon, Unreadable);
        Assert.Equal(1, State.Run("vmon-cli", "-s", "vpxd").ExitCode);
        Assert.Equal(1, State.Run("vmon-cli", "-l").ExitCode);
    }

    public void Dispose() => _state?.Dispose();
}
