using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Appliances;

namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>A step that outlasts the timeout: the client reports it, and the appliance starts the services afterwards.</summary>
public class RestartLateStepTests
{
    [Theory]
    [InlineData(RestartScope.Full, ApplianceFault.Slow, 3)]
    [InlineData(RestartScope.Full, ApplianceFault.Hang, 0)]
    [InlineData(RestartScope.Targeted, ApplianceFault.Slow, 3)]
    [InlineData(RestartScope.Targeted, ApplianceFault.Hang, 0)]
    public async Task Services_run_again_after_a_stop_that_is_late(RestartScope scope, ApplianceFault fault, double seconds)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        appliance.SetFault("*", ApplianceAction.Restart, ApplianceFault.Missing);
        appliance.SetFault("vpxd", ApplianceAction.Stop, fault, seconds, times: 1);
        IReadOnlyDictionary<string, StandInService> before = appliance.States();
        using ShellServiceControl control = appliance.Control(ServiceTransport.OpenSsh);
        RestartOptions options = new()
        {
            Scope = scope,
            StepTimeout = TimeSpan.FromSeconds(2),
            PollInterval = TimeSpan.FromMilliseconds(150),
        };
        RestartReport report = await new PipelineRestart(control, options).RunAsync(TestContext.Current.CancellationToken);
        Assert.Contains("starts the services by itself", report.Reason, StringComparison.Ordinal);
        await appliance.WaitForLockReleaseAsync();
        IReadOnlyDictionary<string, StandInService> after = appliance.States();
        Assert.Empty(before.Values.Where(service => service.IsUp && !after[service.Id].IsUp).Select(service => service.Name));
    }
}
