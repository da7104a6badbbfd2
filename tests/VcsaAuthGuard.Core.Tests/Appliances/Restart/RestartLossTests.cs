using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Appliances;

namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>
/// The client ends, or the network is cut, at each moment of a restart over a real sshd. Afterwards all services that ran before run
/// again, and the lock is gone.
/// </summary>
public abstract class RestartLossTests(ServiceTransport transport)
{
    /// <summary>
    /// Returns the moments of a restart for one transport: after the lock, and at the begin and the end of each of its steps. Each moment
    /// is met over one transport or the other, and with VCSA_TESTS_FULL=1 over both.
    /// </summary>
    protected static TheoryData<RestartKind, RestartMoment, int> MomentsFor(ServiceTransport transport, bool hasLock)
    {
        bool isFull = Environment.GetEnvironmentVariable("VCSA_TESTS_FULL") == "1";
        int turn = transport == ServiceTransport.OpenSsh ? 0 : 1;
        return
        [
            .. Moments().Where(row => hasLock || row.Data.Item2 != RestartMoment.Lock)
                .Where((_, index) => isFull || index % 2 == turn),
        ];
    }

    private static TheoryData<RestartKind, RestartMoment, int> Moments()
    {
        TheoryData<RestartKind, RestartMoment, int> moments = [];
        foreach ((RestartKind kind, int steps) in new[] { (RestartKind.Full, 2), (RestartKind.Restart, 1), (RestartKind.StopAndStart, 4) })
        {
            moments.Add(kind, RestartMoment.Lock, 0);
            for (int step = 1; step <= steps; step++)
            {
                moments.Add(kind, RestartMoment.StepBegins, step);
                moments.Add(kind, RestartMoment.StepEnds, step);
            }
        }

        return moments;
    }

    protected async Task LoseClientAsync(RestartKind kind, RestartMoment moment, int step)
    {
        using StandInAppliance appliance = Open(kind, StandInShell.Appliance);
        IReadOnlyDictionary<string, StandInService> before = appliance.States();
        LosableShell shell = new(appliance.Shell(transport));
        using ShellServiceControl control = new(shell);
        shell.OnEnd = command =>
        {
            if (moment == RestartMoment.Lock && command.Text.StartsWith("mkdir ", StringComparison.Ordinal))
            {
                shell.Lose();
            }
        };
        RestartOptions options = Options(kind, moment, step, shell.Lose);
        await Assert.ThrowsAsync<ClientLostException>(() =>
            new PipelineRestart(control, options).RunAsync(TestContext.Current.CancellationToken));
        await AssertRunsAgainAsync(appliance, before);
        Assert.Equal(moment == RestartMoment.Lock, before["vpxd"].ProcessId == appliance.States()["vpxd"].ProcessId);
    }

    protected async Task CutNetworkAsync(RestartKind kind, RestartMoment moment, int step)
    {
        using StandInAppliance appliance = Open(kind, StandInShell.Bash);
        IReadOnlyDictionary<string, StandInService> before = appliance.States();
        using ShellServiceControl control = appliance.Control(transport);
        TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RestartOptions options = Options(kind, moment, step, () =>
        {
            appliance.KillServer();
            cut.TrySetResult();
        });
        Task<RestartReport> running = Task.Run(() => new PipelineRestart(control, options).RunAsync(TestContext.Current.CancellationToken));
        await cut.Task.WaitAsync(TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);
        await AssertRunsAgainAsync(appliance, before);

        // The client finds out when the network is back.
        appliance.StartServer();
        RestartReport report = await running;
        Assert.Equal((RestartOutcome.Restarted, null), (report.Outcome, report.Reason));
        Assert.Empty(Directory.EnumerateFileSystemEntries(appliance.RunFolder()));
    }

    private static StandInAppliance Open(RestartKind kind, StandInShell shell)
    {
        StandInAppliance appliance = new(shell);
        appliance.Require();
        if (kind == RestartKind.StopAndStart)
        {
            appliance.SetFault("*", ApplianceAction.Restart, ApplianceFault.Missing);
        }

        // The moment is met while vpxd is on its way.
        appliance.SetFault("vpxd", ApplianceAction.Stop, ApplianceFault.Slow, 0.5, times: 1);
        appliance.SetFault("vpxd", ApplianceAction.Start, ApplianceFault.Slow, 0.5, times: 1);
        return appliance;
    }

