using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Schedules;

using static VcsaAuthGuard.Tests.Schedules.Times;

namespace VcsaAuthGuard.Tests.Schedules;

/// <summary>Schedules of vCenter and Windows. The objects are synthetic, after the vSphere API reference and the classes of
/// Get-ScheduledTask.</summary>
public class ScheduleTests
{
    private static readonly VSphereSchedule Daily = new() { Interval = 1, Hour = 2, Minute = 5 };

    public static TheoryData<VSphereSchedule, string> VSphere =>
        new()
        {
            {
                new() { RunAt = Utc("2026-02-11T02:00:00Z") },
                "once 2026-02-11T02:00"
            },
            {
                new() { RunAt = Utc("2026-02-11T02:00:00+02:00") },
                "once 2026-02-11T00:00"
            },
            {
                new() { Interval = 1, Minute = 15 },
                "every 1 hours from 00:15"
            },
            { Daily, "daily 02:05" },
            { Daily with { Days = [DayOfWeek.Sunday, DayOfWeek.Wednesday] }, "weekly Wed,Sun 02:05" },
            { Daily with { Day = 15 }, "monthly 15 02:05" },
            { Daily with { Day = 30 }, "RRULE:FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29,30;BYSETPOS=-1;BYHOUR=2;BYMINUTE=5" },
            { Daily with { Offset = WeekOfMonth.Second, Weekday = DayOfWeek.Sunday }, "monthly second Sunday 02:05" },
            {
                Daily with
                {
                    Interval = 2,
                    ActiveTime = Utc("2026-02-10T12:00:30Z"),
                },
                "DTSTART:20260210T120000 RRULE:FREQ=DAILY;INTERVAL=2;BYHOUR=2;BYMINUTE=5"
            },
            { Daily with { ExpireTime = Utc("2026-03-01") }, "RRULE:FREQ=DAILY;INTERVAL=1;BYHOUR=2;BYMINUTE=5;UNTIL=20260301T000000Z" },
            {
                Daily with
                {
                    Interval = 2,
                    Days = [DayOfWeek.Monday],
                    ActiveTime = Utc("2026-02-10"),
                },
                "DTSTART:20260210T000000 RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO;BYHOUR=2;BYMINUTE=5"
            },
            {
                Daily with
                {
                    Interval = 3,
                    Offset = WeekOfMonth.Last,
                    Weekday = DayOfWeek.Friday,
                    ActiveTime = Utc("2026-02-10"),
                },
                "DTSTART:20260210T000000 RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;BYHOUR=2;BYMINUTE=5"
            },
        };

    [Theory]
    [MemberData(nameof(VSphere))]
    public void A_scheduler_of_vCenter_becomes_a_recurrence(VSphereSchedule schedule, string recurrence) =>
        Assert.Equal(recurrence, schedule.ToRecurrence().ToString());

    [Theory]
    [InlineData(30, "02-28 02:05", "03-30 02:05")]
    [InlineData(31, "02-28 02:05", "03-31 02:05")]
    public void A_day_that_a_month_lacks_is_its_last(int day, params string[] starts) =>
        Assert.Equal(starts, Starts((Daily with { Day = day }).ToRecurrence().ToString(), "UTC", "2026-02-01", "2026-04-01"));

    [Theory]
    [InlineData(null, null, "2026-03-02T02:05", "03-02 02:05", "03-04 02:05")]
    [InlineData("Mon", null, "2026-03-09T02:05", "02-09 02:05", "02-23 02:05", "03-09 02:05")]
    [InlineData(null, 2, "2026-04-02T02:05", "02-02 02:05")]
    public void An_interval_is_in_step_with_the_next_run_before_it_too(string? weekday, int? day, string next, params string[] starts)
    {
        VSphereSchedule schedule = Daily with
        {
            Interval = 2,
            Days = weekday is null ? null : [DayOfWeek.Monday],
            Day = day,
            NextRunTime = Utc(next),
        };
        string from = weekday is null && day is null ? "2026-03-02" : "2026-02-02";
        Assert.Equal(
            starts,
            Starts(schedule.ToRecurrence().ToString(), "UTC", from, weekday is null && day is null ? "2026-03-05" : "2026-03-10")
        );
    }

