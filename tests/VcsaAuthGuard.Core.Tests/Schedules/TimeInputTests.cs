using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Tests.Schedules;

public class TimeInputTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 2, 11, 23, 30, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("2026-02-11T02:14:07Z", "2026-02-11T02:14:07.0000000+00:00")]
    [InlineData("2026-02-11T02:14:07.125Z", "2026-02-11T02:14:07.1250000+00:00")]
    [InlineData("2026-02-11T02:14:07+01:00", "2026-02-11T02:14:07.0000000+01:00")]
    [InlineData("2026-02-11 02:14 +0530", "2026-02-11T02:14:00.0000000+05:30")]
    [InlineData("2026-02-11T02:14-05", "2026-02-11T02:14:00.0000000-05:00")]
    [InlineData("2026-02-11Z", "2026-02-11T00:00:00.0000000+00:00")]
    [InlineData("2026-02-11+01:00", "2026-02-11T00:00:00.0000000+01:00")]
    [InlineData("20260211T021407Z", "2026-02-11T02:14:07.0000000+00:00")]
    [InlineData("now", "2026-02-11T23:30:00.0000000+00:00")]
    [InlineData("-2h", "2026-02-11T21:30:00.0000000+00:00")]
    [InlineData("-1h 30m", "2026-02-11T22:00:00.0000000+00:00")]
    [InlineData("-PT5M", "2026-02-11T23:25:00.0000000+00:00")]
    [InlineData("+1d", "2026-02-12T23:30:00.0000000+00:00")]
    public void A_time_with_an_offset_or_relative_to_now_is_the_same_in_every_zone(string text, string expected)
    {
        TimeInput time = TimeInput.Parse(text);
        Assert.Equal(expected, Text(time.Resolve(clock: Clock)));
        Assert.Equal(expected, Text(time.Resolve("Asia/Kolkata", Clock)));
    }

    [Theory]
    [InlineData("2026-02-11", "2026-02-11T00:00:00.0000000+00:00", "2026-02-10T23:00:00.0000000+00:00")]
    [InlineData("2026-02-11 02:14", "2026-02-11T02:14:00.0000000+00:00", "2026-02-11T01:14:00.0000000+00:00")]
    [InlineData("2026-07-11T02:14:07", "2026-07-11T02:14:07.0000000+00:00", "2026-07-11T00:14:07.0000000+00:00")]
    [InlineData("today", "2026-02-11T00:00:00.0000000+00:00", "2026-02-11T23:00:00.0000000+00:00")]
    [InlineData("today 06:00", "2026-02-11T06:00:00.0000000+00:00", "2026-02-12T05:00:00.0000000+00:00")]
    [InlineData("Yesterday 22:00", "2026-02-10T22:00:00.0000000+00:00", "2026-02-11T21:00:00.0000000+00:00")]
    [InlineData("tomorrow 7:30", "2026-02-12T07:30:00.0000000+00:00", "2026-02-13T06:30:00.0000000+00:00")]
    public void A_clock_time_is_UTC_or_of_the_zone_that_is_given(string text, string utc, string berlin)
    {
        Assert.Equal(utc, Text(TimeInput.Parse(text).Resolve(clock: Clock)));
        Assert.Equal(berlin, Text(TimeInput.Parse(text).Resolve("Europe/Berlin", Clock)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("300")]
    [InlineData("02/11/2026")]
    [InlineData("11.02.2026 02:14")]
    [InlineData("22:00")]
    [InlineData("2026-02-30")]
    [InlineData("2026-02-11 25:00")]
    [InlineData("2026-02-11 02:14 +15:00")]
    [InlineData("2h")]
    [InlineData("-2")]
    [InlineData("last week")]
    [InlineData("0001-01-01T00:00+01:00")]
    public void A_text_that_is_not_a_time_is_refused_with_the_forms(string text)
    {
        string message = Assert.Throws<FormatException>(() => TimeInput.Parse(text)).Message;
        Assert.StartsWith($"'{text}' is not a valid time. Write it like 2026-02-11T02:14:07Z", message);
        Assert.All(["2026-02-11 02:14", "yesterday 22:00", "today 06:00", "-2h", "now"], form => Assert.Contains(form, message));
    }

    [Fact]
    public void A_DateTime_is_taken_by_its_kind_and_one_of_no_kind_is_of_the_zone()
    {
        DateTime clock = new(2026, 2, 11, 2, 14, 0);
        Assert.Equal("2026-02-11T01:14:00.0000000+00:00", Text(TimeInput.From(clock).Resolve("Europe/Berlin")));
        DateTime utc = DateTime.SpecifyKind(clock, DateTimeKind.Utc);
        Assert.Equal("2026-02-11T02:14:00.0000000+00:00", Text(TimeInput.From(utc).Resolve("Europe/Berlin")));
        DateTime local = DateTime.SpecifyKind(clock, DateTimeKind.Local);
        Assert.Equal(new DateTimeOffset(local), TimeInput.From(local).Resolve("Europe/Berlin"));
    }

    [Fact]
    public void A_converter_keeps_the_point_in_time_and_gives_the_offset_of_the_zone()
    {
        Func<DateTimeOffset, DateTimeOffset> convert = TimeZoneNames.ConverterTo("W. Europe Standard Time");
        Assert.Equal("2026-02-12T00:30:00.0000000+01:00", Text(convert(Clock.GetUtcNow())));
        Assert.Equal("2026-07-12T01:30:00.0000000+02:00", Text(convert(Clock.GetUtcNow().AddMonths(5))));
    }

    private static string Text(DateTimeOffset time) => time.ToString("o", CultureInfo.InvariantCulture);
}
