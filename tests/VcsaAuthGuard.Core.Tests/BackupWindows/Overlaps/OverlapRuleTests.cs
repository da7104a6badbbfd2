using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Reports;
using VcsaAuthGuard.Tests.Diagnosis;

using static VcsaAuthGuard.Tests.Schedules.Times;

namespace VcsaAuthGuard.Tests.BackupWindows;

/// <summary>Gives the same windows to everything that tells of overlaps and expects the same answer.</summary>
public class OverlapRuleTests
{
    private static readonly DateTimeOffset Monday = Utc("2026-02-09");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WindowRole.Backup, "vc01", WindowRole.Automation, "vc01", true)]
    [InlineData(WindowRole.Automation, "vc01", WindowRole.Backup, "VC01", true)]
    [InlineData(WindowRole.Backup, "vc01", WindowRole.Maintenance, "vc01", true)]
    [InlineData(WindowRole.Automation, "vc01", WindowRole.Maintenance, "vc01", true)]
    [InlineData(WindowRole.Backup, "", WindowRole.Automation, "vc01", true)]
    [InlineData(WindowRole.Maintenance, "", WindowRole.Automation, "", true)]
    [InlineData(WindowRole.Backup, "vc01", WindowRole.Backup, "vc01", false)]
    [InlineData(WindowRole.Maintenance, "vc01", WindowRole.Maintenance, "vc01", false)]
    [InlineData(WindowRole.Backup, "vc01", WindowRole.Automation, "vc02", false)]
    public void Two_windows_overlap_by_one_rule_everywhere(
        WindowRole role,
        string server,
        WindowRole otherRole,
        string otherServer,
        bool isOverlap
    )
    {
        BackupWindow one = Window("daily 01:30", name: "one", role: role, server: Servers(server));
        BackupWindow other = Window("daily 01:45", name: "other", role: otherRole, server: Servers(otherServer));
        BackupWindow[] windows = [one, other];

        Assert.Equal(isOverlap, OverlapRule.CanOverlap(one, other));
        Assert.Equal(isOverlap, OverlapRule.Find(one, other, Monday, Monday.AddDays(7)).Any());
        Assert.Equal(isOverlap, FindInWeek(windows).Any());

        WindowPlan plan = WindowPlanner.Plan(windows, new() { From = Monday }, Stop);
        Assert.Equal(isOverlap ? 7 * 0.75 : 0, plan.Before.OverlapHours);
        Assert.Equal(isOverlap, plan.Before.HasProblems);
        Assert.Equal(isOverlap, plan.Windows[0].Reason.Contains("overlaps other", StringComparison.Ordinal));

        Gantt chart = Gantt.Create(new() { Windows = windows, Created = Monday })!;
        Assert.All(chart.Rows, row => Assert.Equal(isOverlap, row.OverlapsBefore.All.Count > 0));

        // The burst begins on 2026-02-11 at 02:00, when both run.
        Assert.Equal(isOverlap, NightLog.Quiet().Refused(12).Found("WindowOverlap", new() { Windows = windows }) is not null);
    }

    [Fact]
    public void A_plan_counts_the_overlaps_that_the_finder_finds()
    {
        BackupWindow[] windows =
        [
            Window("daily 01:30", hours: 3, name: "backup", server: "vc01"),
            Window("daily 01:45", name: "automation", role: WindowRole.Automation, server: "vc01"),
            Window("daily 03:00", name: "upgrade", role: WindowRole.Maintenance, server: "vc01"),
            Window("daily 03:30", hours: 0.5, name: "evacuation", role: WindowRole.Maintenance, server: "vc01"),
        ];
        string[] found = [.. FindInWeek(windows).Select(overlap => string.Join(" + ", overlap.Windows))];
        Assert.Equal(["backup + automation", "backup + upgrade + evacuation"], found);

        PlanSummary plan = WindowPlanner.Plan(windows, new() { From = Monday }, Stop).Before;
        Assert.Equal(2, plan.Overlaps);

        // Each day the backup overlaps automation for 1 h, the upgrade for 1 h and the evacuation for half an hour.
        Assert.Equal(7 * 2.5, plan.OverlapHours);
        Assert.All(Gantt.Create(new() { Windows = windows, Created = Monday })!.Rows, row => Assert.NotEmpty(row.OverlapsBefore.All));

        // The burst begins at 02:00, when the backup and the automation run.
        string together = NightLog.Quiet().Refused(12).Found("WindowOverlap", new() { Windows = windows })!.Statement;
        Assert.Contains("backup", together, StringComparison.Ordinal);
        Assert.Contains("automation", together, StringComparison.Ordinal);
        Assert.DoesNotContain("upgrade", together, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_of_the_same_role_overlap_only_when_asked_for_and_ends_that_touch_never_do()
    {
        BackupWindow one = Window("daily 01:00", name: "one"),
            other = Window("daily 01:30", name: "other"),
            next = Window("daily 02:00", name: "next");
        Assert.False(OverlapRule.CanOverlap(one, other));
        Assert.True(OverlapRule.CanOverlap(one, other, includeSameRole: true));
        Assert.Equal(7, OverlapRule.Find(one, other, Monday, Monday.AddDays(7), includeSameRole: true).Count());
        Assert.Empty(OverlapRule.Find(one, next, Monday, Monday.AddDays(7), includeSameRole: true));
        Assert.False(OverlapRule.CanOverlap(one, one, includeSameRole: true));
    }

    [Fact]
    public void Spans_have_in_common_what_lies_in_both()
    {
        TimeSpans one = TimeSpans.Union([(0, 10), (20, 30), (40, 50)]);
        TimeSpans other = TimeSpans.Union([(50, 60), (5, 25), (28, 29)]);
        Assert.Equal([(5, 10), (20, 25), (28, 29)], one.Intersect(other));
        Assert.Equal([(0L, 30L)], TimeSpans.Union([(0, 10), (5, 8), (10, 30)]).All);
        Assert.Equal([(0L, 30L)], TimeSpans.Union([(0, 10), (12, 30)], gap: 2).All);
    }

    private static IEnumerable<WindowOverlap> FindInWeek(BackupWindow[] windows) =>
        OverlapFinder.Find(windows, new() { From = Monday, To = Monday.AddDays(7) }, Stop);

    private static string[] Servers(string name) => name.Length == 0 ? [] : [name];
}
