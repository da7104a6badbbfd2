using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Tests.VSphere;
using VcsaAuthGuard.VSphere.Diagnostics;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.LiveServers;

/// <summary>The watch of logs over the API, against govmomi's simulator with logs that grow and rotate.</summary>
public sealed class FollowedServerTests : IDisposable
{
    private static readonly NetworkCredential Operator = new("operator@vsphere.local", "secret");
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly LogFolder _folder = new();
    private readonly List<WatchEvent> _events = [];
    private readonly List<string> _problems = [];
    private int _written;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task New_faults_are_reported_with_their_lines_and_old_ones_are_not()
    {
        WriteFaults("vpxd.log", 3);
        using LogSimulator simulator = Start();
        using FaultWatcher watcher = Watch(simulator);
        await WaitForStartAsync(watcher, simulator);
        WriteFaults("vpxd.log", 2);

        await PollUntilAsync(watcher, () => Faults.Count == 2);

        Assert.Equal([4, 5], Faults.Select(Number));
        Assert.Equal([25, 33], Faults.Select(fault => fault.LineNumber));
        Assert.Empty(Gaps);
    }

    [Fact]
    public async Task Rotation_loses_and_repeats_nothing()
    {
        WriteFaults("vpxd-8.log", 1);
        LinkTo("vpxd-8.log");
        using LogSimulator simulator = Start();
        using FaultWatcher watcher = Watch(simulator);
        await WaitForStartAsync(watcher, simulator);
        WriteFaults("vpxd-8.log", 700);
        for (int log = 9; log <= 11; log++)
        {
            WriteFaults($"vpxd-{log}.log", 20);
        }

        LinkTo("vpxd-11.log");
        await PollUntilAsync(watcher, () => Faults.Count >= 760);
        WriteFaults("vpxd-11.log", 1);
        await PollUntilAsync(watcher, () => Faults.Count >= 761);

        Assert.Equal(Enumerable.Range(2, 761), Faults.Select(Number));
        Assert.Empty(Gaps);
    }

    [Fact]
    public async Task Sessions_and_their_limit_are_in_the_metrics_where_they_are_counted()
    {
        WriteFaults("vpxd.log", 1);
        using LogSimulator simulator = Start();
        using FaultWatcher watcher = Watch([simulator], countsClients: true);
        await PollUntilAsync(watcher, () => watcher.Metrics.Contains("\nvcsa_auth_session_limit{", StringComparison.Ordinal));
        Assert.Matches("vcsa_auth_sessions{vcenter=\"127.0.0.1:[0-9]+\",client=\"other\"} [1-9]", watcher.Metrics);
        WriteFaults("vpxd.log", 1);
        await PollUntilAsync(watcher, () => Faults.Count == 1);
        Assert.Equal(1, Count(simulator).Of("Login"));
    }

    [Fact]
    public async Task A_log_that_is_gone_is_a_gap()
    {
        WriteFaults("vpxd.log", 2);
        using LogSimulator simulator = Start();
        using FaultWatcher watcher = Watch(simulator);
        await WaitForStartAsync(watcher, simulator);
        File.Delete(Path.Combine(_folder.Path, "vpxd.log"));
        WriteFaults("vpxd.log", 1);

        await PollUntilAsync(watcher, () => Faults.Count == 1);

        WatchedGap gap = Assert.Single(Gaps);
        Assert.Equal(LogGapReason.Removed, gap.Reason);
        Assert.Equal(3, Number(Assert.Single(Faults)));
    }

    [Fact]
    public async Task A_session_that_is_ended_is_replaced_by_one_login()
    {
        WriteFaults("vpxd.log", 1);
        using LogSimulator simulator = Start("-end-after", "12");
        using FaultWatcher watcher = Watch(simulator);
        await WaitForStartAsync(watcher, simulator);
        await PollUntilAsync(watcher, () => Count(simulator).Refused.GetValueOrDefault("BrowseDiagnosticLog") > 0);
        WriteFaults("vpxd.log", 1);

        await PollUntilAsync(watcher, () => Faults.Count == 1);

        Assert.Equal(2, Count(simulator).Of("Login"));
        Assert.Empty(Gaps);
    }

