using System.Globalization;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.Text;

public class DurationTextTests
{
    [Theory]
    [InlineData("90s", 1.5)]
    [InlineData("5m", 5)]
    [InlineData("90m", 90)]
    [InlineData("2h", 120)]
    [InlineData("1h30m", 90)]
    [InlineData("1h 30m", 90)]
    [InlineData("0h 30m 0s", 30)]
    [InlineData("1.5H", 90)]
    [InlineData("1 day, 2 hours", 1560)]
    [InlineData("2 hrs 5 mins", 125)]
    [InlineData("1:30", 90)]
    [InlineData("2:30", 150)]
    [InlineData("00:05:00", 5)]
    [InlineData("02:00:00", 120)]
    [InlineData("1.00:30", 1470)]
    [InlineData("PT5M", 5)]
    [InlineData("PT2H30M", 150)]
    [InlineData("P1DT1M", 1441)]
    [InlineData("P1W", 10080)]
    [InlineData("-PT1H", -60)]
    public void A_duration_is_read_in_every_form(string text, double minutes) =>
        Assert.Equal(minutes, DurationText.Parse(text).TotalMinutes);

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1M")]
    [InlineData("P1H")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("25:61")]
    [InlineData("ninety")]
    [InlineData("1 fortnight")]
    public void Text_that_is_no_duration_is_refused(string text) =>
        Assert.StartsWith(
            $"'{text}' is not a valid duration. Write it like 90s",
            Assert.Throws<FormatException>(() => DurationText.Parse(text)).Message
        );

    [Theory]
    [InlineData("90")]
    [InlineData("0")]
    [InlineData("1.5")]
    public void A_bare_number_is_refused_because_it_has_no_unit(string text)
    {
        string message = Assert.Throws<FormatException>(() => DurationText.Parse(text)).Message;
        Assert.StartsWith($"'{text}' is not a valid duration: it has no unit.", message);
        Assert.All(["90s", "5m", "2h", "1h 30m", "1:30", "00:05:00", "PT5M"], form => Assert.Contains(form, message));
    }

    [Fact]
    public void Every_form_that_the_message_names_is_valid()
    {
        foreach (string form in (string[])["90s", "5m", "2h", "1h 30m", "1:30", "00:05:00", "PT5M"])
        {
            Assert.True(DurationText.TryParse(form, out TimeSpan duration), form);
            Assert.True(duration > TimeSpan.Zero, form);
        }
    }

    [Fact]
    public void The_culture_does_not_change_the_reading()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(90, DurationText.Parse("1.5h").TotalMinutes);
            Assert.Equal(90.5, DurationText.Parse("01:30:30").TotalMinutes);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