    [Fact]
    public void A_scheduler_without_times_says_why()
    {
        Assert.Contains(
            "does not run at a fixed time",
            Assert.Throws<FormatException>(() => new VSphereSchedule { Minute = 5 }.ToRecurrence()).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "neither ActiveTime nor NextRunTime",
            Assert.Throws<FormatException>(() => (Daily with { Interval = 2 }).ToRecurrence()).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no day",
            Assert.Throws<FormatException>(() => (Daily with { Days = [] }).ToRecurrence()).Message,
            StringComparison.Ordinal
        );
    }

    private const string At = "2026-02-11T02:00:00";

    public static TheoryData<WindowsTaskTrigger, string> Windows =>
        new()
        {
            {
                new()
                {
                    Class = "MSFT_TaskDailyTrigger",
                    StartBoundary = At,
                    DaysInterval = 1,
                },
                "daily 02:00"
            },
            {
                new()
                {
                    Class = "MSFT_TaskDailyTrigger",
                    StartBoundary = At,
                    DaysInterval = 3,
                },
                "DTSTART:20260211T020000 RRULE:FREQ=DAILY;INTERVAL=3"
            },
            {
                new()
                {
                    Class = "MSFT_TaskDailyTrigger",
                    StartBoundary = At,
                    EndBoundary = "2026-03-01T00:00:00",
                    DaysInterval = 1,
                },
                "DTSTART:20260211T020000 RRULE:FREQ=DAILY;INTERVAL=1;UNTIL=20260228T235959"
            },
            {
                new()
                {
                    Class = "MSFT_TaskWeeklyTrigger",
                    StartBoundary = At,
                    DaysOfWeek = 0b1001,
                    WeeksInterval = 1,
                },
                "weekly Wed,Sun 02:00"
            },
            {
                new()
                {
                    Class = "MSFT_TaskWeeklyTrigger",
                    StartBoundary = At,
                    DaysOfWeek = 0b1000,
                    WeeksInterval = 2,
                },
                "DTSTART:20260211T020000 RRULE:FREQ=WEEKLY;WKST=SU;BYDAY=WE;INTERVAL=2"
            },
            {
                new() { Class = "MSFT_TaskTimeTrigger", StartBoundary = At },
                "once 2026-02-11T02:00"
            },
            {
                new()
                {
                    Class = "MSFT_TaskTimeTrigger",
                    StartBoundary = At,
                    RepetitionInterval = "PT15M",
                },
                "DTSTART:20260211T020000 RRULE:FREQ=MINUTELY;INTERVAL=15"
            },
            {
                new()
                {
                    Class = "MSFT_TaskTimeTrigger",
                    StartBoundary = At,
                    RepetitionInterval = "PT1H",
                    RepetitionDuration = "PT4H",
                },
                "DTSTART:20260211T020000 RRULE:FREQ=MINUTELY;INTERVAL=60;UNTIL=20260211T055959"
            },
            {
                new()
                {
                    Class = "MSFT_TaskTimeTrigger",
                    StartBoundary = At,
                    EndBoundary = "2026-03-01T00:00:00",
                    RepetitionInterval = "PT1H",
                    RepetitionDuration = "PT4H",
                },
                "DTSTART:20260211T020000 RRULE:FREQ=MINUTELY;INTERVAL=60;UNTIL=20260211T055959"
            },
            {
                new()
                {
                    Class = "MSFT_TaskDailyTrigger",
                    StartBoundary = "2026-02-11T23:00:00",
                    DaysInterval = 1,
                    RepetitionInterval = "PT45M",
                    RepetitionDuration = "PT2H",
                },
                "daily 00:30,23:00,23:45"
            },
            {
                new()
                {
                    Class = "MSFT_TaskDailyTrigger",
                    StartBoundary = At,
                    DaysInterval = 1,
                    RepetitionInterval = "PT1H",
                    RepetitionDuration = "P1D",
                },
                "DTSTART:20260211T020000 RRULE:FREQ=MINUTELY;INTERVAL=60"
            },
            {
                new()
                {
                    Class = "MSFT_TaskDailyTrigger",
                    StartBoundary = "2026-02-11T02:00:00+02:00",
                    DaysInterval = 1,
                },
                "daily 00:00"
            },
        };

