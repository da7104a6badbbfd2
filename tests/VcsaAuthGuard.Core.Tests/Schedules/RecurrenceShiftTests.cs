using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Schedules;

using static VcsaAuthGuard.Tests.Schedules.Times;

namespace VcsaAuthGuard.Tests.Schedules;

public class RecurrenceShiftTests
{
    [Theory]
    [InlineData("once 2026-02-11T23:00", "03:00", "once 2026-02-12T02:00")]
    [InlineData("daily 02:00,22:00", "03:30", "daily 01:30,05:30")]
    [InlineData("every 6 hours from 05:00", "01:30", "every 6 hours from 06:30")]
    [InlineData("every 5 hours from 2026-02-11T01:00", "-02:00", "every 5 hours from 2026-02-10T23:00")]
    [InlineData("weekly Mon,Sun 22:00", "03:00", "weekly Mon,Tue 01:00")]
    [InlineData("weekly Mon,Sun 02:00", "-03:00", "weekly Sat,Sun 23:00")]
    [InlineData("weekly Mon 02:00,22:00", "03:00", "weekly Mon 02:00,22:00 shifted +03:00")]
    [InlineData("monthly second Sunday 02:00", "00:15", "monthly second Sunday 02:15")]
    [InlineData("monthly second Sunday 02:00", "-02:15", "monthly second Sunday 02:00 shifted -02:15")]
    [InlineData("monthly 31 22:00", "1.02:00:30", "monthly 31 22:00 shifted +26:00:30")]
    [InlineData("30 2 * * 1-5", "00:45", "15 3 * * 1-5")]
    [InlineData("30 22 * * *", "03:00", "30 1 * * *")]
    [InlineData("30 22 * * 1-5", "03:00", "30 1 * * 2-6")]
    [InlineData("30 22 * * MON,SAT", "03:00", "30 1 * * 0,2")]
    [InlineData("0 22 15 * *", "03:00", "0 1 16 * *")]
    [InlineData("0 22 31 * *", "03:00", "0 22 31 * * shifted +03:00")]
    [InlineData("0 */6 * * *", "01:30", "30 1,7,13,19 * * *")]
    [InlineData("monthly 15 22:00", "03:00", "monthly 16 01:00")]
    [InlineData("monthly 1 02:00", "-03:00", "monthly last 23:00")]
    [InlineData("monthly last 23:00", "02:00", "monthly 1 01:00")]
    [InlineData("monthly 28 23:00", "02:00", "monthly 28 23:00 shifted +02:00")]
    [InlineData("*/20 2 * * *", "-00:10", "*/20 2 * * * shifted -00:10")]
    [InlineData("RRULE:FREQ=DAILY;BYHOUR=2", "00:15", "RRULE:FREQ=DAILY;BYHOUR=2;BYMINUTE=15")]
    [InlineData(
        "DTSTART:20260204T023000 RRULE:FREQ=WEEKLY;COUNT=3",
        "23:00",
        "DTSTART:20260205T013000 RRULE:FREQ=WEEKLY;COUNT=3"
    )]
    [InlineData(
        "RRULE:FREQ=DAILY;BYHOUR=2;UNTIL=20260215T020000Z",
        "-05:00",
        "RRULE:FREQ=DAILY;BYHOUR=21;UNTIL=20260214T210000Z;BYMINUTE=0"
    )]
    public void All_starts_are_moved_and_the_text_reads_back(string text, string by, string form)
    {
        TimeSpan shift = TimeSpan.Parse(by, System.Globalization.CultureInfo.InvariantCulture);
        Recurrence recurrence = Recurrence.Parse(text), shifted = recurrence.Shift(shift);
        Assert.Equal(form, shifted.ToString());
        Assert.Equal(shifted, Recurrence.Parse(form));

        DateTimeOffset from = Utc("2026-01-01"), to = Utc("2026-06-01");
        DateTimeOffset[] expected = [.. StartsOf(recurrence, from - shift, to - shift).Select(start => start + shift)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, StartsOf(shifted, from, to));
        Assert.Equal(expected, StartsOf(Recurrence.Parse(form), from, to));

        // Back again, and in two steps.
        Assert.Equal(StartsOf(recurrence, from, to), StartsOf(shifted.Shift(-shift), from, to));
        Assert.Equal(expected, StartsOf(recurrence.Shift(shift - TimeSpan.FromMinutes(7)).Shift(TimeSpan.FromMinutes(7)), from, to));
    }

