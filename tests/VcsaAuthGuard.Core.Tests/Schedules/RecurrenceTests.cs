using VcsaAuthGuard.Schedules;

using static VcsaAuthGuard.Tests.Schedules.Times;

namespace VcsaAuthGuard.Tests.Schedules;

public class RecurrenceTests
{
    [Theory]
    [InlineData("once 2026-02-11T02:00", "once 2026-02-11T02:00", "02-11 02:00")]
    [InlineData("ONCE 2026-02-11 02:00:00", "once 2026-02-11T02:00", "02-11 02:00")]
    [InlineData(
        "every 6 hours",
        "every 6 hours from 00:00",
        "02-11 00:00",
        "02-11 06:00",
        "02-11 12:00",
        "02-11 18:00",
        "02-12 00:00",
        "02-12 06:00",
        "02-12 12:00",
        "02-12 18:00"
    )]
    [InlineData("every 12 hours from 19:30", "every 12 hours from 19:30", "02-11 07:30", "02-11 19:30", "02-12 07:30", "02-12 19:30")]
    [InlineData("every 30 hours from 2026-02-10T22:00", "every 30 hours from 2026-02-10T22:00", "02-12 04:00")]
    [InlineData("every 30 hours from 2026-02-11T22:00", "every 30 hours from 2026-02-11T22:00", "02-11 22:00")]
    [InlineData("daily 2:00", "daily 02:00", "02-11 02:00", "02-12 02:00")]
    [InlineData("daily 14:00,02:00", "daily 02:00,14:00", "02-11 02:00", "02-11 14:00", "02-12 02:00", "02-12 14:00")]
    [InlineData("weekly thursday,Mon 02:00", "weekly Mon,Thu 02:00", "02-12 02:00")]
    [InlineData("monthly 12 02:00:30", "monthly 12 02:00:30", "02-12 02:00")]
    [InlineData("Monthly Second wed 02:00", "monthly second Wednesday 02:00", "02-11 02:00")]
    [InlineData("0  2 * * wed", "0 2 * * WED", "02-11 02:00")]
    [InlineData("@daily", "0 0 * * *", "02-11 00:00", "02-12 00:00")]
    [InlineData("FREQ=DAILY;BYHOUR=2", "RRULE:FREQ=DAILY;BYHOUR=2", "02-11 02:00", "02-12 02:00")]
    [InlineData(
        "dtstart:20260204T023000\r\nrrule:freq=weekly;interval=1",
        "DTSTART:20260204T023000 RRULE:FREQ=WEEKLY;INTERVAL=1",
        "02-11 02:30"
    )]
    public void A_text_has_one_form_that_reads_back_to_itself(string text, string form, params string[] starts)
    {
        Recurrence recurrence = Recurrence.Parse(text);
        Assert.Equal(form, recurrence.ToString());
        Assert.Equal(recurrence, Recurrence.Parse(form));
        Assert.Equal(starts, Starts(form, "UTC", "2026-02-11", "2026-02-13"));
    }

