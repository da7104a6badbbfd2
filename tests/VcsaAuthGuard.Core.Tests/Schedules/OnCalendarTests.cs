using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Tests.Schedules;

public partial class OnCalendarTests
{
    private static readonly string[] Events =
    [
        "daily", "hourly", "weekly", "monthly", "quarterly", "semiannually", "yearly", "02:00", "02:00:00", "*-*-* 06,18:00",
        "Mon..Fri 02:30", "Mon,Wed *-*-* 12:00", "Sat,Sun 04:15:00", "*-*-01 03:00", "*-*-1,15 03:00", "*-*~1 23:00",
        "*-02~03 00:00", "Mon *-05~07/1", "Mon *-*-1..7 02:00", "*:0/15", "00/6:00", "8..17:30", "*-*-* 8..17/3:00", "*-1,7-1 00:00",
        "2026-12-24 20:00", "Thu,Fri 2026-*-1,5 11:12", "*-*-* *:05", "Mon *-*-* 00:00:00 America/New_York",
        "*-*-* 02:00 Asia/Kolkata", "2026..2027-06-01 01:00", "*-06..08-* 05:00",
    ];

    /// <summary>A peer: systemd's own reading of the same events.</summary>
    [Fact]
    public void Events_start_when_systemd_starts_them()
    {
        const string From = "2026-02-09 00:00:30";
        ProcessStartInfo start = new("systemd-analyze") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "C";
        foreach (string argument in (string[])["calendar", "--iterations=6", $"--base-time={From} UTC", .. Events])
        {
            start.ArgumentList.Add(argument);
        }

        string output;
        try
        {
            using Process systemd = Process.Start(start)!;
            _ = systemd.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            output = systemd.StandardOutput.ReadToEnd();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("systemd-analyze is missing: apt-get install systemd.");
            return;
        }

        string[] found = output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Events.Length, found.Length);
        DateTimeOffset from = DateTimeOffset.Parse(From + "Z", CultureInfo.InvariantCulture);
        foreach ((string text, string told) in Events.Zip(found))
        {
            // In another zone, the line after it has the same time in UTC.
            string[] expected =
            [
                .. told.Split('\n').Where(line => line.Contains("UTC", StringComparison.Ordinal))
                    .Select(line => Time().Match(line)).Where(match => match.Success).Select(match => match.Value),
            ];
            Recurrence recurrence = OnCalendar.Parse(text, out string? zone);
            BackupWindow window = new()
            {
                Name = text,
                Recurrence = recurrence,
                TimeZone = zone ?? "UTC",
                Duration = TimeSpan.FromSeconds(1),
            };
            string[] starts =
            [
                .. window.Between(from, from.AddYears(12))
                    .Take(expected.Length)
                    .Select(run => run.Start.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
            ];
            Assert.True(expected.Length > 0, told);
            Assert.Equal($"{text}: {string.Join(", ", expected)}", $"{text}: {string.Join(", ", starts)}");
        }
    }

    [Theory]
    [InlineData("*:*:*", "more than once a minute")]
    [InlineData("25:00", "'25'")]
    [InlineData("Foo 02:00", "'Foo'")]
    [InlineData("2026-02-30 x", "is not a time")]
    [InlineData("Fri..Mon 02:30", "is not a range of days")]
    [InlineData("", "empty")]
    public void An_event_that_is_not_valid_says_why(string text, string part) =>
        Assert.Contains(
            part, Assert.Throws<FormatException>(() => OnCalendar.Parse(text, out _)).Message, StringComparison.Ordinal);

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?= UTC)")]
    private static partial Regex Time();
}
