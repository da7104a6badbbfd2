using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Appliances.Ssh;
using VcsaAuthGuard.Appliances;


namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>Tests the checks before a restart, and which of their results prevent it.</summary>
public class RestartGuardTests
{
    public static TheoryData<ServiceTransport> Transports() => [.. ApplianceShells.Transports];

    [Theory]
    [InlineData("STARTING")]
    [InlineData("STOPPING")]
    public async Task A_service_on_its_way_stops_it(string state)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        appliance.Put("envoy-hgw", state);
        RestartReport report = await RunAsync(appliance);
        AssertRefused(appliance, report, "starting or stopping");
    }

    [Fact]
    public async Task Running_tasks_stop_it_unless_forced()
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        RestartReport report = await RunAsync(
            appliance,
            new() { RunningTasks = ["Create virtual machine snapshot of vm-7", "Backup of vm-8"] }
        );
        AssertRefused(appliance, report, "Create virtual machine snapshot of vm-7; Backup of vm-8");
        report = await RunAsync(appliance, new() { RunningTasks = ["Backup of vm-8"], Force = true });
        Assert.Equal(RestartOutcome.Restarted, report.Outcome);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Another_restart_stops_it_and_its_age_is_said(ServiceTransport transport)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        // As a restart leaves it that was ended by force.
        string folder = Path.Combine(appliance.Folder, "run", "vcsa-authguard", "lock");
        Directory.CreateDirectory(folder);
        Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow.AddMinutes(-10));
        RestartReport report = await RunAsync(appliance, transport: transport);
        AssertRefused(appliance, report, " min old");
        // The test itself takes a while.
        Assert.Matches(" 1[0-9] min old", report.Reason);
        Assert.True(Directory.Exists(folder));

        // Force alone takes over a lock only that is older than a restart may last.
        AssertRefused(appliance, await RunAsync(appliance, new() { Force = true, Timeout = TimeSpan.FromMinutes(60) }), " min old");
        Assert.Equal(
            RestartOutcome.Restarted,
            (await RunAsync(appliance, new() { Force = true, Timeout = TimeSpan.FromMinutes(5) })).Outcome
        );
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_lock_whose_restart_is_at_work_is_not_taken_over()
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        using ShellServiceControl other = appliance.Control(ServiceTransport.OpenSsh);
        ServiceRun run = new() { Steps = [new(ServiceAction.Restart, ServiceCatalog.ProxyPipeline)] };
        Assert.Null(await other.AcquireLockAsync(run, TestContext.Current.CancellationToken));
        Directory.SetLastWriteTimeUtc(Path.Combine(appliance.RunFolder(), "lock"), DateTime.UtcNow.AddMinutes(-60));
        AssertRefused(appliance, await RunAsync(appliance, new() { Force = true, Timeout = TimeSpan.FromMinutes(5) }), " min old");

        await other.ReleaseAsync(run, TestContext.Current.CancellationToken);
        Assert.False(appliance.HasLock());
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_service_that_sets_out_between_the_check_and_the_lock_stops_it(ServiceTransport transport)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        LosableShell shell = new(appliance.Shell(transport))
        {
            OnEnd = command =>
            {
                if (command.Text.StartsWith("mkdir ", StringComparison.Ordinal))
                {
                    appliance.Put("vpxd", "STARTING");
                }
            },
        };
        using ShellServiceControl control = new(shell);
        RestartReport report = await new PipelineRestart(control, new()).RunAsync(TestContext.Current.CancellationToken);
        AssertRefused(appliance, report, "starting or stopping");
        Assert.False(appliance.HasLock());
    }

    [Fact]
    public async Task A_service_that_stops_after_the_first_look_is_started_again()
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        int looks = 0;
        RestartReport report = await RunAsync(
            appliance,
            new()
            {
                OnEvent = item =>
                {
                    if (item.Kind == RestartEventKind.State && ++looks == 1)
                    {
                        appliance.Put("vpxd", "STOPPED");
                    }
                },
            });
        Assert.Equal(RestartOutcome.Restarted, report.Outcome);
        Assert.True(appliance.States()["vpxd"].IsUp);
        Assert.Contains("service-control --start vmware-vpxd", report.Steps.Select(step => step.Command));
    }

    [Fact]
    public async Task An_appliance_without_a_host_gateway_is_refused()
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        File.Delete(Path.Combine(appliance.Folder, "services", "envoy-hgw"));
        AssertRefused(appliance, await RunAsync(appliance), "no service vmware-envoy-hgw");
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task An_appliance_out_of_reach_is_refused(ServiceTransport transport)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        appliance.KillServer();
        RestartReport report = await RunAsync(appliance, transport: transport);
        Assert.Equal(RestartOutcome.Refused, report.Outcome);
        Assert.Contains("cannot be reached", report.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Cancelling_ends_it_before_the_first_step_and_not_after(ServiceTransport transport)
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        using CancellationTokenSource before = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            RunAsync(appliance, new() { OnEvent = _ => before.Cancel() }, transport, before)
        );
        Assert.Empty(appliance.Log());

        appliance.SetFault("vpxd", ApplianceAction.Restart, ApplianceFault.Slow, 0.3);
        using CancellationTokenSource within = new();
        RestartReport report = await RunAsync(
            appliance,
            new()
            {
                OnEvent = happened =>
                {
                    if (happened.Kind == RestartEventKind.Step)
                    {
                        within.Cancel();
                    }
                },
            },
            transport,
            within);
        Assert.Equal(RestartOutcome.Restarted, report.Outcome);
        Assert.True(appliance.States()["vpxd"].IsUp);
    }

    [Fact]
    public async Task A_login_is_proven_and_waited_for()
    {
        using StandInAppliance appliance = new();
        appliance.Require();
        int tries = 0;
        RestartReport report = await RunAsync(
            appliance,
            new() { ProveLogin = _ => ++tries < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask }
        );
        Assert.Equal((RestartOutcome.Restarted, 3), (report.Outcome, tries));
        report = await RunAsync(
            appliance,
            new() { ProveLogin = _ => throw new InvalidOperationException("never"), LoginTimeout = TimeSpan.Zero }
        );
        Assert.Equal(RestartOutcome.Failed, report.Outcome);
        Assert.Contains("a login does not work: never", report.Reason, StringComparison.Ordinal);
        Assert.Empty(report.Down);
        Assert.Equal(2, report.NextCommands.Count);
    }

    [Fact]
    public async Task One_that_fails_among_several_at_a_time_does_not_matter_to_the_others()
    {
        StandInAppliance[] appliances = [.. Enumerable.Range(0, 5).Select(_ => new StandInAppliance())];
        try
        {
            appliances[0].Require();
            appliances[3].SetFault("vpxd", ApplianceAction.Start, ApplianceFault.Fail);
            RestartOptions options = new() { LastGrace = TimeSpan.FromSeconds(0.5) };
            RestartReport[] reports = await Task.WhenAll(appliances.Select(appliance => Task.Run(() => RunAsync(appliance, options))));
            for (int index = 0; index < reports.Length; index++)
            {
                Assert.Equal(index == 3 ? RestartOutcome.Failed : RestartOutcome.Restarted, reports[index].Outcome);
                Assert.Equal(reports[index].Down.Contains("vmware-vpxd"), !appliances[index].States()["vpxd"].IsUp);
            }
        }
        finally
        {
            Array.ForEach(appliances, appliance => appliance.Dispose());
        }
    }

    [Fact]
    public void The_plan_is_what_the_article_types()
    {
        using ShellServiceControl control = new(ApplianceShell.Open(new() { Host = "vc01.example.org" }, ServiceTransport.OpenSsh));
        Assert.Equal(
            ["service-control --restart vmware-vpxd vmware-envoy-hgw"],
            PipelineRestart.Plan(control, RestartScope.Targeted, hasRestart: true)
        );
        Assert.Equal(
            [
                "service-control --stop vmware-vpxd",
                "service-control --stop vmware-envoy-hgw",
                "service-control --start vmware-envoy-hgw",
                "service-control --start vmware-vpxd",
            ],
            PipelineRestart.Plan(control, RestartScope.Targeted, hasRestart: false));
        Assert.Equal(
            ["service-control --stop --all", "service-control --start --all"],
            PipelineRestart.Plan(control, RestartScope.Full, hasRestart: true)
        );
    }

    private static async Task<RestartReport> RunAsync(
        StandInAppliance appliance,
        RestartOptions? options = null,
        ServiceTransport transport = ServiceTransport.OpenSsh,
        CancellationTokenSource? cancellation = null
    )
    {
        using ShellServiceControl control = appliance.Control(transport);
        return await new PipelineRestart(control, (options ?? new()) with { PollInterval = TimeSpan.FromMilliseconds(150) }).RunAsync(
            cancellation?.Token ?? TestContext.Current.CancellationToken
        );
    }

    private static void AssertRefused(StandInAppliance appliance, RestartReport report, string reason)
    {
        Assert.Equal(RestartOutcome.Refused, report.Outcome);
        Assert.Contains(reason, report.Reason, StringComparison.Ordinal);
        Assert.Empty(report.Steps);
        Assert.Empty(appliance.Log());
    }
}
