using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Reads the runs of job reports; the times in the logs help to interpret theirs.</summary>
internal static class JobRunSelection
{
    /// <summary>A run this close to the logs or to a burst is still compared with it.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromMinutes(5);

    private const string AssumedUtc = "Its times have no time zone and were taken as UTC.";

    /// <summary>The offsets from UTC in use, whole hours first. Source: IANA time zone database, offsets in force in 2026.</summary>
    private static readonly TimeSpan[] Offsets =
    [
        .. Enumerable.Range(-12, 27).Select(hours => TimeSpan.FromHours(hours)),
        .. new[] { -9.5, -3.5, -2.5, 3.5, 4.5, 5.5, 5.75, 6.5, 8.75, 9.5, 10.5, 12.75, 13.75 }.Select(TimeSpan.FromHours),
    ];

    /// <summary>Returns the options with the runs of their job reports.</summary>
    /// <param name="options">The options.</param>
    /// <param name="from">The first time of the logs; null if they have none.</param>
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
        BackupJobRun[] assumed = [.. runs.Where(run => run.IsTimeZoneAssumed)];
        if (assumed.Length == 0)
        {
            return runs;
        }

        if (from is DateTimeOffset first && to is DateTimeOffset last
            && FindOffset(assumed, first, last, bursts) is (TimeSpan offset, int count, int failed))
        {
            string sign = offset < TimeSpan.Zero ? "-" : "+";
            report.Note(
                $"{AssumedUtc} If they are times of UTC{sign}{offset:hh\\:mm}, {count} of its {failed} failed runs in the time of the logs"
                + " ran in a burst. Its runs were left out.",
                "Give the time zone (-TimeZone, --time-zone).");
            return [.. runs.Where(run => !run.IsTimeZoneAssumed)];
        }

        report.Note(AssumedUtc, "Give the time zone (-TimeZone, --time-zone) if they are local times.");
        return runs;
    }

    /// <summary>
    /// Finds the offset from UTC with which at least half of the failed runs that the logs cover fall into a burst; null if that is so
    /// without one, or with none.
    /// </summary>
    private static (TimeSpan Offset, int Count, int Failed)? FindOffset(
        BackupJobRun[] runs, DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<FaultBurst> bursts)
    {
        const int MinRuns = 2;
        BackupJobRun[] failed = [.. runs.Where(run => run.Status == BackupJobRunStatus.Failed)];
        (TimeSpan Offset, int Count, int Failed) Fit(TimeSpan offset)
        {
            bool IsIn(BackupJobRun run, DateTimeOffset start, DateTimeOffset end) =>
                run.Start - offset <= end + Reach && run.End - offset >= start - Reach;

            return (
                offset,
                failed.Count(run => bursts.Any(burst => IsIn(run, burst.Start, burst.End))),
                failed.Count(run => IsIn(run, from, to)));
        }

        static bool Fits((TimeSpan Offset, int Count, int Failed) fit) => fit.Count >= MinRuns && fit.Count * 2 >= fit.Failed;

        if (Fits(Fit(TimeSpan.Zero)))
        {
            return null;
        }

        (TimeSpan Offset, int Count, int Failed)[] fits = [.. Offsets.Select(Fit).Where(Fits).OrderByDescending(fit => fit.Count)];
        return fits.Length > 0 ? fits[0] : null;
    }
}
