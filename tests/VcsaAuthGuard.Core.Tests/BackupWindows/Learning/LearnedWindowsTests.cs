using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Learning;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Tests.BackupWindows;

/// <summary>
/// Learns the windows of generated sites. The seeds are 1 to 100, or those of the environment variable VCSA_LEARN_SEEDS
/// (<c>1001-1100</c>).
/// </summary>
public class LearnedWindowsTests
{
    /// <summary>A learned start is right within this time, and the duration too, or within a fifth of it.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    [Fact]
    public void Learned_windows_are_the_true_ones_in_95_of_100_sites()
    {
        List<string> wrong = [];
        int sites = 0;
        int[] seeds = ScheduledSite.Seeds("VCSA_LEARN_SEEDS", "1-100");
        foreach (int seed in seeds)
        {
            string[] differences = Compare(ScheduledSite.Create(seed));
            sites += differences.Length == 0 ? 1 : 0;
            wrong.AddRange(differences.Select(difference => $"site {seed}: {difference}"));
        }

        string result = $"{sites} of {seeds.Length} sites are right.\n{string.Join('\n', wrong)}";
        TestContext.Current.TestOutputHelper?.WriteLine(result);
        Assert.True(sites * 100 >= 95 * seeds.Length, result);
    }

    private static string[] Compare(ScheduledSite site)
    {
        WindowTemplate template = new() { TimeZone = site.TimeZone };
        List<BackupWindow> learned =
        [
            .. LearnedWindows.From(site.ReadLoad(TestContext.Current.CancellationToken), template, _ => { }),
        ];
        List<string> differences = [];
        foreach (ScheduledWindow window in site.Windows)
        {
            BackupWindow? same = learned.Find(one => IsSame(one, window, site));
            if (same is null)
            {
                differences.Add($"not learned: {Text(window)} in {site.Days} days; there are {string.Join("; ", learned.Select(Text))}");
            }
            else
            {
                learned.Remove(same);
            }
        }

        return [.. differences, .. learned.Select(extra => "no window of the site: " + Text(extra))];
    }

    private static bool IsSame(BackupWindow learned, ScheduledWindow window, ScheduledSite site)
    {
        BackupWindow truth = new()
        {
            Name = window.Name,
            Recurrence = Recurrence.Parse(window.Recurrence),
            TimeZone = window.TimeZone,
            Duration = window.Duration,
        };
        DateTimeOffset[] starts = Starts(learned, site);
        DateTimeOffset[] trueStarts = Starts(truth, site);
        return learned.Name.Split(' ')[0] == window.Name
            && learned.Role.ToString() == window.Role
            && starts.Length == trueStarts.Length
            && starts.Zip(trueStarts).All(pair => (pair.First - pair.Second).Duration() <= Tolerance)
            && (learned.Duration - window.Duration).Duration() <= TimeSpan.FromTicks(Math.Max(Tolerance.Ticks, window.Duration.Ticks / 5));
    }

    private static DateTimeOffset[] Starts(BackupWindow window, ScheduledSite site) =>
    [
        .. window.Between(site.From.AddHours(12), site.To.AddDays(7))
            .Select(run => run.Start)
            .Where(start => start >= site.From.AddHours(12)),
    ];

    private static string Text(BackupWindow window) =>
        $"{window.Name} {window.Role} {window.Recurrence} {window.TimeZone} {window.Duration} ({window.Usage})";

    private static string Text(ScheduledWindow window) =>
        $"{window.Name} {window.Role} {window.Recurrence} {window.TimeZone} {window.Duration}";
}
