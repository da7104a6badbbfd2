using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Schedules;

using static VcsaAuthGuard.Tests.Schedules.Times;

namespace VcsaAuthGuard.Tests.BackupWindows;

/// <summary>A plan holds for a year, however few days are searched, and says what remains.</summary>
public class PlanYearTests
{
    private static readonly PlanOptions Week = new() { From = Utc("2026-02-09") };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// 00:00 in Berlin meets the scan of New York all year. An hour earlier is free but in the weeks in which only one of both has summer
    /// time, and an hour later is free all year.
    /// </summary>
    [Fact]
    public void Of_two_plans_of_equal_shift_the_one_that_holds_all_year_is_taken()
    {
        BackupWindow backup = Job("Rubrik nightly", "daily 00:00", 1, "Europe/Berlin") with { Movable = StartRange.Parse("23:00-01:00") };
        BackupWindow scan = Job("Scan", "daily 18:00", 1, "America/New_York", WindowRole.Automation);
        PlanOptions options = Week with { Step = TimeSpan.FromHours(1) };

        BackupWindow[] early = [backup with { Recurrence = Recurrence.Parse("daily 23:00"), Movable = null }, scan];
        RemainingOverlap remaining = Assert.Single(WindowPlanner.Plan(early, options, Stop).Windows[0].Remaining);
        Assert.Equal("Scan 28 times: 2026-03-08 to 2026-03-28 (21 times), 2026-10-25 to 2026-10-31 (7 times)", remaining.ToString());

        BackupWindow[] late = [backup with { Recurrence = Recurrence.Parse("daily 01:00"), Movable = null }, scan];
        Assert.Empty(WindowPlanner.Plan(late, options, Stop).Windows[0].Remaining);

        PlannedWindow planned = WindowPlanner.Plan([backup, scan], options, Stop).Windows[0];
        Assert.Equal(
            "Rubrik nightly: daily 00:00 → daily 01:00 Europe/Berlin; nothing meets it in the next 366 days",
            planned.Answer);
    }

    [Fact]
    public void A_window_that_does_not_run_in_the_days_searched_is_planned_against()
    {
        BackupWindow upgrade = Job("Upgrade", "monthly last 02:00", 3, "UTC", WindowRole.Maintenance);
        BackupWindow backup = Job("Nightly", "daily 02:00", 1, "UTC") with { Movable = StartRange.Parse("00:00-06:00") };
        WindowPlan plan = WindowPlanner.Plan([backup, upgrade], Week, Stop);
        Assert.Equal((0, 12), (plan.Before.Overlaps, plan.Before.YearOccurrences));
        Assert.Equal("Nightly: daily 02:00 → daily 01:00 UTC; nothing meets it in the next 366 days", plan.Windows[0].Answer);
        Assert.Equal("Moved: overlapped Upgrade.", plan.Windows[0].Reason);
        Assert.True(plan.IsOptimal);
        Assert.Empty(plan.Remaining);
    }

    [Fact]
    public void A_window_that_does_not_run_in_the_days_searched_is_moved_and_its_tokens_are_predicted()
    {
        BackupWindow full = Job("Full", "monthly 20 02:00", 1, "UTC") with
        {
            Movable = StartRange.Parse("02:00-06:00"),
            Load = new() { VMs = 50, SecondsPerRequest = 40 },
        };
        BackupWindow nightly = Job("Nightly", "daily 02:00", 0.25, "UTC") with { Load = full.Load };
        WindowPlan plan = WindowPlanner.Plan([full, nightly], Week with { Concurrency = 8, Step = TimeSpan.FromMinutes(5) }, Stop);
        Assert.True(plan.Before.Expired > 0);
        Assert.Equal((0L, Utc("2026-02-20T02:05")), (plan.After.Expired, plan.Windows[0].ProposedStart));
    }

    [Fact]
    public void What_remains_is_said_window_by_window_with_its_dates()
    {
        WindowPlan plan = WindowPlanner.Plan(
            [
                Job("Nightly", "daily 02:00", 1, "UTC"),
                Job("Scan", "weekly Sat 02:30", 1, "UTC", WindowRole.Automation),
                Job("Upgrade", "monthly 15 02:00", 0.5, "UTC", WindowRole.Maintenance),
            ],
            Week,
            Stop);
        Assert.Equal(
            "Nightly: stays daily 02:00 UTC; in the next 366 days it meets Scan 52 times: 2026-02-14 to 2027-02-06; "
                + "Upgrade 12 times: 2026-02-15, 2026-03-15, 2026-04-15, 2026-05-15 and on until 2027-01-15",
            plan.Windows[0].Answer);
        Assert.Equal(52 + 12, plan.After.YearOccurrences);
        Assert.True(plan.After.HasProblems);
    }