    [Fact]
    public async Task A_restart_of_the_server_loses_nothing()
    {
        WriteFaults("vpxd.log", 1);
        using ReservedPort port = new();
        LogSimulator first = Start("-port", port.ToString());
        using FaultWatcher watcher = Watch(first);
        await WaitForStartAsync(watcher, first);
        first.Dispose();
        WriteFaults("vpxd.log", 3);
        await PollUntilAsync(watcher, () => _problems.Count > 0);

        using LogSimulator second = Start("-port", port.ToString());
        await PollUntilAsync(watcher, () => Faults.Count == 3);

        Assert.Equal([2, 3, 4], Faults.Select(Number));
        Assert.Empty(Gaps);
    }

    [Fact]
    public async Task A_later_run_goes_on_where_the_earlier_one_was_even_after_a_rotation()
    {
        WriteFaults("vpxd-1.log", 2);
        LinkTo("vpxd-1.log");
        using LogSimulator simulator = Start();
        string state = Path.Combine(_folder.Path, "state.json");
        using (FaultWatcher watcher = Watch(simulator, state))
        {
            await WaitForStartAsync(watcher, simulator);
            WriteFaults("vpxd-1.log", 1);
            await PollUntilAsync(watcher, () => Faults.Count == 1);
            watcher.Acknowledge(isLast: true);
        }

        WriteFaults("vpxd-1.log", 1);
        WriteFaults("vpxd-2.log", 1);
        LinkTo("vpxd-2.log");
        using (FaultWatcher watcher = Watch(simulator, state))
        {
            await PollUntilAsync(watcher, () => Faults.Count == 3);
        }

        Assert.Equal([3, 4, 5], Faults.Select(Number));
        Assert.Empty(Gaps);
        Assert.Equal((2, 2), (Count(simulator).Of("Login"), Count(simulator).Of("Logout")));
    }

    [Fact]
    public async Task Twenty_servers_are_watched_at_once_each_in_one_session()
    {
        const int Servers = 20;
        WriteFaults("vpxd.log", 3);
        LogSimulator[] simulators = [.. Enumerable.Range(0, Servers).Select(_ => new LogSimulator(_folder.Path))];
        try
        {
            simulators[0].Require();
            using FaultWatcher watcher = Watch(simulators);
            await PollUntilAsync(watcher, () => Array.TrueForAll(simulators, item => Count(item).Of("BrowseDiagnosticLog") >= 4));
            WriteFaults("vpxd.log", 2);

            await PollUntilAsync(watcher, () => Faults.Count >= 2 * Servers);

            Assert.Equal(
                simulators.Select(item => $"{item.Address.Authority}: 4, 5").Order(),
                _events.Where(item => item.Fault is not null).GroupBy(item => item.Server)
                    .Select(group => $"{group.Key}: {string.Join(", ", group.Select(item => Number(item.Fault!)))}").Order());
            Assert.All(simulators, item => Assert.Equal(1, Count(item).Of("Login")));
        }
        finally
        {
            Array.ForEach(simulators, item => item.Dispose());
        }
    }