    [Fact]
    public void Factories_and_text_agree()
    {
        TimeSpan two = TimeSpan.FromHours(2);
        Assert.Equal("daily 02:00,03:00", Recurrence.Daily(TimeSpan.FromHours(3), two).ToString());
        Assert.Equal("weekly Sat,Sun 02:00", Recurrence.Weekly([DayOfWeek.Sunday, DayOfWeek.Saturday], two).ToString());
        Assert.Equal("monthly 31 02:00", Recurrence.Monthly(31, two).ToString());
        Assert.Equal("monthly last Friday 02:00", Recurrence.Monthly(WeekOfMonth.Last, DayOfWeek.Friday, two).ToString());
        Assert.Equal("every 8 hours from 02:00", Recurrence.EveryHours(8, two).ToString());
        Assert.Equal("every 5 hours from 2026-02-11T02:00", Recurrence.EveryHours(5, new DateTime(2026, 2, 11, 2, 0, 0)).ToString());
        Assert.Equal("once 2026-02-11T02:00", Recurrence.Once(new DateTime(2026, 2, 11, 2, 0, 0)).ToString());
        Assert.Equal(
            "DTSTART:20260211T020000 RRULE:FREQ=DAILY",
            Recurrence.RRule("freq=daily", new DateTime(2026, 2, 11, 2, 0, 0)).ToString()
        );
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("sometimes 02:00", "'sometimes 02:00' is not a recurrence")]
    [InlineData("daily 24:00", "'24:00' is not a time of day")]
    [InlineData("daily", "times of day")]
    [InlineData("weekly Mon,Fry 02:00", "'Fry' is not a day of the week")]
    [InlineData("monthly 32 02:00", "'32' is not a day of a month")]
    [InlineData("0 H * * *", "H is a value that the scheduler chooses")]
    [InlineData("monthly -1 Fri 02:00", "monthly second Sunday 02:00")]
    [InlineData("monthly +9 Fri 02:00", "monthly second Sunday 02:00")]
    [InlineData("monthly -7 Fri 02:00", "monthly second Sunday 02:00")]
    [InlineData("monthly First,Second Fri 02:00", "monthly second Sunday 02:00")]
    [InlineData("monthly sixth Sunday 02:00", "monthly second Sunday 02:00")]
    [InlineData("every 5 hours from 01:00", "include the day of the first start")]
    [InlineData("every 0 hours", "1 to 10000")]
    [InlineData("once 2026-02-30T02:00", "'2026-02-30T02:00' is not a local time")]
    [InlineData("once 2026-02-11T02:00Z", "the zone is given in TimeZone")]
    [InlineData("0 2 * *", "4 fields, not five")]
    [InlineData("0 25 * * *", "Cron '0 25 * * *'")]
    [InlineData("RRULE:BYHOUR=2", "FREQ is missing")]
    [InlineData("FREQ=SECONDLY", "FREQ=SECONDLY")]
    [InlineData("FREQ=DAILY;BYHOUR=24", "BYHOUR=24 is not from 0 to 23")]
    [InlineData("FREQ=DAILY;BYHOUR", "BYHOUR' has no value")]
    [InlineData("FREQ=DAILY;FREQ=DAILY", "FREQ is given twice")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=3", "BYWEEKNO is not supported")]
    [InlineData("FREQ=WEEKLY;BYDAY=2MO", "only FREQ=MONTHLY and YEARLY can number")]
    [InlineData("FREQ=MONTHLY;BYDAY=XX", "'XX' is not one of SU")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY has no 0")]
    [InlineData("FREQ=DAILY;COUNT=3", "COUNT counts from a start")]
    [InlineData("FREQ=WEEKLY;BYDAY=MO;INTERVAL=2", "INTERVAL counts from a start")]
    [InlineData("FREQ=WEEKLY", "FREQ=WEEKLY without BYDAY counts from a start")]
    [InlineData("DTSTART:20260211T020000 RRULE:FREQ=DAILY;COUNT=3;UNTIL=20260301T000000", "COUNT and UNTIL cannot")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20260211T020000 RRULE:FREQ=DAILY", "without a zone of their own")]
    public void A_bad_text_is_refused_and_says_what_is_wrong(string text, string part)
    {
        FormatException refused = Assert.Throws<FormatException>(() => Recurrence.Parse(text));
        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_month_without_the_day_is_passed_over_and_last_is_the_last_day()
    {
        Assert.Equal(["01-31 02:00", "03-31 02:00"], Starts("monthly 31 02:00", "UTC", "2026-01-01", "2026-04-30"));
        Assert.Equal(["01-31 02:00", "02-28 02:00", "03-31 02:00"], Starts("monthly last 02:00", "UTC", "2026-01-01", "2026-04-30"));
        Assert.Equal(["01-25 02:00", "02-22 02:00", "03-29 02:00"], Starts("monthly last Sunday 02:00", "UTC", "2026-01-01", "2026-04-01"));
        Assert.Equal(["03-29 02:00"], Starts("monthly fifth Sunday 02:00", "UTC", "2026-01-01", "2026-04-01"));
    }

    [Theory]
    [InlineData("0 2 13 * 5", "02-06 02:00", "02-13 02:00", "02-20 02:00", "02-27 02:00", "03-06 02:00", "03-13 02:00")] // Either.
    [InlineData(
        "0 2 12 * 5",
        "02-06 02:00",
        "02-12 02:00",
        "02-13 02:00",
        "02-20 02:00",
        "02-27 02:00",
        "03-06 02:00",
        "03-12 02:00",
        "03-13 02:00"
    )]
    [InlineData("0 2 */12 * 5", "02-13 02:00", "03-13 02:00")] // A star: both.
    public void Days_of_cron_are_either_or_both_as_in_crontab(string cron, params string[] starts) =>
        Assert.Equal(starts, Starts(cron, "UTC", "2026-02-01", "2026-03-14"));

    [Theory]
    [InlineData("DTSTART:20260210T020000 RRULE:FREQ=DAILY;COUNT=3", "02-11 02:00", "02-12 02:00")]
    [InlineData("DTSTART:20260210T020000 RRULE:FREQ=DAILY;COUNT=3 EXDATE:20260211T020000", "02-12 02:00")]
    [InlineData("DTSTART:20260210T020000 RRULE:FREQ=DAILY;UNTIL=20260212", "02-11 02:00", "02-12 02:00")]
    [InlineData("DTSTART:20260210T020000 RRULE:FREQ=DAILY;UNTIL=20260212T020000", "02-11 02:00", "02-12 02:00")]
    [InlineData("DTSTART:20260210T020000 RRULE:FREQ=DAILY;UNTIL=20260212T015959Z", "02-11 02:00")]
    [InlineData(
        "DTSTART:20260211T020000 RRULE:FREQ=MINUTELY;INTERVAL=720",
        "02-11 02:00",
        "02-11 14:00",
        "02-12 02:00",
        "02-12 14:00",
        "02-13 02:00"
    )]
    [InlineData("RRULE:FREQ=MONTHLY;BYDAY=FR,2TH,-3WE", "02-11 00:00", "02-12 00:00", "02-13 00:00")]
    [InlineData("RRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2")] // Never, and that is found out.
    public void Ends_and_exceptions_of_rules_are_kept(string rule, params string[] starts) =>
        Assert.Equal(starts, Starts(rule, "UTC", "2026-02-11", "2026-02-13T03:00"));

    [Fact]
    public void An_end_in_utc_is_compared_in_utc() =>
        Assert.Equal(
            ["02-10 01:00", "02-11 01:00"],
            Starts("DTSTART:20260210T020000 RRULE:FREQ=DAILY;UNTIL=20260212T005959Z", "Europe/Berlin", "2026-02-01", "2026-03-01")
        );
}
