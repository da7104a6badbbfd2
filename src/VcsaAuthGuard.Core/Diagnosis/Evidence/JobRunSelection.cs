using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Reads the runs of job reports with what the logs show about their times.</summary>
internal static class JobRunSelection
{
    /// <summary>A run this close to the logs or to a burst is still compared with it.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromMinutes(5);

    /// <summary>Returns the options with the runs of their job reports.</summary>
    /// <param name="options">The options.</param>
    /// <param name="from">The first time of the logs; null where they have none.</param>
    /// <param name="to">The last time of the logs.</param>
    /// <param name="bursts">The bursts in the logs.</param>
    public static DiagnosisOptions Apply(
        DiagnosisOptions options,
        DateTimeOffset? from,
        DateTimeOffset? to,
        IReadOnlyCollection<FaultBurst> bursts
    ) =>
        options.JobReports is null
            ? options
            : options with
            {
                JobRuns = [.. options.JobRuns ?? [], .. options.JobReports.SelectMany(report => Select(report, from, to, bursts))],
            };

    private static IReadOnlyList<BackupJobRun> Select(
        BackupJobReport report, DateTimeOffset? from, DateTimeOffset? to, IReadOnlyCollection<FaultBurst> bursts)
    {
        IReadOnlyList<BackupJobRun> runs = report.ToRuns(from, to);
        if (runs.Any(run => run.IsTimeZoneAssumed) && FindOffset(runs, bursts) is (TimeSpan shift, int count, int failed))
        {
            string sign = shift > TimeSpan.Zero ? "-" : "+";
            report.Note(
                $"Its times have no time zone and were taken as UTC. If they are times of UTC{sign}{shift:hh\\:mm}, "
                    + $"{count} of its {failed} failed runs"
                + " ran in a burst. Its runs were left out.",
                "Give the time zone (-TimeZone, --time-zone).");
            return [];
        }

        if (runs.Any(run => run.IsTimeZoneAssumed))
        {
            report.Note(
                "Its times have no time zone and were taken as UTC.",
                "Give the time zone (-TimeZone, --time-zone) if they are local times."
            );
        }

        return runs;
    }

    /// <summary>
    /// Finds the shift of the times by which at least half of the failed runs fall into a burst; null where that is so without one, or
    /// with none.
    /// </summary>
    private static (TimeSpan Shift, int Count, int Failed)? FindOffset(
        IReadOnlyList<BackupJobRun> runs,
        IReadOnlyCollection<FaultBurst> bursts
    )
    {
        BackupJobRun[] failed = [.. runs.Where(run => run.Status == BackupJobRunStatus.Failed)];
        int Count(TimeSpan shift) =>
            failed.Count(run => bursts.Any(burst => run.Start + shift <= burst.End + Reach && run.End + shift >= burst.Start - Reach));

        if (failed.Length < 2 || Count(TimeSpan.Zero) * 2 >= failed.Length)
        {
            return null;
        }

        // The offsets in use lie between -12:00 and +14:00 and are multiples of a quarter of an hour; whole hours come first.
        const int Quarter = 15;
        (TimeSpan Shift, int Count) best = Enumerable.Range(-14 * 60 / Quarter, (14 + 12) * 60 / Quarter + 1)
            .Select(step => TimeSpan.FromMinutes(step * Quarter))
            .OrderBy(shift => shift.Minutes != 0)
            .Select(shift => (shift, Count(shift)))
            .OrderByDescending(found => found.Item2)
            .First();
        return best.Count * 2 >= failed.Length ? (best.Shift, best.Count, failed.Length) : null;
    }
}
