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
    [InlineData("30 22 * * 1-5", "03:00", "30 22 * * 1-5 shifted +03:00")]
    [InlineData("*/20 2 * * *", "-00:10", "*/20 2 * * * shifted -00:10")]
    [InlineData("RRULE:FREQ=DAILY;BYHOUR=2", "00:15", "RRULE:FREQ=DAILY;BYHOUR=2 shifted +00:15")]
    [InlineData(
        "DTSTART:20260204T023000 RRULE:FREQ=WEEKLY;COUNT=3",
        "23:00",
        "DTSTART:20260204T023000 RRULE:FREQ=WEEKLY;COUNT=3 shifted +23:00"
    )]
    [InlineData(
        "RRULE:FREQ=DAILY;BYHOUR=2;UNTIL=20260215T020000Z",
        "-05:00",
        "RRULE:FREQ=DAILY;BYHOUR=2;UNTIL=20260215T020000Z shifted -05:00"
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
