using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Text;

using static VcsaAuthGuard.Tests.Schedules.Times;

namespace VcsaAuthGuard.Tests.BackupWindows;

public class RunHistoryTests
{
    [Theory]
    [InlineData("daily 02:00", "UTC", 30)]
    [InlineData("daily 23:55", "America/New_York", 30)] // Starts after midnight when late.
    [InlineData("weekly Mon,Wed,Fri 01:30", "Europe/Berlin", 60)]
    [InlineData("weekly Sun 03:00", "UTC", 60)]
    [InlineData("weekly Mon,Tue,Wed,Thu,Fri 22:00", "UTC", 60)]
    [InlineData("every 6 hours from 01:10", "UTC", 20)]
    [InlineData("every 1 hours from 00:05", "UTC", 5)]
    [InlineData("monthly 15 02:00", "UTC", 365)]
    [InlineData("monthly last 02:00", "UTC", 365)]
    [InlineData("monthly second Sunday 02:00", "Europe/Berlin", 365)]
    [InlineData("monthly last Friday 02:00", "UTC", 500)]
    public void The_rhythm_of_past_runs_is_found_though_they_start_late_and_some_are_missing(string recurrence, string zone, int days)
    {
        Random random = new(42);
        DateTimeOffset from = Utc("2025-09-01");
        RunHistory history = new();
        int number = 0;
        foreach (WindowOccurrence run in Window(recurrence, zone).Between(from, from.AddDays(days)))
        {
            // Every twelfth run is missing; the others start up to two minutes late, most within seconds.
            if (++number % 12 != 0)
            {
                history.Add(new("job", run.Start.AddSeconds(random.Next(4) == 0 ? random.Next(120) : random.Next(20)), TimeSpan.FromMinutes(60)));
            }
        }

        BackupWindow window = Assert.Single(Windows(history, zone, out List<InputProblem> problems));
        Assert.Empty(problems);
        Assert.Equal((recurrence, zone, WindowRole.Backup), (window.Recurrence.ToString(), window.TimeZone, window.Role));
    }

    [Fact]
    public void Every_so_many_days_is_found()
    {
        RunHistory history = new();
        foreach (int day in new[] { 0, 3, 6, 9, 15, 18, 21, 24 })
        {
            history.Add(new("job", Utc("2026-01-01T04:00:10Z").AddDays(day), TimeSpan.FromHours(1)));
        }

        Assert.Equal("DTSTART:20260101T040000 RRULE:FREQ=DAILY;INTERVAL=3", Assert.Single(Windows(history, "UTC", out _)).Recurrence.ToString());
    }

    [Fact]
    public void The_95th_percentile_is_taken_of_durations_and_VMs()
    {
        RunHistory history = new();
        for (int i = 1; i <= 40; i++)
        {
            history.Add(new("job", Utc("2026-01-01").AddDays(i), TimeSpan.FromMinutes(i), i * 10, i % 2 == 0 ? "vc01" : "VC01"));
        }

        BackupWindow window = Assert.Single(Windows(history, "UTC", out _));
        Assert.Equal((38, 380), (window.Duration.TotalMinutes, window.Load.VMs!.Value));
        Assert.Equal(["vc01"], window.Server, StringComparer.OrdinalIgnoreCase);
        Assert.Equal("test: inferred from 40 runs, of which 40 fit", window.Source);
    }

    [Fact]
    public void Runs_by_hand_do_not_hide_the_rhythm_and_chance_has_none()
    {
        RunHistory history = new();
        Random random = new(7);
        for (int i = 0; i < 20; i++)
        {
            history.Add(new("steady", Utc("2026-01-01T02:00Z").AddDays(i), TimeSpan.FromHours(1)));
            history.Add(new("chance", Utc("2026-01-01").AddMinutes(random.Next(20 * 1440)), TimeSpan.FromHours(1)));
        }

        history.Add(new("steady", Utc("2026-01-05T14:20Z"), TimeSpan.FromHours(1)));
        history.Add(new("few", Utc("2026-01-05"), TimeSpan.FromHours(1)));
        history.Add(new("endless", Utc("2026-01-05"), null));
        history.Add(new("endless", Utc("2026-01-06"), null));
        history.Add(new("endless", Utc("2026-01-07"), null));
        Assert.Equal("daily 02:00", Assert.Single(Windows(history, "UTC", out List<InputProblem> problems)).Recurrence.ToString());
        Assert.Equal(3, problems.Count);
        Assert.StartsWith("'chance': Its 20 runs have no rhythm", problems[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("'few': 1 runs are too few", problems[1].Message, StringComparison.Ordinal);
        Assert.StartsWith("'endless': Nothing says how long it runs", problems[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_read_under_the_names_that_reports_use()
    {
        PastRun run = Read(("Job Name", "nightly"), ("Start Time", "2026-02-11 02:00:00"), ("End Time", "2026-02-11T04:30:00"), ("VM Count", "12"), ("vCenter", "vc01"));
        Assert.Equal(new PastRun("nightly", Utc("2026-02-11T01:00Z"), TimeSpan.FromHours(2.5), 12, "vc01"), run);
        run = Read(("JobName", "veeam"), ("CreationTime", new DateTime(2026, 7, 1, 2, 0, 0, DateTimeKind.Unspecified)), ("EndTime", null), ("Duration", "90m"));
        Assert.Equal(new PastRun("veeam", Utc("2026-07-01T00:00Z"), TimeSpan.FromMinutes(90)), run);
        run = Read(("job", "x"), ("start", "2026-02-11T02:00:00Z"), ("duration", TimeSpan.FromHours(1)), ("end", ""));
        Assert.Equal(new PastRun("x", Utc("2026-02-11T02:00Z"), TimeSpan.FromHours(1)), run);
        Assert.Null(Read(("job", "x"), ("start", "2026-02-11T02:00:00+05:00")).Duration);
    }

    [Theory]
    [InlineData("", "2026-02-11T02:00:00Z", "", "", "It has no job")]
    [InlineData("x", "", "", "", "'x': It has no start")]
    [InlineData("x", "soon", "", "", "'soon' is no time")]
    [InlineData("x", "2026-02-11T02:00:00Z", "2026-02-11T01:00:00Z", "", "'x': The run's end 2026-02-11 01:00:00Z is before its start 2026-02-11 02:00:00Z")]
    [InlineData("x", "2026-02-11T02:00:00Z", "", "-1h", "'x': The duration -01:00:00 of the run at 2026-02-11 02:00:00Z is negative")]
    [InlineData("x", "2026-02-11T02:00:00Z", "", "90", "'90' is not a valid duration")]
    public void A_wrong_run_says_what_is_wrong(string job, string start, string end, string duration, string part) =>
        Assert.StartsWith(part, Assert.Throws<FormatException>(() => Read(("Job", job), ("Start", start), ("End", end), ("Duration", duration))).Message, StringComparison.Ordinal);

    private static PastRun Read(params (string Name, object? Value)[] values) =>
        PastRun.Read(name => values.FirstOrDefault(value => string.Equals(value.Name, name, StringComparison.OrdinalIgnoreCase)).Value, "Europe/Berlin");

    private static BackupWindow[] Windows(RunHistory history, string zone, out List<InputProblem> problems)
    {
        List<InputProblem> told = problems = [];
        return [.. history.ToWindows(new() { TimeZone = zone }, "test", told.Add)];
    }
}
