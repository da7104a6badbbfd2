using static VcsaAuthGuard.Tests.Schedules.Times;

namespace VcsaAuthGuard.Tests.Schedules;

/// <summary>Tests the rule for clock changes. Berlin: 2026-03-29 02:00 becomes 03:00, 2026-10-25 03:00 becomes 02:00, both at 01:00
/// UTC.</summary>
public class ClockChangeTests
{
    [Theory]
    [InlineData("daily 02:30")]
    [InlineData("30 2 * * *")]
    [InlineData("FREQ=DAILY;BYHOUR=2;BYMINUTE=30")]
    [InlineData("every 24 hours from 02:30")]
    [InlineData("weekly Sat,Sun,Mon 02:30")]
    public void A_start_that_clocks_skip_is_taken_with_the_offset_before_the_change(string recurrence) =>
        Assert.Equal(["03-28 01:30", "03-29 01:30", "03-30 00:30"], Starts(recurrence, "Europe/Berlin", "2026-03-28", "2026-03-31"));

    [Theory]
    [InlineData("daily 02:30")]
    [InlineData("30 2 * * *")]
    [InlineData("FREQ=DAILY;BYHOUR=2;BYMINUTE=30")]
    [InlineData("every 24 hours from 02:30")]
    [InlineData("weekly Sat,Sun,Mon 02:30")]
    public void A_start_that_clocks_show_twice_runs_once_the_first_time(string recurrence) =>
        Assert.Equal(["10-24 00:30", "10-25 00:30", "10-26 01:30"], Starts(recurrence, "Europe/Berlin", "2026-10-24", "2026-10-27"));

    [Fact]
    public void A_single_start_that_clocks_skip_runs_too() =>
        Assert.Equal(["03-29 01:15"], Starts("once 2026-03-29T02:15", "W. Europe Standard Time", "2026-03-29", "2026-03-30"));

    [Theory]
    [InlineData("every 1 hours")]
    [InlineData("0 * * * *")]
    [InlineData("FREQ=HOURLY")]
    public void Starts_at_the_same_moment_are_one(string recurrence) =>
        Assert.Equal(["03-29 00:00", "03-29 01:00", "03-29 02:00"], Starts(recurrence, "Europe/Berlin", "2026-03-29", "2026-03-29T03:00"));

    [Theory]
    [InlineData("daily 02:30,03:00,03:30", "01:00", "01:30")]
    [InlineData("30,45 2,3 * * *", "01:30", "01:45")]
    [InlineData("DTSTART:20260329T024500 RRULE:FREQ=MINUTELY;INTERVAL=30", "01:15", "01:45", "02:15", "02:45")]
    public void Starts_that_clocks_skip_are_in_order_with_those_after_the_change(string recurrence, params string[] times) =>
        Assert.Equal(times.Select(time => "03-29 " + time), Starts(recurrence, "Europe/Berlin", "2026-03-29", "2026-03-29T03:00"));

    [Fact]
    public void Changes_of_half_an_hour_at_midnight_or_of_a_day_follow_the_same_rule()
    {
        // Lord Howe: half an hour at 02:00. Beirut: at 00:00. Apia had no 2011-12-30.
        Assert.Equal(["10-03 15:40"], Starts("once 2026-10-04T02:10", "Australia/Lord_Howe", "2026-10-03", "2026-10-05"));
        Assert.Equal(["03-28 22:20"], Starts("once 2026-03-29T00:20", "Asia/Beirut", "2026-03-28", "2026-03-30"));
        Assert.Equal(
            ["12-29 12:00", "12-29 22:00", "12-30 12:00", "12-30 22:00"],
            Starts("daily 02:00,12:00", "Pacific/Apia", "2011-12-29T11:00", "2011-12-31")
        );
    }

    [Fact]
    public void A_run_lasts_its_duration_whatever_clocks_do() =>
        Assert.All(
            Window("daily 01:30", "Europe/Berlin", hours: 3).Between(Utc("2026-03-28"), Utc("2026-03-31")),
            run => Assert.Equal(3, (run.End - run.Start).TotalHours));
}