    [Theory]
    [MemberData(nameof(Windows))]
    public void A_trigger_of_Windows_becomes_a_recurrence(WindowsTaskTrigger trigger, string recurrence)
    {
        Assert.Equal(recurrence, trigger.ToRecurrence().ToString());
        Assert.Equal(trigger.StartBoundary!.EndsWith("+02:00", StringComparison.Ordinal), trigger.IsUtc);
    }

    public static TheoryData<WindowsTaskTrigger, string> Impossible =>
        new()
        {
            {
                new() { Class = "MSFT_TaskLogonTrigger" },
                "(MSFT_TaskLogonTrigger) starts it on an event"
            },
            {
                new() { StartBoundary = At },
                "does not return the days"
            },
            {
                new() { Class = "MSFT_TaskTimeTrigger" },
                "no StartBoundary"
            },
            {
                new() { Class = "MSFT_TaskTimeTrigger", StartBoundary = "soon" },
                "StartBoundary 'soon' is not a valid time"
            },
            {
                new()
                {
                    Class = "MSFT_TaskTimeTrigger",
                    StartBoundary = At,
                    RepetitionInterval = "soon",
                },
                "RepetitionInterval 'soon' is not a valid duration"
            },
            {
                new()
                {
                    Class = "MSFT_TaskDailyTrigger",
                    StartBoundary = At,
                    DaysInterval = 2,
                    RepetitionInterval = "PT1H",
                    RepetitionDuration = "PT4H",
                },
                "repeats within days"
            },
            {
                new()
                {
                    Class = "MSFT_TaskDailyTrigger",
                    StartBoundary = At,
                    DaysInterval = 2,
                    RepetitionInterval = "PT1H",
                },
                "repeats for a day or longer"
            },
            {
                new()
                {
                    Class = "MSFT_TaskWeeklyTrigger",
                    StartBoundary = At,
                    DaysOfWeek = 1,
                    RepetitionInterval = "PT1H",
                    RepetitionDuration = "PT23H",
                },
                "past midnight"
            },
        };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_trigger_that_no_window_has_says_why(WindowsTaskTrigger trigger, string part) =>
        Assert.Contains(part, Assert.Throws<FormatException>(trigger.ToRecurrence).Message, StringComparison.Ordinal);

    [Fact]
    public void A_crontab_is_read_line_by_line_with_its_zone()
    {
        CrontabReader crontab = new(
            new() { TimeZone = "UTC", Duration = TimeSpan.FromHours(1), Role = WindowRole.Maintenance }, "crontab");
        Assert.Null(crontab.Read("# comment"));
        Assert.Null(crontab.Read(""));
        Assert.Null(crontab.Read("MAILTO=root"));
        Assert.Equal("UTC", crontab.Read("0 2 * * * plain")!.TimeZone);
        Assert.Null(crontab.Read("CRON_TZ = \"Europe/Berlin\""));
        BackupWindow window = crontab.Read("  30 1 * * 1-5\t/opt/backup  --all x=y")!;
        Assert.Equal(
            ("/opt/backup --all x=y", "30 1 * * 1-5", "Europe/Berlin", WindowRole.Maintenance, "crontab:6"),
            (window.Name, window.Recurrence.ToString(), window.TimeZone, window.Role, window.Source)
        );
        Assert.Equal(("job", "0 0 * * 0"), (crontab.Read("@weekly job")!.Name, crontab.Read("@weekly job")!.Recurrence.ToString()));
        Assert.Contains("@reboot", Assert.Throws<FormatException>(() => crontab.Read("@reboot job")).Message, StringComparison.Ordinal);
        Assert.Contains("fields, not five", Assert.Throws<FormatException>(() => crontab.Read("0 2 *")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "how long",
            Assert.Throws<FormatException>(() => new CrontabReader(new() { TimeZone = "UTC" }, "x").Read("0 2 * * * job")).Message,
            StringComparison.Ordinal
        );
    }
}
