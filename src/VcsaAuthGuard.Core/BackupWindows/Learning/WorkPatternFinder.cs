using NodaTime;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.BackupWindows.Learning;

/// <summary>
/// Finds recurring work among the runs of a client: runs that start at about the same time of day and take about as long are one
/// pattern, if a recurrence explains them. A recurrence needs at least 3 runs, one of single days of the week 2.
/// </summary>
internal sealed class WorkPatternFinder
{
    /// <summary>The precision of starts: schedules are written in steps of five minutes.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    /// <summary>A run that starts up to this time after the earliest of its pattern belongs to it.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan MaxLead = TimeSpan.FromMinutes(2);

    /// <summary>Work every few hours is one pattern; work twice a day is two.</summary>
    private const int MaxHours = 8;
    private const int MinRuns = 3;

    /// <summary>The number of runs at the same time of day that cannot be a coincidence.</summary>
    private const int MinCertain = 5;

    /// <summary>The share of the runs that the duration covers, so that a single prolonged run does not count.</summary>
    private const double DurationQuantile = 0.9;

    private readonly ZoneClock _clock;
    private readonly RecurrenceInference _inference;
    private readonly RecurrenceInference _ofHours;
    private readonly DateTimeZone _zone;

    public WorkPatternFinder(DateTimeZone zone, ObservedTime observed)
    {
        _zone = zone;
        _clock = new(zone);
        InferenceOptions options = new()
        {
            MinShare = 0.7,
            Tolerance = MaxDelay,
            StartQuantile = 0.1,
            StartStep = Step,
            Observed = observed with { From = observed.From + WorkRunFinder.Margin.Ticks },
        };
        _inference = new(zone, options);

        // Two windows 8 hours apart are two thirds of a window that recurs every 8 hours.
        _ofHours = new(zone, options with { MinShare = 0.85 });
    }

    /// <summary>Finds the patterns, those with most work first.</summary>
    public IReadOnlyList<WorkPattern> Find(IReadOnlyList<WorkRun> runs)
    {
        List<WorkPattern> patterns = [];
        List<WorkRun> left = [.. runs];
        if (left.Count >= MinRuns && _ofHours.InferHours(Starts(left), MaxHours) is InferredRecurrence hours
            && ToPattern(hours, left, left.Count) is WorkPattern repeated)
        {
            patterns.Add(repeated);
            left.RemoveAll(repeated.Runs.Contains);
        }

        List<WorkRun> centers = [.. left];
        while (Best(centers, left) is List<WorkRun> group)
        {
            if (ToPattern(group, left.Count) is WorkPattern pattern)
            {
                patterns.Add(pattern);
                left.RemoveAll(pattern.Runs.Contains);
                centers.RemoveAll(pattern.Runs.Contains);
            }

            centers.Remove(group[0]);
        }

        return [.. patterns.OrderByDescending(pattern => pattern.Duration.Ticks * pattern.Fit.Explained)];
    }

    private static IEnumerable<DateTimeOffset> Starts(IEnumerable<WorkRun> runs) => runs.Select(run => run.StartTime);

    /// <summary>Gets the group of runs with most days, beginning with its center; null if no two days are left.</summary>
    private List<WorkRun>? Best(List<WorkRun> centers, List<WorkRun> runs)
    {
        List<WorkRun>? best = null;
        int bestDays = 1;
        foreach (WorkRun center in centers)
        {
            List<WorkRun> group =
            [
                center, .. runs.Where(run => run != center && IsNear(run, center)).OrderBy(run => run.Start),
            ];
            int days = group.Select(run => _clock.ToLocal(run.Start) / TimeSpan.TicksPerDay).Distinct().Count();
            if (days > bestDays || (days == bestDays && best is not null && TimeOfDay(center) < TimeOfDay(best[0])))
            {
                (best, bestDays) = (group, days);
            }
        }

        return best;
    }

