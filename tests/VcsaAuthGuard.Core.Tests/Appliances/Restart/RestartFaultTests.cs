using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Appliances;


namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>Every fault at every step, over a real sshd: the restart ends as it must, and its report is what the appliance's own files
/// say.</summary>
public abstract class RestartFaultTests(ServiceTransport transport)
{
    protected async Task RunAsync(RestartCase one)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        if (one.LacksRestart)
        {
            appliance.SetFault("*", ApplianceAction.Restart, ApplianceFault.Missing);
        }

        foreach (RestartCase.Fault fault in one.Faults)
        {
            appliance.SetFault(fault.Service, fault.Action, fault.Kind, fault.Seconds, fault.Times, fault.Skip);
        }

        IReadOnlyDictionary<string, StandInService> before = appliance.States();
        List<RestartEvent> events = [];
        JumpingTimeProvider clock = new();
        using ShellServiceControl control = new(appliance.Shell(transport)) { TimeProvider = clock };
        RestartOptions options = new()
        {
            Scope = one.Scope,
            Timeout = TimeSpan.FromSeconds(one.Seconds),
            StepTimeout = TimeSpan.FromMinutes(10),
            LastGrace = TimeSpan.FromSeconds(0.5),
            PollInterval = TimeSpan.FromMilliseconds(150),
            OnEvent = happened =>
            {
                lock (events)
                {
                    events.Add(happened);
                }

                if (one.IsGone && happened.Text.Contains("Reconnecting.", StringComparison.Ordinal))
                {
                    clock.Jump(TimeSpan.FromHours(1));
                }
            },
        };
        Task<RestartReport> restart = Task.Run(
            () => new PipelineRestart(control, options).RunAsync(TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);
        if (one.HasHangingStep)
        {
            await MarkHangingStepLateAsync(appliance, restart);
        }

        RestartReport report = await restart;
        IReadOnlyDictionary<string, StandInService> after = appliance.States();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', events));
        TestContext.Current.TestOutputHelper?.WriteLine($"{report}");

        Assert.Equal(one.Outcome, report.Outcome);
        Assert.Equal(report.Outcome == RestartOutcome.Refused, report.Steps.Count == 0);
        if (report.Outcome == RestartOutcome.Refused)
        {
            Assert.NotNull(report.Reason);
            Assert.Equal(
                before.Values.Select(service => (service.Id, service.ProcessId)),
                after.Values.Select(service => (service.Id, service.ProcessId))
            );
            return;
        }

        // Whatever should run and does not is named; what is named may only be more where nothing could be read.
        IEnumerable<string> down = before.Values.Where(service => service.IsUp && !after[service.Id].IsUp).Select(service => service.Name);
        Assert.Empty(down.Except(report.Down));
        if (report.Outcome == RestartOutcome.Failed)
        {
            Assert.NotNull(report.Reason);
            Assert.Equal(2, report.NextCommands.Count);
            return;
        }

        Assert.Empty(report.Down);
        Assert.Equal(!one.IsUnproven, report.IsProven);
        Assert.Equal(one.IsUnproven, report.Reason is not null);
        foreach (string id in new[] { "vpxd", "envoy-hgw" })
        {
            Assert.True(after[id].IsUp);
            Assert.NotEqual(before[id].ProcessId, after[id].ProcessId);
        }

        // The lock and what the steps left are gone.
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(appliance.Folder, "run", "vcsa-authguard")));
    }

    /// <summary>Waits until a step hangs and marks it as the appliance does when the time of the step is over.</summary>
    private static async Task MarkHangingStepLateAsync(StandInAppliance appliance, Task restart)
    {
        while (!restart.IsCompleted && !appliance.Log().Any(entry => entry.StartsWith("hang ", StringComparison.Ordinal)))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        string[] steps = Directory.GetFiles(appliance.RunFolder(), "command", SearchOption.AllDirectories);
        string hanging = Assert.Single(steps, step => !File.Exists(Path.Combine(Path.GetDirectoryName(step)!, "rc")));
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(hanging)!, "late"), "", TestContext.Current.CancellationToken);
    }
}

/// <summary>Over the ssh program, part 1 of 4: classes run side by side.</summary>
public sealed class OpenSshRestartFirstTests() : RestartFaultTests(ServiceTransport.OpenSsh)
{
    public static TheoryData<RestartCase> Cases() => [.. RestartCase.Of(ServiceTransport.OpenSsh, 0)];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Cases))]
    public Task A_fault_is_overcome_or_reported(RestartCase one) => RunAsync(one);
}

/// <summary>Over the ssh program, part 2 of 4: classes run side by side.</summary>
public sealed class OpenSshRestartSecondTests() : RestartFaultTests(ServiceTransport.OpenSsh)
{
    public static TheoryData<RestartCase> Cases() => [.. RestartCase.Of(ServiceTransport.OpenSsh, 1)];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Cases))]
    public Task A_fault_is_overcome_or_reported(RestartCase one) => RunAsync(one);
}

/// <summary>Over the ssh program, part 3 of 4: classes run side by side.</summary>
public sealed class OpenSshRestartThirdTests() : RestartFaultTests(ServiceTransport.OpenSsh)
{
    public static TheoryData<RestartCase> Cases() => [.. RestartCase.Of(ServiceTransport.OpenSsh, 2)];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Cases))]
    public Task A_fault_is_overcome_or_reported(RestartCase one) => RunAsync(one);
}

/// <summary>Over the ssh program, part 4 of 4: classes run side by side.</summary>
public sealed class OpenSshRestartFourthTests() : RestartFaultTests(ServiceTransport.OpenSsh)
{
    public static TheoryData<RestartCase> Cases() => [.. RestartCase.Of(ServiceTransport.OpenSsh, 3)];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Cases))]
    public Task A_fault_is_overcome_or_reported(RestartCase one) => RunAsync(one);
}

/// <summary>Over SSH.NET, part 1 of 4.</summary>
public sealed class SshNetRestartFirstTests() : RestartFaultTests(ServiceTransport.SshNet)
{
    public static TheoryData<RestartCase> Cases() => [.. RestartCase.Of(ServiceTransport.SshNet, 0)];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Cases))]
    public Task A_fault_is_overcome_or_reported(RestartCase one) => RunAsync(one);
}

/// <summary>Over SSH.NET, part 2 of 4.</summary>
public sealed class SshNetRestartSecondTests() : RestartFaultTests(ServiceTransport.SshNet)
{
    public static TheoryData<RestartCase> Cases() => [.. RestartCase.Of(ServiceTransport.SshNet, 1)];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Cases))]
    public Task A_fault_is_overcome_or_reported(RestartCase one) => RunAsync(one);
}

/// <summary>Over SSH.NET, part 3 of 4.</summary>
public sealed class SshNetRestartThirdTests() : RestartFaultTests(ServiceTransport.SshNet)
{
    public static TheoryData<RestartCase> Cases() => [.. RestartCase.Of(ServiceTransport.SshNet, 2)];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Cases))]
    public Task A_fault_is_overcome_or_reported(RestartCase one) => RunAsync(one);
}

/// <summary>Over SSH.NET, part 4 of 4.</summary>
public sealed class SshNetRestartFourthTests() : RestartFaultTests(ServiceTransport.SshNet)
{
    public static TheoryData<RestartCase> Cases() => [.. RestartCase.Of(ServiceTransport.SshNet, 3)];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Cases))]
    public Task A_fault_is_overcome_or_reported(RestartCase one) => RunAsync(one);
}