    [Fact]
    public void More_days_than_a_year_are_searched_and_checked()
    {
        BackupWindow backup = Job("Nightly", "daily 02:00", 1, "UTC") with { Movable = StartRange.Parse("00:00-06:00") };
        BackupWindow upgrade = Job("Upgrade", "once 2028-01-05T02:00", 3, "UTC", WindowRole.Maintenance);
        Assert.Equal(0, WindowPlanner.Plan([backup, upgrade], Week, Stop).Before.YearOccurrences);
        Assert.Equal(1, WindowPlanner.Plan([backup, upgrade], Week with { Days = 800 }, Stop).Before.YearOccurrences);
    }

    /// <summary>
    /// Over random sites: the plan counts what the overlap finder counts, before and after, in the days searched and in the year; and the
    /// sum over its windows is what each pair has in common.
    /// </summary>
    [Fact]
    public void A_plan_and_the_overlap_finder_count_alike_on_random_sites()
    {
        int maintenance = 0, remaining = 0;
        for (int seed = 0; seed < 30; seed++)
        {
            Random random = new(seed);
            BackupWindow[] windows = [.. Enumerable.Range(0, random.Next(2, 8)).Select(i => RandomSite.Window(random, i))];
            PlanOptions options = Week with { Days = random.Next(1, 10), Step = TimeSpan.FromMinutes(30) };
            WindowPlan plan = WindowPlanner.Plan(windows, options, Stop);
            BackupWindow[] proposed = [.. plan.Windows.Select(window => window.Window)];
            AssertCounts(windows, options, plan.Before);
            AssertCounts(proposed, options, plan.After);
            Assert.Equal(plan.Windows.All(window => window.Remaining.Count == 0), plan.Remaining.Count == 0);
            double hours = plan.Windows.Sum(window => window.Remaining.Sum(other => other.TotalDuration.TotalHours));
            AssertRemaining(plan, proposed);
            maintenance += windows.Count(window => window.Role == WindowRole.Maintenance);
            remaining += hours > 0 ? 1 : 0;
        }

        Assert.True(maintenance > 20, $"{maintenance}");
        Assert.InRange(remaining, 5, 29);
    }

    private static void AssertCounts(BackupWindow[] windows, PlanOptions options, PlanSummary summary)
    {
        OverlapOptions days = new() { From = options.From, To = options.From.AddDays(options.Days) };
        Assert.Equal(OverlapFinder.Find(windows, days, Stop).Count(), summary.Overlaps);
        WindowOverlap[] year = [.. OverlapFinder.Find(windows, days with { To = options.From.AddDays(366) }, Stop)];
        Assert.Equal((year.Length, year.Sum(overlap => overlap.Occurrences)), (summary.YearOverlaps, summary.YearOccurrences));
        Assert.Equal(HoursOfPairs(windows, options.From, options.From.AddDays(options.Days)), summary.OverlapHours, 6);
        Assert.Equal(HoursOfPairs(windows, options.From, options.From.AddDays(366)), summary.YearOverlapHours, 6);
    }

    private static void AssertRemaining(WindowPlan plan, BackupWindow[] proposed)
    {
        DateTimeOffset to = Week.From.AddDays(366);
        for (int i = 0; i < proposed.Length; i++)
        {
            string[] expected =
            [
                .. proposed
                    .Select(other => (Window: other, Times: OverlapRule.Find(proposed[i], other, Week.From, to).Count()))
                    .Where(other => other.Times > 0)
                    .Select(other => $"{other.Window.Name} {other.Times}"),
            ];
            Assert.Equal(expected, plan.Windows[i].Remaining.Select(other => $"{other.Window.Name} {other.Occurrences}"));
            Assert.All(
                plan.Windows[i].Remaining,
                other => Assert.Equal(other.Occurrences, other.Periods.Sum(period => period.Occurrences)));
        }
    }

    /// <summary>The hours in which two windows overlap, summed over all pairs and vCenters.</summary>
    private static double HoursOfPairs(BackupWindow[] windows, DateTimeOffset from, DateTimeOffset to)
    {
        string?[] servers = [.. windows.SelectMany(window => window.Server).Distinct().DefaultIfEmpty(null)];
        return servers.Sum(server =>
        {
            BackupWindow[] here = [.. windows.Where(window => window.RunsAgainst(server))];
            return here.SelectMany((one, i) => here.Take(i).SelectMany(other => OverlapRule.Find(one, other, from, to)))
                .Sum(span => (span.End - span.Start).TotalHours);
        });
    }

    private static BackupWindow Job(string name, string recurrence, double hours, string zone, WindowRole role = WindowRole.Backup) =>
        Window(recurrence, hours: hours, name: name, role: role) with { TimeZone = zone };
}
