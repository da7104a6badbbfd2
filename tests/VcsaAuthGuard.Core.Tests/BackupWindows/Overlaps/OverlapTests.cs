using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.GatewayQueues;

using static VcsaAuthGuard.Tests.Schedules.Times;

namespace VcsaAuthGuard.Tests.BackupWindows;

public class OverlapTests
{
    private static readonly OverlapOptions FourWeeks = new() { From = Utc("2026-02-01"), To = Utc("2026-03-01") };

    [Fact]
    public void Windows_that_recur_together_are_one_overlap_with_occurrences()
    {
        WindowOverlap overlap = Assert.Single(Find(
            Window("daily 02:00", hours: 3, name: "backup"),
            Window("weekly Wed 02:30", hours: 1, name: "scan", role: WindowRole.Automation),
            Window("daily 12:00", name: "other", role: WindowRole.Automation)));
        Assert.Equal(["backup", "scan"], overlap.Windows.Select(window => window.Name));
        Assert.Equal([WindowRole.Backup, WindowRole.Automation], overlap.Roles);
        Assert.Equal(
            (null, Utc("2026-02-04T02:30"), Utc("2026-02-04T03:30"), 4),
            (overlap.Server, overlap.Start, overlap.End, overlap.Occurrences)
        );
        Assert.Equal((1, 4, Utc("2026-02-25T02:30")), (overlap.Duration.TotalHours, overlap.TotalDuration.TotalHours, overlap.LastStart));
    }

    [Fact]
    public void Ends_that_touch_do_not_overlap()
    {
        BackupWindow backup = Window("daily 02:00", hours: 2);
        Assert.Empty(Find(backup, Window("daily 04:00", role: WindowRole.Automation), Window("daily 01:00", role: WindowRole.Automation)));
        Assert.Single(Find(backup, Window("daily 03:59", role: WindowRole.Automation)));

        // One ends as another starts: two overlaps, not one of three.
        Assert.Equal(
            [2, 2],
            Find(
                    Window("daily 02:00", hours: 4),
                    Window("daily 02:00", role: WindowRole.Automation),
                    Window("daily 03:00", role: WindowRole.Automation)
                )
                .Select(overlap => overlap.Windows.Count)
        );
    }

    [Fact]
    public void Only_windows_of_one_vCenter_overlap_and_one_without_is_on_each()
    {
        BackupWindow a = Window("daily 02:00", name: "a", server: "vc01");
        BackupWindow b = Window("daily 02:00", name: "b", role: WindowRole.Automation, server: "vc02");
        Assert.Empty(Find(a, b));
        BackupWindow everywhere = Window("daily 02:00", name: "e", role: WindowRole.Maintenance);
        Assert.Equal(
            ["vc01: a e", "vc02: b e"],
            Find(a, b, everywhere).Select(overlap => $"{overlap.Server}: {string.Join(' ', overlap.Windows)}")
        );
        Assert.Equal(
            ["VC01: a c"],
            Find(a with { Server = ["VC01"] }, Window("daily 02:00", name: "c", role: WindowRole.Automation, server: ["x", "vc01"]))
                .Select(overlap => $"{overlap.Server}: {string.Join(' ', overlap.Windows)}")
        );
    }

    [Fact]
    public void One_role_overlaps_only_when_asked()
    {
        BackupWindow[] backups = [Window("daily 02:00", name: "a"), Window("daily 02:30", name: "b")];
        Assert.Empty(Find(backups));
        Assert.Single(Find(FourWeeks with { IncludeSameRole = true }, backups));

        // With another role both are in the span, for both are load.
        WindowOverlap overlap = Assert.Single(
            Find([.. backups, Window("daily 02:45", hours: 0.1, name: "c", role: WindowRole.Automation)])
        );
        Assert.Equal(["a", "b", "c"], overlap.Windows.Select(window => window.Name));
    }

    [Fact]
    public void A_window_longer_than_its_period_does_not_overlap_itself() =>
        Assert.Empty(Find(FourWeeks with { IncludeSameRole = true }, Window("every 1 hours", hours: 5), Window("once 2025-01-01T00:00")));

    [Fact]
    public void Runs_begun_before_the_horizon_count_and_spans_are_cut_to_it()
    {
        WindowOverlap overlap = Assert.Single(
            Find(
                Window("once 2026-01-30T00:00", hours: 90),
                Window("once 2026-01-31T00:00", hours: 10_000.0 / 24, role: WindowRole.Automation)
            )
        );
        Assert.Equal((Utc("2026-02-01"), Utc("2026-02-02T18:00")), (overlap.Start, overlap.End));
        overlap = Assert.Single(
            Find(Window("daily 00:00", hours: 24), Window("once 2026-02-28T23:00", hours: 5, role: WindowRole.Automation))
        );
        Assert.Equal((Utc("2026-02-28T23:00"), Utc("2026-03-01")), (overlap.Start, overlap.End));
    }

