using VcsaAuthGuard.BackupJobs;
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
                history.Add(
                    Run("job", run.Start.AddSeconds(random.Next(4) == 0 ? random.Next(120) : random.Next(20)), TimeSpan.FromMinutes(60))
                );
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
            history.Add(Run("job", Utc("2026-01-01T04:00:10Z").AddDays(day), TimeSpan.FromHours(1)));
        }

        Assert.Equal(
            "DTSTART:20260101T040000 RRULE:FREQ=DAILY;INTERVAL=3",
            Assert.Single(Windows(history, "UTC", out _)).Recurrence.ToString()
        );
    }

    [Fact]
    public void The_95th_percentile_is_taken_of_durations_and_VMs()
    {
        RunHistory history = new();
        for (int i = 1; i <= 40; i++)
        {
            history.Add(Run("job", Utc("2026-01-01").AddDays(i), TimeSpan.FromMinutes(i), i * 10, i % 2 == 0 ? "vc01" : "VC01"));
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
            history.Add(Run("steady", Utc("2026-01-01T02:00Z").AddDays(i), TimeSpan.FromHours(1)));
            history.Add(Run("chance", Utc("2026-01-01").AddMinutes(random.Next(20 * 1440)), TimeSpan.FromHours(1)));
        }

        history.Add(Run("steady", Utc("2026-01-05T14:20Z"), TimeSpan.FromHours(1)));
        history.Add(Run("few", Utc("2026-01-05"), TimeSpan.FromHours(1)));
        history.Add(Run("endless", Utc("2026-01-05"), null));
        history.Add(Run("endless", Utc("2026-01-06"), null));
        history.Add(Run("endless", Utc("2026-01-07"), null));
        Assert.Equal("daily 02:00", Assert.Single(Windows(history, "UTC", out List<InputProblem> problems)).Recurrence.ToString());
        Assert.Equal(3, problems.Count);
        Assert.StartsWith("'chance': No recurrence explains most of its 20 runs", problems[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("'few': 1 run is too few", problems[1].Message, StringComparison.Ordinal);
        Assert.StartsWith("'endless': Nothing says how long it runs", problems[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_one_job_that_start_together_are_one_run_with_its_VMs_counted()
    {
        RunHistory history = new();
        for (int day = 0; day < 14; day++)
        {
            DateTimeOffset start = Utc("2026-01-05T02:00:07Z").AddDays(day);
            history.Add(Run("Nightly", start, TimeSpan.FromMinutes(20)) with { VM = "vm1" });
            history.Add(Run("Nightly", start.AddMinutes(5), TimeSpan.FromMinutes(30)) with { VM = "vm2" });
            history.Add(Run("Nightly", start.AddMinutes(10), TimeSpan.FromMinutes(15)) with { VM = "vm1" }); // A retry.
        }

        BackupWindow window = Assert.Single(Windows(history, "UTC", out List<InputProblem> problems));
        Assert.Empty(problems);
        Assert.Equal(("daily 02:00", TimeSpan.FromMinutes(35), 2), (window.Recurrence.ToString(), window.Duration, window.Load.VMs));
        Assert.Equal("test: inferred from 14 runs, of which 14 fit", window.Source);
    }

    [Fact]
    public void A_VM_that_is_backed_up_every_hour_has_a_run_every_hour()
    {
        RunHistory history = new();
        for (int hour = 0; hour < 72; hour++)
        {
            history.Add(Run("Hourly", Utc("2026-01-05").AddHours(hour), TimeSpan.FromMinutes(10)) with { VM = "vm1" });
            history.Add(Run("Hourly", Utc("2026-01-05").AddHours(hour), TimeSpan.FromMinutes(10)) with { VM = "vm2" });
        }

        Assert.Equal("every 1 hours from 00:00", Assert.Single(Windows(history, "UTC", out _)).Recurrence.ToString());
    }

    private static BackupJobRun Run(string job, DateTimeOffset start, TimeSpan? duration, int? vms = null, string? server = null) =>
        new() { Job = job, Start = start, Duration = duration, VMCount = vms, Server = server };

    private static BackupWindow[] Windows(RunHistory history, string zone, out List<InputProblem> problems)
    {
        List<InputProblem> told = problems = [];
        return [.. history.ToWindows(new() { TimeZone = zone }, "test", told.Add)];
    }
}