    private bool IsNear(WorkRun run, WorkRun center)
    {
        long after = TimeOfDay(run) - TimeOfDay(center);
        const long Day = TimeSpan.TicksPerDay;
        after = after > Day / 2 ? after - Day : after < -Day / 2 ? after + Day : after;
        return after >= -MaxLead.Ticks && after <= MaxDelay.Ticks && IsSimilar(run.Duration.Ticks, center.Duration.Ticks, 1.5);
    }

    private long TimeOfDay(WorkRun run) => _clock.ToLocal(run.Start) % TimeSpan.TicksPerDay;

    /// <summary>Gets the pattern of a group.</summary>
    /// <param name="group">The runs of the group.</param>
    /// <param name="all">The number of runs that belong to no other pattern.</param>
    private WorkPattern? ToPattern(List<WorkRun> group, int all)
    {
        if (_inference.Infer(Starts(group.OrderBy(run => run.Start))) is InferredRecurrence fit
            && ToPattern(fit, group, all) is WorkPattern whole)
        {
            return whole;
        }

        // Tolerates one or two stray runs among those of a single day of the week.
        return group
            .GroupBy(run => new DateTime(_clock.ToLocal(run.Start)).DayOfWeek)
            .OrderByDescending(day => day.Count())
            .Where(day => day.Count() > 1 && day.Count() < group.Count)
            .Select(day => _inference.Infer(Starts(day)) is InferredRecurrence weekly ? ToPattern(weekly, [.. day], all) : null)
            .FirstOrDefault(pattern => pattern is not null);
    }

    private WorkPattern? ToPattern(InferredRecurrence fit, List<WorkRun> runs, int all)
    {
        string text = fit.Recurrence.Text;
        bool isInterval = text.Contains("RRULE");
        if (fit.Explained < (isInterval ? MinCertain : text.StartsWith("weekly", StringComparison.Ordinal) ? MinRuns - 1 : MinRuns))
        {
            return null;
        }

        long first = runs.Min(run => run.Start) - TimeSpan.TicksPerDay;
        long[] starts = [.. fit.Recurrence.Starts(_zone, first, runs.Max(run => run.Start) + TimeSpan.TicksPerDay)];
        List<(WorkRun Run, long Delay, long Length)> matched = [];
        foreach (WorkRun run in runs)
        {
            int index = Array.FindIndex(starts, start => Math.Abs(run.Start - start) <= MaxDelay.Ticks);
            if (index >= 0)
            {
                matched.Add((run, run.Start - starts[index], run.End - starts[index]));
            }
        }

        long[] lengths = [.. matched.Select(match => match.Length).OrderBy(length => length)];
        bool isCertain = fit.Explained >= MinCertain;
        if (!isCertain && !IsLikely(matched.Select(match => match.Delay), lengths, (double)matched.Count / all))
        {
            return null;
        }

        long median = lengths[(lengths.Length - 1) / 2];
        double spread = isCertain ? 1.5 : 1.25;
        long[] ordinary = [.. lengths.Where(length => IsSimilar(length, median, spread))];
        if (ordinary.Length * 2 < lengths.Length)
        {
            return null;
        }

        long longest = ordinary[(int)Math.Ceiling(ordinary.Length * DurationQuantile) - 1];
        return new(fit, new(RoundUp(longest)), [.. matched.Select(match => match.Run)]);
    }

    /// <summary>
    /// Returns whether a few runs are likely to be no coincidence: they are most of the client's other work, or they agree to the minute
    /// and are a fair part of it.
    /// </summary>
    private static bool IsLikely(IEnumerable<long> delays, long[] lengths, double share)
    {
        long[] ordered = [.. delays.OrderBy(delay => delay)];
        bool isExact = ordered[ordered.Length - 1] - ordered[0] <= Step.Ticks && IsSimilar(lengths[0], lengths[lengths.Length - 1], 1.3);
        return share >= (isExact ? 0.25 : 0.4);
    }

    private static bool IsSimilar(long one, long other, double ratio) =>
        Math.Max(one, other) <= (Math.Min(one, other) * ratio) + TimeSpan.FromMinutes(10).Ticks;

    private static long RoundUp(long length) => Math.Max(Step.Ticks, (length + Step.Ticks - 1) / Step.Ticks * Step.Ticks);
}