    [Fact]
    public async Task Once_all_was_read_there_is_one_request_in_two_seconds()
    {
        WriteFaults("vpxd.log", 3);
        using LogSimulator simulator = Start();
        FakeTimeProvider time = new();
        using FollowedServer server = new(new()
        {
            Access = new(simulator.Client, Operator),
            Interval = TimeSpan.Zero,
            TimeProvider = time,
        });
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        int looks = 0;
        Task following = Task.Run(
            () => server.FollowAsync(
                new([], IsFirst: true, FromStart: false, 0, []),
                line => looks += line.StartsWith("ok", StringComparison.Ordinal) ? 1 : 0,
                stop.Token),
            Stop);
        await UntilAsync(() => looks == 1);
        int before = Count(simulator).Of("BrowseDiagnosticLog");
        TimeSpan step = TimeSpan.FromMilliseconds(100);
        for (int i = 1; i <= 10; i++)
        {
            // The wait begins behind the look, so that more time than that may have passed when the next one comes, and never less.
            TimeSpan passed = TimeSpan.Zero;
            await UntilAsync(() =>
            {
                passed += looks == i ? step : TimeSpan.Zero;
                time.Advance(looks == i ? step : TimeSpan.Zero);
                return looks == i + 1;
            });
            Assert.True(passed >= TimeSpan.FromSeconds(2), $"A request came after {passed}.");
        }

        Assert.Equal(before + 10, Count(simulator).Of("BrowseDiagnosticLog"));
        Assert.Equal(1, Count(simulator).Of("QueryDescriptions"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    private IReadOnlyList<AuthFault> Faults => [.. _events.Select(item => item.Fault).OfType<AuthFault>()];

    private IEnumerable<WatchedGap> Gaps => _events.Select(item => item.Gap).OfType<WatchedGap>();

    private static int Number(AuthFault fault) => int.Parse(fault.OpId!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static SimulatorCounts Count(LogSimulator simulator) => simulator.CountAsync(Stop).GetAwaiter().GetResult();

    private LogSimulator Start(params string[] flags)
    {
        LogSimulator simulator = new(_folder.Path, flags);
        simulator.Require();
        return simulator;
    }

    private FaultWatcher Watch(LogSimulator simulator, string? state = null) => Watch([simulator], state);

    private FaultWatcher Watch(LogSimulator[] simulators, string? state = null, bool countsClients = false)
    {
        IEnumerable<FollowedServer> servers = simulators.Select(simulator => new FollowedServer(
            new PacedSessionOptions
            {
                Access = new(simulator.Client, Operator),
                Interval = TimeSpan.Zero,
                LoginInterval = TimeSpan.Zero,
            },
            TimeSpan.FromMilliseconds(20))
        {
            CountsSessions = countsClients,
        });
        LogReadReport report = new() { OnProblem = problem => _problems.Add(problem.ToString()) };
        return new([], servers, new() { StatePath = state, CountsClients = countsClients }, report);
    }

    /// <summary>Writes faults, which are numbered, each of eight lines, and no line behind them.</summary>
    private void WriteFaults(string log, int count)
    {
        IEnumerable<string> lines = Enumerable.Range(0, count).SelectMany(_ => FaultLines(++_written));
        File.AppendAllText(Path.Combine(_folder.Path, log), string.Concat(lines.Select(line => line + "\n")));
    }

    private static string[] FaultLines(int number) =>
    [
        FormattableString.Invariant($"2026-02-11T{number / 3600:00}:{number / 60 % 60:00}:{number % 60:00}.000Z info vpxd[{number}] ")
            + FormattableString.Invariant($"[Originator@6876 sub=vmomi.soapStub[{number}] opID={number:x8}] SOAP request returned HTTP ")
            + "failure; <<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, /hgw/host-150117/sdk>, "
            + "method: fileManagement; code: 500(Internal Server Error); fault: (vim.fault.NotAuthenticated) {",
        "-->    faultCause = (vmodl.MethodFault) null,",
        "-->    faultMessage = <unset>,",
        "-->    object = 'vim.Datastore:62aef28d-fe0e61a8-3da4-9efa524000e2',",
        "-->    privilegeId = \"Datastore.FileManagement\"",
        "-->    msg = \"Received SOAP response fault from [...]: fileManagement. The session is not authenticated.\"",
        "--> }",
        "-->",
    ];

    private void LinkTo(string log)
    {
        string link = Path.Combine(_folder.Path, "vpxd.log");
        File.Delete(link);
        File.CreateSymbolicLink(link, log);
    }

    /// <summary>Waits until the watcher knows where the log ended.</summary>
    private Task WaitForStartAsync(FaultWatcher watcher, LogSimulator simulator) =>
        PollUntilAsync(watcher, () => Count(simulator).Of("BrowseDiagnosticLog") >= 4);

    private Task PollUntilAsync(FaultWatcher watcher, Func<bool> condition) => UntilAsync(() =>
    {
        _events.AddRange(watcher.Poll());
        watcher.Acknowledge();
        return condition();
    });

    private async Task UntilAsync(Func<bool> condition)
    {
        DateTime end = DateTime.UtcNow + Deadline;
        while (!condition())
        {
            string state = $"{Faults.Count} faults. {string.Join(' ', _problems)}";
            Assert.True(DateTime.UtcNow < end, $"The condition was not met in time: {state}");
            await Task.Delay(10, Stop);
        }
    }
}