    [Fact]
    public void Load_is_what_runs_at_the_same_moment_and_is_held_against_the_limits()
    {
        BackupWindow Loaded(string at, double hours, int vms, int? sessions, WindowRole role) =>
            Window(at, hours: hours, role: role) with { Load = new() { VMs = vms, Sessions = sessions, SecondsPerRequest = 30 } };
        BackupWindow[] windows =
        [
            Loaded("daily 02:00", 6, 400, 40, WindowRole.Backup),
            Loaded("daily 03:00", 1, 300, null, WindowRole.Automation),
            Loaded("daily 04:00", 1, 50, 5, WindowRole.Automation),
        ];
        WindowOverlap[] overlaps = [.. Find(FourWeeks with { MaxConcurrentVM = 600, MaxSession = 45 }, windows)];
        Assert.Equal(
            [(700, 40, true, false), (450, 45, false, false)],
            overlaps.Select(overlap => (overlap.VMs!.Value, overlap.Sessions!.Value, overlap.IsOverVMLimit, overlap.IsOverSessionLimit))
        );

        // 700 requests, 52 at a time, 30 s each: the last waits floor(699 / 52) * 30 s, and those after 11 rounds over 300 s.
        Assert.Equal(
            [(390, 128, OverlapSeverity.High), (240, 0, OverlapSeverity.Low)],
            overlaps.Select(overlap => (overlap.PredictedWait!.Value.TotalSeconds, overlap.TokensAtRisk!.Value, overlap.Severity))
        );
        overlaps = [.. Find(FourWeeks with { MaxSession = 44, WaitModel = BulkArrival.Model(100) }, windows)];
        Assert.Equal([OverlapSeverity.Low, OverlapSeverity.Medium], overlaps.Select(overlap => overlap.Severity));

        WindowOverlap unknown = Assert.Single(Find(Window("daily 02:00"), Window("daily 02:00", role: WindowRole.Automation)));
        Assert.Equal(
            (null, null, null, null, false),
            (unknown.VMs, unknown.Sessions, unknown.PredictedWait, unknown.TokensAtRisk, unknown.IsLoadKnown)
        );
    }

    [Fact]
    public void The_model_is_asked_for_the_moment_with_the_most_work()
    {
        List<(int, int, double)> asked = [];
        BackupWindow heavy = Window("daily 02:00", hours: 2) with
        {
            Load = new()
            {
                VMs = 100,
                Sessions = 7,
                SecondsPerRequest = 60,
            },
        };
        BackupWindow light = Window("daily 03:00", hours: 3, role: WindowRole.Automation) with
        {
            Load = new() { VMs = 300, SecondsPerRequest = 2 },
        };
        BackupWindow silent = Window("daily 03:30", hours: 3, role: WindowRole.Maintenance) with { Load = new() { VMs = 10 } };
        GatewayWaitModel model = (vms, sessions, seconds) =>
        {
            asked.Add((vms, sessions, seconds));
            return default;
        };
        Assert.Single(Find(FourWeeks with { WaitModel = model }, heavy, light, silent));
        Assert.Equal([(400, 7, 16.5)], asked.Select(one => (one.Item1, one.Item2, one.Item3)));
    }

    [Theory]
    [InlineData(1, 52, 30, 0, 0)]
    [InlineData(52, 52, 30, 0, 0)]
    [InlineData(53, 52, 30, 30, 0)]
    [InlineData(573, 52, 30, 330, 1)]
    [InlineData(572, 52, 30, 300, 0)]
    [InlineData(0, 52, 30, 0, 0)]
    [InlineData(5, 1, 0, 0, 0)]
    [InlineData(5, 1, 301, 1204, 4)]
    public void Requests_wait_for_those_before_them(int requests, int servedAtOnce, double seconds, double longest, long atRisk)
    {
        Assert.Equal(new GatewayWait(TimeSpan.FromSeconds(longest), atRisk), BulkArrival.Model(servedAtOnce)(requests, 0, seconds));
        Assert.Equal(atRisk, Enumerable.Range(1, requests).Count(k => Math.Floor((k - 1) / (double)servedAtOnce) * seconds > 300));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Random_windows_overlap_as_a_look_at_every_minute_says(int seed, bool includeSameRole)
    {
        Random random = new(seed);
        string[] recurrences =
        [
            "daily 02:00",
            "weekly Mon,Thu 01:00",
            "every 6 hours from 00:30",
            "0 3 * * 1-5",
            "monthly second Sunday 02:30",
            "FREQ=DAILY;BYHOUR=1,22;BYMINUTE=15",
        ];
        BackupWindow[] windows =
        [
            .. Enumerable
                .Range(0, 30)
                .Select(i =>
                    Window(
                        recurrences[random.Next(recurrences.Length)],
                        random.Next(2) == 0 ? "UTC" : "Europe/Berlin",
                        random.Next(1, 40) / 4.0,
                        $"w{i}",
                        (WindowRole)random.Next(3),
                        random.Next(5) == 0 ? [] : [$"vc{random.Next(4)}"]
                    ) with
                    {
                        Load = new() { VMs = random.Next(100) },
                    }
                ),
        ];
        OverlapOptions options = new() { From = Utc("2026-03-20"), To = Utc("2026-04-05"), IncludeSameRole = includeSameRole };
        string[] ours =
        [
            .. Find(options, windows)
                .Select(overlap =>
                    $"{overlap.Server} {string.Join(',', overlap.Windows)} {overlap.Start:u} {overlap.End:u} x{overlap.Occurrences} "
                    + $"{overlap.TotalDuration.TotalMinutes} {overlap.VMs}"
                )
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(NaiveOverlaps.Of(windows, options).Order(StringComparer.Ordinal), ours);
        Assert.True(ours.Length > 5);
    }

    [Fact]
    public void A_horizon_that_ends_before_it_starts_is_refused() =>
        Assert.Throws<ArgumentException>(() => Find(FourWeeks with { To = FourWeeks.From }, Window("daily 02:00")));

    private static IEnumerable<WindowOverlap> Find(params BackupWindow[] windows) => Find(FourWeeks, windows);

    private static IEnumerable<WindowOverlap> Find(OverlapOptions options, params BackupWindow[] windows) =>
        OverlapFinder.Find(windows, options);
}