    /// <summary>Whatever form the text takes, its starts are those of the recurrence, each moved; over years with and without a leap
    /// day.</summary>
    [Theory]
    [InlineData("weekly Mon,Wed,Sun 00:30")]
    [InlineData("weekly Mon,Fri 02:00,23:30")]
    [InlineData("monthly 1,2 01:00")]
    [InlineData("monthly 5,27 23:00")]
    [InlineData("monthly 28,31 23:00")]
    [InlineData("monthly last 00:30")]
    [InlineData("monthly second Sunday 23:30")]
    [InlineData("monthly first Monday 00:15,23:45")]
    [InlineData("0 23 * * FRI-SUN")]
    [InlineData("30 1,13 * * 0,3")]
    [InlineData("15,45 22 10-20 * *")]
    [InlineData("*/10 23 * * 5")]
    [InlineData("0 0 1 1 *")]
    [InlineData("0 23 13 * 5")]
    [InlineData("5 */8 * * 1/2")]
    [InlineData("RRULE:FREQ=WEEKLY;BYDAY=MO,SU;BYHOUR=23;BYMINUTE=15,45")]
    [InlineData("RRULE:FREQ=MONTHLY;BYDAY=2SU;BYHOUR=1")]
    [InlineData("RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15,-1;BYHOUR=23")]
    [InlineData("RRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;BYHOUR=3,5")]
    [InlineData("RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=28;BYHOUR=23")]
    [InlineData("RRULE:FREQ=HOURLY;BYMINUTE=20")]
    [InlineData("DTSTART:20240105T233000 RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR")]
    [InlineData("DTSTART:20240105T233000 RRULE:FREQ=WEEKLY;INTERVAL=3;WKST=SU;BYDAY=SU,SA;BYHOUR=22")]
    [InlineData("DTSTART:20240105T013000 RRULE:FREQ=DAILY;INTERVAL=3;UNTIL=20251231")]
    [InlineData("DTSTART:20240131T233000 RRULE:FREQ=MONTHLY;COUNT=9")]
    [InlineData("DTSTART:20240115T003000 RRULE:FREQ=MONTHLY;INTERVAL=2 EXDATE:20240315T003000,20250115T003000")]
    [InlineData("DTSTART:20240105T233000 RRULE:FREQ=DAILY;BYHOUR=2,14")]
    [InlineData("DTSTART:20240105T020000 RRULE:FREQ=DAILY;BYMINUTE=10,50;UNTIL=20240901T020000Z")]
    public void A_shift_moves_every_start_whatever_the_form(string text)
    {
        Recurrence recurrence = Recurrence.Parse(text);
        DateTimeOffset from = Utc("2024-02-01"), to = Utc("2026-04-01");
        for (int minutes = -1440; minutes <= 1440; minutes += 45)
        {
            TimeSpan shift = TimeSpan.FromMinutes(minutes);
            Recurrence shifted = recurrence.Shift(shift);
            DateTimeOffset[] expected = [.. StartsOf(recurrence, from - shift, to - shift).Select(start => start + shift)];
            Assert.True(expected.SequenceEqual(StartsOf(shifted, from, to)), $"{text} by {shift} became {shifted}");
            Assert.Equal(shifted, Recurrence.Parse(shifted.ToString()));
        }
    }

    [Theory]
    [InlineData("daily 02:00", "01:30", "daily 03:30")]
    [InlineData("weekly Mon 02:00,22:00", "03:00", "weekly Mon 05:00 and weekly Tue 01:00")]
    [InlineData("monthly second Sunday 23:00", "02:00", "01:00 on the day after monthly second Sunday")]
    [InlineData(
        "monthly first Monday 00:30,12:00",
        "-01:00",
        "23:30 on the day before monthly first Monday and monthly first Monday 11:00")]
    [InlineData("*/20 2 * * *", "-00:10", "*/20 2 * * *, each start 0:10 h earlier")]
    public void A_shift_that_no_form_has_is_said_in_words(string text, string by, string plain) =>
        Assert.Equal(
            plain,
            Recurrence.Parse(text).Shift(TimeSpan.Parse(by, System.Globalization.CultureInfo.InvariantCulture)).ToPlainText());

    [Theory]
    [InlineData("daily 02:00 shifted 03:00")]
    [InlineData("daily 02:00 shifted +3")]
    [InlineData("daily 02:00 shifted +200:00")]
    [InlineData("daily 02:00 shifted ")]
    [InlineData("nightly shifted +03:00")]
    public void What_is_no_shift_is_refused(string text) => Assert.Throws<FormatException>(() => Recurrence.Parse(text));

    [Fact]
    public void A_shift_is_of_whole_seconds_and_at_most_a_week()
    {
        Recurrence daily = Recurrence.Parse("daily 02:00");
        Assert.Throws<ArgumentOutOfRangeException>(() => daily.Shift(TimeSpan.FromDays(8)));
        Assert.Throws<ArgumentOutOfRangeException>(() => daily.Shift(TimeSpan.FromMilliseconds(1)));
    }

    private static DateTimeOffset[] StartsOf(Recurrence recurrence, DateTimeOffset from, DateTimeOffset to) =>
        [
            .. new BackupWindow
            {
                Name = "job",
                Recurrence = recurrence,
                Duration = TimeSpan.FromTicks(1),
            }
                .Between(from, to)
                .Select(run => run.Start),
        ];
}
