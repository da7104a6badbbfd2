using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Infers windows from past runs. Each job's runs are held against the rhythms people set: every so many hours, days of the week,
/// every so many days or weeks, a day or a weekday of the month. The one that explains the runs best is taken, if it explains at
/// least 80 % of them and 80 % of its own starts in that time had a run. The duration is the 95th percentile of the runs' (by
/// nearest rank), and so are the VMs.
/// </summary>
public sealed class RunHistory
{
    /// <summary>From fewer runs nothing is inferred.</summary>
    public const int FewestRuns = 3;

    private readonly Dictionary<string, List<PastRun>> _jobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _order = [];

    /// <summary>Adds a run, in any order.</summary>
    /// <param name="run">The run.</param>
    public void Add(PastRun run)
    {
        _ = run ?? throw new ArgumentNullException(nameof(run));
        if (!_jobs.TryGetValue(run.Job, out List<PastRun>? runs))
        {
            _jobs[run.Job] = runs = [];
            _order.Add(run.Job);
        }

        runs.Add(run);
    }

    /// <summary>The windows, one a job, in the order in which the jobs came.</summary>
    /// <param name="template">What the runs do not say; its zone is that of the starts.</param>
    /// <param name="source">What to call the history.</param>
    /// <param name="onProblem">Told of each job from whose runs no window can be inferred.</param>
    public IEnumerable<BackupWindow> ToWindows(WindowTemplate template, string source, Action<InputProblem> onProblem)
    {
        _ = template ?? throw new ArgumentNullException(nameof(template));
        _ = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        return _order.Select(job => ToWindow(job, template, source, onProblem)).OfType<BackupWindow>();
    }

    private BackupWindow? ToWindow(string job, WindowTemplate template, string source, Action<InputProblem> onProblem)
    {
        List<PastRun> runs = _jobs[job];
        try
        {
            if (runs.Count < FewestRuns)
            {
                throw new FormatException($"{runs.Count} runs are too few to tell a recurrence: {FewestRuns} or more are needed.");
            }

            RhythmFit fit = Rhythm.Of(runs.Select(run => run.Start), TimeZoneNames.Find(template.TimeZone))
                ?? throw new FormatException($"Its {runs.Count} runs have no rhythm that explains most of them.");
            TimeSpan[] durations = [.. runs.Select(run => run.Duration).OfType<TimeSpan>().Where(duration => duration > TimeSpan.Zero).OrderBy(duration => duration)];
            int[] vms = [.. runs.Select(run => run.VMs).OfType<int>().OrderBy(count => count)];
            string[] servers = [.. runs.Select(run => run.Server).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
            BackupWindow window = template.ToWindow(
                job, fit.Recurrence, WindowRole.Backup, $"{source}: inferred from {runs.Count} runs, of which {fit.Explained} fit",
                duration: durations.Length > 0 ? Percentile95(durations) : null);
            return window with
            {
                Server = template.Server.Count > 0 ? template.Server : servers,
                Load = vms.Length > 0 ? window.Load with { VMs = Percentile95(vms) } : window.Load,
            };
        }
        catch (FormatException e)
        {
            onProblem(new(InputProblemKind.Invalid, source, null, $"'{job}': {e.Message}", "Make its window with New-BackupWindow; the others were inferred."));
            return null;
        }
    }

    /// <summary>The least value that 95 % of all do not exceed.</summary>
    private static T Percentile95<T>(T[] ordered) => ordered[(int)Math.Ceiling(ordered.Length * 0.95) - 1];
}
