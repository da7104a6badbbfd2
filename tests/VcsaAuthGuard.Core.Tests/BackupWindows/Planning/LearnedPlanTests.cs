using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Learning;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Schedules;

using PlannedWindow = VcsaAuthGuard.BackupWindows.Planning.PlannedWindow;

namespace VcsaAuthGuard.Tests.BackupWindows;

/// <summary>
/// Plans sites from nothing but their logs, and from the true windows. The seeds are 1 to 8, or those of the environment variable
/// VCSA_PLAN_SEEDS; 95 of 100 are the goal: <c>VCSA_PLAN_SEEDS=5001-5100 dotnet run --project tests/VcsaAuthGuard.Core.Tests -- -class
/// '*LearnedPlanTests' -showLiveOutput</c>.
/// </summary>
public class LearnedPlanTests
{
    /// <summary>A learned start is good to ten minutes, so that a plan may be one step of 15 minutes off.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(15);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_plan_from_logs_is_that_from_the_true_windows()
    {
        int[] seeds = ScheduledSite.Seeds("VCSA_PLAN_SEEDS", "1-8");
        int sites = seeds.Length;
        List<string> wrong = [];
        int moved = 0;
        foreach (int seed in seeds)
        {
            ScheduledSite site = ScheduledSite.Create(seed);
            PlanOptions options = new() { From = site.To };
            WindowPlan truth = WindowPlanner.Plan([.. site.Windows.Select(TrueWindow)], options, Stop);
            WindowPlan learned = WindowPlanner.Plan(Learn(site), options, Stop);
            moved += truth.After.Moved;
            AssertYear(truth);
            AssertYear(learned);
            string? difference = Compare(truth, learned);
            if (difference is not null)
            {
                wrong.Add($"site {seed}: {difference}");
            }
        }

        string result = $"{sites - wrong.Count} of {sites} plans are alike, {moved} windows are moved.\n{string.Join('\n', wrong)}";
        TestContext.Current.TestOutputHelper?.WriteLine(result);
        Assert.True((sites - wrong.Count) * 100 >= 95 * sites - (sites < 100 ? 100 : 0), result);
        Assert.True(moved > sites / 4, result);
    }

    private static BackupWindow TrueWindow(ScheduledWindow window) => new()
    {
        Name = window.Name,
        Role = Enum.Parse<WindowRole>(window.Role),
        Recurrence = Recurrence.Parse(window.Recurrence),
        TimeZone = window.TimeZone,
        Duration = window.Duration,
        Movable = MovableOf(window.Role),
    };

    private static BackupWindow[] Learn(ScheduledSite site) =>
    [
        .. LearnedWindows.From(site.ReadLoad(Stop), new WindowTemplate { TimeZone = site.TimeZone }, _ => { })
            .Select(window => window with { Movable = MovableOf(window.Role.ToString()) }),
    ];

    /// <summary>Backups may start at any time of the night; nothing else is moved.</summary>
    private static StartRange? MovableOf(string role) => role == "Backup" ? StartRange.Parse("18:00-06:00") : null;

    /// <summary>Returns the first difference: a window that is missing, or moved to another time.</summary>
    private static string? Compare(WindowPlan truth, WindowPlan learned)
    {
        List<PlannedWindow> left = [.. learned.Windows];
        foreach (PlannedWindow planned in truth.Windows)
        {
            PlannedWindow? same = left
                .Where(other => other.Name.Split(' ')[0] == planned.Name.Split(' ')[0])
                .OrderBy(other => Distance(other.CurrentStart, planned.CurrentStart))
                .FirstOrDefault();
            if (same is null)
            {
                return $"{planned.Name} is missing";
            }

            left.Remove(same);
            if (Distance(same.ProposedStart, planned.ProposedStart) > Tolerance)
            {
                return $"true {planned.Answer} ({planned.Duration})\n    learned {same.Answer} ({same.Duration})";
            }
        }

        return left.Count == 0 ? null : $"{left[0].Name} is no window of the site";
    }

    private static TimeSpan Distance(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other is null ? TimeSpan.MaxValue : (one.Value - other.Value).Duration();

    /// <summary>The check of the year finds what the plan says.</summary>
    private static void AssertYear(WindowPlan plan)
    {
        BackupWindow[] windows = [.. plan.Windows.Select(window => window.Window)];
        OverlapOptions year = new() { From = plan.Options.From, To = plan.Options.From.AddDays(366) };
        WindowOverlap[] found = [.. OverlapFinder.Find(windows, year, Stop)];
        Assert.Equal(found.Sum(overlap => overlap.Occurrences), plan.After.YearOccurrences);
        Assert.Equal(found.Length == 0, plan.Windows.All(window => window.Remaining.Count == 0));
    }
}
