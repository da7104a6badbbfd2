using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Infers windows from past runs. The rows of a job that start together are one run. Each job's runs are compared with the recurrences
/// that schedulers offer: every N hours, days of the week, every N days or weeks, a day or a weekday of the month. The one
/// that explains the runs best is taken, if it explains at least 80 % of them and 80 % of its own starts in that time had a run. The
/// duration and the number of VMs are the 95th percentile of the runs', by nearest rank.
/// </summary>
public sealed class RunHistory
{
    /// <summary>The number of runs that a recurrence is inferred from at least.</summary>
    public const int MinRuns = 3;

    private readonly Dictionary<string, List<BackupJobRun>> _jobs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _order = [];

    /// <summary>Adds a run, or a row of one, in any order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="source">The name of the report; null if it has none.</param>
    public void Add(BackupJobRun run, string? source = null)
    {
        _ = run ?? throw new ArgumentNullException(nameof(run));
        if (!_jobs.TryGetValue(run.Job, out List<BackupJobRun>? runs))
        {
            _jobs[run.Job] = runs = [];
            _order.Add(run.Job);
            _sources[run.Job] = source;
        }

        // A job of several reports is of none alone.
        _sources[run.Job] = _sources[run.Job] == source ? source : null;

        runs.Add(run);
    }

    /// <summary>Infers the windows, one for each job, in the order in which the jobs were added.</summary>
    /// <param name="template">The values that runs do not have; its zone is that of the starts.</param>
    /// <param name="source">The name of the history, for jobs that are not of one report.</param>
    /// <param name="onProblem">Receives each job from whose runs no window can be inferred.</param>
    public IEnumerable<BackupWindow> ToWindows(WindowTemplate template, string source, Action<InputProblem> onProblem)
    {
        _ = template ?? throw new ArgumentNullException(nameof(template));
        _ = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        if (template.TimeZone is null && _order.Count > 0)
        {
            onProblem(new(
                InputProblemKind.Invalid, source, null, $"Past runs recur in the local time of a zone. {WindowFields.NoTimeZone}",
                "Give the zone in which the jobs are scheduled."));
            return [];
        }

        RepeatedProblems problems = new(onProblem);
        List<BackupWindow> windows =
            [.. _order.Select(job => ToWindow(job, template, _sources[job] ?? source, problems.Add)).OfType<BackupWindow>()];
        problems.Report();
        return windows;
    }

    private BackupWindow? ToWindow(string job, WindowTemplate template, string source, Action<InputProblem> onProblem)
    {
        IReadOnlyList<BackupJobRun> runs = BackupJobRunCombiner.Combine(_jobs[job]);
        try
        {
            if (runs.Count < MinRuns)
            {
                throw new FormatException(
                    $"{(runs.Count == 1 ? "1 run is" : $"{runs.Count} runs are")} too few to infer a recurrence: "
                        + $"at least {MinRuns} are needed."
                );
            }

            InferredRecurrence fit = RecurrenceInference.Infer(runs.Select(run => run.Start), TimeZoneNames.Find(template.TimeZone))
                ?? throw new FormatException($"No recurrence explains most of its {runs.Count} runs.");
            TimeSpan[] durations =
            [
                .. runs.Select(run => run.Duration)
                    .OfType<TimeSpan>()
                    .Where(duration => duration > TimeSpan.Zero)
                    .OrderBy(duration => duration),
            ];
            int[] vms = [.. runs.Select(run => run.VMCount).OfType<int>().OrderBy(count => count)];
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
            onProblem(
                new(
                    InputProblemKind.Invalid,
                    source,
                    null,
                    $"'{job}': {e.Message}",
                    "Make its window with New-BackupWindow, or give a report of more runs."
                )
            );
            return null;
        }
    }

    /// <summary>Gets the lowest value that 95 % of all do not exceed.</summary>
    private static T Percentile95<T>(T[] ordered) => ordered[(int)Math.Ceiling(ordered.Length * 0.95) - 1];
}
