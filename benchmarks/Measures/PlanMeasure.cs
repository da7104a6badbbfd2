using System.Diagnostics;
using System.Globalization;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>Measures how long a plan for many windows takes, all of them movable, too many for their nights; in this process.</summary>
internal sealed class PlanMeasure : IMeasure
{
    private const int Windows = 500;
    private const int Runs = 3;

    public string Name => "plan";

    public string Title => "plan for 500 movable windows at 5 vCenters, a week, starts every 15 minutes";

    public Target Target { get; } = new(10, 10, "0.00' s'");

    public IEnumerable<Row> Run(Bench bench)
    {
        BackupWindow[] windows = [.. Make(new Random(Seeds.Ordinary))];
        PlanOptions options = new() { From = new(2026, 2, 9, 0, 0, 0, TimeSpan.Zero), MaxConcurrentVM = 300, MaxSession = 2000 };
        WindowPlan? plan = null;
        double[] seconds = [.. Enumerable.Range(0, Runs).Select(_ =>
        {
            Stopwatch watch = Stopwatch.StartNew();
            plan = WindowPlanner.Plan(windows, options);
            double elapsed = watch.Elapsed.TotalSeconds;
            Check.AtLeast("overlap before", (long)plan.Before.OverlapHours, "overlap after", (long)plan.After.OverlapHours);
            return elapsed;
        })];
        bench.Notes.Add($"The plan: {plan}.");
        yield return Row.Of(this, "JIT", "in memory", new(PairTimes.Median(seconds), seconds.Min(), seconds.Max(), Runs, "", ""));
    }

    private static IEnumerable<BackupWindow> Make(Random random)
    {
        for (int i = 0; i < Windows; i++)
        {
            string start = string.Create(CultureInfo.InvariantCulture, $"{random.Next(20, 24)}:{15 * random.Next(4):00}");
            yield return new()
            {
                Name = $"Job {i}",
                Role = random.Next(10) < 7 ? WindowRole.Backup : WindowRole.Automation,
                Recurrence = Recurrence.Parse(random.Next(4) == 0 ? $"weekly Mon,Thu {start}" : $"daily {start}"),
                TimeZone = random.Next(2) == 0 ? "Europe/Berlin" : "UTC",
                Duration = TimeSpan.FromMinutes(15 * random.Next(1, 12)),
                Server = [$"vc{random.Next(5)}"],
                Load = new() { VMs = random.Next(1, 60), Sessions = random.Next(1, 20), SecondsPerRequest = random.Next(1, 20) },
                Movable = StartRange.Parse("19:00-06:00"),
            };
        }
    }
}