    private static RestartOptions Options(RestartKind kind, RestartMoment moment, int step, Action lose)
    {
        int begun = 0;
        int ended = 0;
        return new()
        {
            Scope = kind == RestartKind.Full ? RestartScope.Full : RestartScope.Targeted,
            PollInterval = TimeSpan.FromMilliseconds(150),
            Timeout = TimeSpan.FromMinutes(10),
            BeginTimeout = TimeSpan.FromSeconds(moment == RestartMoment.Lock ? 1 : 600),
            OnEvent = item =>
            {
                begun += item.Kind == RestartEventKind.Step ? 1 : 0;
                ended += item.Kind == RestartEventKind.StepEnd ? 1 : 0;
                bool isNow = (moment, item.Kind) switch
                {
                    (RestartMoment.StepBegins, RestartEventKind.Step) => begun == step,
                    (RestartMoment.StepEnds, RestartEventKind.StepEnd) => ended == step,
                    _ => false,
                };
                if (isNow)
                {
                    lose();
                }
            },
        };
    }

    private static async Task AssertRunsAgainAsync(StandInAppliance appliance, IReadOnlyDictionary<string, StandInService> before)
    {
        await appliance.WaitForLockReleaseAsync();
        IReadOnlyDictionary<string, StandInService> after = appliance.States();
        Assert.Empty(before.Values.Where(service => service.IsUp && !after[service.Id].IsUp).Select(service => service.Name));
    }
}

/// <summary>Specifies the steps that a restart has.</summary>
public enum RestartKind
{
    /// <summary>All services are stopped and started.</summary>
    Full,

    /// <summary>The proxy pipeline is restarted in one step.</summary>
    Restart,

    /// <summary>The proxy pipeline is stopped and started, in four steps.</summary>
    StopAndStart,
}

/// <summary>Specifies a moment of a restart.</summary>
public enum RestartMoment
{
    /// <summary>The lock has been taken; nothing has been changed.</summary>
    Lock,

    StepBegins,

    StepEnds,
}

/// <summary>Over the ssh program.</summary>
public sealed class OpenSshRestartLossTests() : RestartLossTests(ServiceTransport.OpenSsh)
{
    public static TheoryData<RestartKind, RestartMoment, int> Cases() => MomentsFor(ServiceTransport.OpenSsh, hasLock: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Services_run_again_when_the_client_ends(RestartKind kind, RestartMoment moment, int step) =>
        LoseClientAsync(kind, moment, step);
}

/// <summary>Over SSH.NET.</summary>
public sealed class SshNetRestartLossTests() : RestartLossTests(ServiceTransport.SshNet)
{
    public static TheoryData<RestartKind, RestartMoment, int> Cases() => MomentsFor(ServiceTransport.SshNet, hasLock: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Services_run_again_when_the_client_ends(RestartKind kind, RestartMoment moment, int step) =>
        LoseClientAsync(kind, moment, step);
}

/// <summary>Over the ssh program, with a network that comes back after the restart.</summary>
public sealed class OpenSshRestartCutTests() : RestartLossTests(ServiceTransport.OpenSsh)
{
    public static TheoryData<RestartKind, RestartMoment, int> Cases() => MomentsFor(ServiceTransport.OpenSsh, hasLock: false);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Services_run_again_when_the_network_is_cut(RestartKind kind, RestartMoment moment, int step) =>
        CutNetworkAsync(kind, moment, step);
}

/// <summary>Over SSH.NET, with a network that comes back after the restart.</summary>
public sealed class SshNetRestartCutTests() : RestartLossTests(ServiceTransport.SshNet)
{
    public static TheoryData<RestartKind, RestartMoment, int> Cases() => MomentsFor(ServiceTransport.SshNet, hasLock: false);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Services_run_again_when_the_network_is_cut(RestartKind kind, RestartMoment moment, int step) =>
        CutNetworkAsync(kind, moment, step);
}
