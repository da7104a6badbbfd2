using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.QueueReplays;

using static VcsaAuthGuard.Tests.Schedules.Times;

namespace VcsaAuthGuard.Tests.QueueReplays;

public class QueueReplayTests
{
    private const string Backup = "10.0.0.7";
    private const string Scan = "10.0.0.8";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_night_is_replayed_as_it_came_and_held_against_the_refused_calls()
    {
        (ReplayLogs logs, GatewayNight night) = Read(Incident());
        Assert.Equal((700, night.Expired), (logs.Requests.Count, logs.Refused));
        Assert.True(night.Expired > 100);

        QueueReplay asLogged = QueueReplayer.Run(logs.Requests, logs.Refused, new(), Stop)[0];
        Assert.Equal((52, ConcurrencySource.Estimated), (asLogged.Concurrency, asLogged.ConcurrencySource));
        Assert.Equal((night.Expired, 0), (asLogged.Expired, asLogged.Difference));
        Assert.Equal(
            $"As logged: {night.Expired} of 700 tokens expire; the log has {night.Expired} refused calls too", asLogged.Summary);

        QueueReplay fewer = QueueReplayer.Run(logs.Requests, logs.Refused, new() { Concurrency = 40 }, Stop)[0];
        Assert.Equal(fewer.Expired - night.Expired, fewer.Difference);
        Assert.Contains($"{fewer.Difference} fewer than the model", fewer.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Under_the_plan_the_same_requests_come_when_their_windows_would()
    {
        (ReplayLogs logs, _) = Read(Incident());
        QueueReplay planned = QueueReplayer.Run(logs.Requests, logs.Refused, new() { Plan = Plan().Windows }, Stop)[1];
        Assert.Equal((ReplayScenario.UnderPlan, 700, 388, 0), (planned.Scenario, planned.Requests, planned.Moved, planned.Expired));
        Assert.Null(planned.Difference);
    }

    [Fact]
    public void In_batches_no_token_expires_and_it_takes_longer()
    {
        (ReplayLogs logs, _) = Read(Incident());
        QueueReplay batches = QueueReplayer.Run(logs.Requests, logs.Refused, new(), Stop)[1];
        Assert.Equal((ReplayScenario.InBatches, 50, 0), (batches.Scenario, batches.BatchSize, batches.Expired));
        Assert.Equal(TimeSpan.FromSeconds(Math.Ceiling(50 * 39 / 52.0)), batches.Interval);
        Assert.True(batches.Later > TimeSpan.Zero);

        // Batches that come too soon help nothing.
        QueueReplayOptions soon = new() { Interval = TimeSpan.FromSeconds(1) };
        Assert.True(QueueReplayer.Run(logs.Requests, logs.Refused, soon, Stop)[1].Expired > 0);
    }

    [Fact]
    public void With_one_shared_session_the_logins_but_one_are_not_made()
    {
        GatewayNight night = Incident();
        for (int login = 0; login < 20; login++)
        {
            night.Add($"2026-02-11T01:{login:00}:00", 1, 0.5, Scan, "/api/session");
        }

        (ReplayLogs logs, _) = Read(night);
        QueueReplay shared = QueueReplayer.Run(logs.Requests, logs.Refused, new(), Stop)[^1];
        Assert.Equal((ReplayScenario.SharedSession, 701, 19), (shared.Scenario, shared.Requests, shared.LeftOut));
    }

    [Fact]
    public void Only_the_time_asked_for_is_replayed_and_logs_without_requests_give_nothing()
    {
        GatewayNight night = Incident().Add("2026-02-12T02:00", 30, 39, Backup);
        (ReplayLogs logs, _) = Read(night, after: Utc("2026-02-12"));
        Assert.Equal((30, 0), (logs.Requests.Count, logs.Refused));
        Assert.Empty(QueueReplayer.Run([], 0, new(), Stop));
    }

    private static GatewayNight Incident() => new GatewayNight(52)
        .Add("2026-02-10T20:00", 12, 39, Backup)
        .Add("2026-02-11T02:00", 388, 39, Backup)
        .Add("2026-02-11T02:00:01", 300, 39, Scan);

    private static WindowPlan Plan()
    {
        BackupWindow backup = Window("daily 02:00", hours: 6, name: "Backup") with
        {
            Load = new() { VMs = 388, SecondsPerRequest = 39 },
            Movable = StartRange.Parse("20:00-04:00"),
        };
        BackupWindow other = Window("daily 19:45", hours: 0.5, name: "Logs") with { Load = new() { VMs = 12, SecondsPerRequest = 39 } };
        BackupWindow scan = Window("weekly Wed 02:00", hours: 1.5, name: "Scan", role: WindowRole.Automation) with
        {
            Load = new() { VMs = 300, SecondsPerRequest = 39 },
        };
        return WindowPlanner.Plan([backup, other, scan], new() { From = Utc("2026-02-09") }, Stop);
    }

    private static (ReplayLogs Logs, GatewayNight Night) Read(GatewayNight night, DateTimeOffset? after = null) =>
        (ReplayLogs.Read(_ => night.ToLogs(), null, after, null, new(), Stop), night);
}
