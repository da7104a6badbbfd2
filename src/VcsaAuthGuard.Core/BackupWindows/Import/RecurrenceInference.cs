using NodaTime;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Represents a recurrence that explains past runs.</summary>
/// <param name="Recurrence">The recurrence.</param>
/// <param name="Explained">The number of runs near one of its starts.</param>
/// <param name="Expected">The number of its starts in that time.</param>
internal sealed record InferredRecurrence(Recurrence Recurrence, int Explained, int Expected);

/// <summary>Represents the rules of an inference.</summary>
internal sealed record InferenceOptions
{
    /// <summary>Gets the share of the runs that must be explained, and of the starts that must have a run.</summary>
    public double MinShare { get; init; } = 0.8;

    /// <summary>Gets the time within which a run belongs to a start: jobs wait for each other.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>Gets the quantile of the times of day at which the runs start that is taken for the start.</summary>
    public double StartQuantile { get; init; } = 0.5;

    /// <summary>Gets the step to which a start is rounded down.</summary>
    public TimeSpan StartStep { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the time in which runs would have been seen; null for the time from the first to the last.</summary>
    public ObservedTime? Observed { get; init; }
}

/// <summary>Infers the recurrence from past starts.</summary>
/// <param name="zone">The zone in whose local times the starts recur.</param>
/// <param name="options">The rules.</param>
internal sealed class RecurrenceInference(DateTimeZone zone, InferenceOptions options)
{
    /// <summary>Two days are some days apart, and of some day of the month, whatever they are.</summary>
    private const int MinRunsOfMonths = 3;

    private const int MinUsualDays = 5;

    /// <summary>The number of weeks without a run on a day after which that day has none.</summary>
    private const double MinWeeksOfGap = 3.5;

    private static readonly DayOfWeek[] Week = [.. Enumerable.Range(0, 7).Select(day => (DayOfWeek)day)];

    private static readonly int[] HourSteps = [1, 2, 3, 4, 6, 8, 12];

    /// <summary>Infers the recurrence that explains the starts best; null if none explains most of them.</summary>
    public static InferredRecurrence? Infer(IEnumerable<DateTimeOffset> starts, DateTimeZone zone) =>
        new RecurrenceInference(zone, new()).Infer(starts);

    /// <summary>Infers the recurrence that explains the starts best; null if none explains most of them.</summary>
    public InferredRecurrence? Infer(IEnumerable<DateTimeOffset> starts) => Infer(starts, Candidates);

    /// <summary>Infers every how many hours of the day the starts recur, up to a number; null if they do not.</summary>
    public InferredRecurrence? InferHours(IEnumerable<DateTimeOffset> starts, int max) =>
        Infer(starts, local => EveryHours(local).Take(HourSteps.Count(hours => hours <= max)));

    private InferredRecurrence? Infer(IEnumerable<DateTimeOffset> starts, Func<DateTime[], IEnumerable<Recurrence>> candidates)
    {
        ZoneClock clock = new(zone);
        long[] utc = [.. starts.Select(start => start.UtcTicks).OrderBy(start => start)];
        DateTime[] local = Array.ConvertAll(utc, start => new DateTime(clock.ToLocal(start)));

        // Candidates come from the simplest to the least simple: of equals the first is taken.
        InferredRecurrence? best = null;
        double bestScore = 0;
        foreach (Recurrence candidate in candidates(local))
        {
            (int explained, int kept, int expected) = Match(candidate, utc);
            double share = (double)explained / utc.Length;
            double precision = expected == 0 ? 0 : (double)kept / expected;
            double score = share * precision;
            if (share >= options.MinShare && precision >= options.MinShare && score > bestScore + 0.02)
            {
                (best, bestScore) = (new(candidate, explained, expected), score);
            }
        }

        return best;
    }

    private IEnumerable<Recurrence> Candidates(DateTime[] local)
    {
        TimeSpan at = UsualTime(local, TimeSpan.FromDays(1));
        yield return Recurrence.Daily(at);

        // A late start may be on the next day, so a run belongs to the day on which it should have started.
        DateTime[] days = Array.ConvertAll(local, start => DayOf(start, at));
        DayOfWeek[] weekDays = UsualDays(days);
        if (weekDays.Length is > 0 and < 7)
        {
            yield return Recurrence.Weekly(weekDays, at);
        }

        foreach (Recurrence hours in EveryHours(local))
        {
            yield return hours;
        }

        if (days.Length < MinRunsOfMonths)
        {
            yield break;
        }

        yield return Recurrence.Monthly(MostFrequent(days.Select(day => day.Day)), at);
        if (days.All(day => day.Day == DateTime.DaysInMonth(day.Year, day.Month)))
        {
            yield return Recurrence.Parse("monthly last " + ClockText.FormatTimeOfDay(at));
        }

        DayOfWeek weekDay = MostFrequent(days.Select(day => day.DayOfWeek));
        yield return Recurrence.Monthly((WeekOfMonth)MostFrequent(days.Select(day => (day.Day + 6) / 7)), weekDay, at);
        yield return Recurrence.Monthly(WeekOfMonth.Last, weekDay, at);

        int gap = days.Length > 1 ? MostFrequent(days.Zip(days.Skip(1), (one, next) => (next - one).Days)) : 0;
        if (gap > 1)
        {
            yield return Recurrence.RRule(FormattableString.Invariant($"FREQ=DAILY;INTERVAL={gap}"), days[0] + at);
        }
    }

    private IEnumerable<Recurrence> EveryHours(DateTime[] local) =>
        HourSteps.Select(hours => Recurrence.EveryHours(hours, UsualTime(local, TimeSpan.FromHours(hours))));

    /// <summary>Counts the runs near a start, the starts in the observed time that have a run, and all starts there.</summary>
    private (int Explained, int Matched, int Expected) Match(Recurrence candidate, long[] runs)
    {
        long tolerance = options.Tolerance.Ticks;
        long from = options.Observed?.From ?? (runs[0] - tolerance);
        long to = options.Observed?.To ?? (runs[runs.Length - 1] + tolerance + 1);
        long[] starts = [.. candidate.Starts(zone, from, to).Where(start => options.Observed?.Contains(start) ?? true)];
        HashSet<long> kept = [];
        int explained = 0;
        foreach (long run in runs)
        {
            int place = Array.BinarySearch(starts, run);
            place = place >= 0 ? place : ~place;
            long nearest = new[] { place - 1, place }
                .Where(i => i >= 0 && i < starts.Length)
                .Select(i => starts[i])
                .OrderBy(start => Math.Abs(start - run))
                .DefaultIfEmpty(long.MaxValue / 2)
                .First();

            // Of two runs at one start the second is a manual repetition.
            if (Math.Abs(nearest - run) <= tolerance && kept.Add(nearest))
            {
                explained++;
            }
        }

        return (explained, kept.Count, starts.Length);
    }

    /// <summary>Gets the quantile of the times within a period, on a circle, in whole steps.</summary>
    private TimeSpan UsualTime(DateTime[] local, TimeSpan period)
    {
        long[] times = [.. local.Select(start => start.TimeOfDay.Ticks % period.Ticks).OrderBy(time => time)];

        // The circle is cut at its widest gap, where no group of starts is divided.
        int after = 0;
        long widest = times[0] + period.Ticks - times[times.Length - 1];
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] - times[i - 1] > widest)
            {
                (widest, after) = (times[i] - times[i - 1], i);
            }
        }

        long usual = times[(after + (int)((times.Length - 1) * options.StartQuantile)) % times.Length];
        return new(usual - (usual % options.StartStep.Ticks));
    }

    private static DateTime DayOf(DateTime start, TimeSpan at)
    {
        DateTime day = start.Date;
        TimeSpan off = start - (day + at);
        return off > TimeSpan.FromHours(12) ? day.AddDays(1) : off < TimeSpan.FromHours(-12) ? day.AddDays(-1) : day;
    }

    /// <summary>Gets the days of the week on which most weeks have a run; none for less than two weeks.</summary>
    private DayOfWeek[] UsualDays(DateTime[] days)
    {
        double weeks = options.Observed?.Weeks ?? (((days[days.Length - 1] - days[0]).Days + 1) / 7.0);
        if (weeks < 2)
        {
            return [];
        }

        DayOfWeek[] DaysOf(double share) =>
        [
            .. days.Distinct().GroupBy(day => day.DayOfWeek).Where(group => group.Count() >= share * weeks).Select(group => group.Key),
        ];
        if (options.Observed is null)
        {
            return DaysOf(0.5);
        }

        // A missed run is likelier than a stray one where most days have runs, and less likely where few have. One run in three weeks
        // belongs to a window from Monday to Friday; on a Saturday or Sunday it is a stray one.
        DayOfWeek[] sure = DaysOf(0.4);
        DayOfWeek[] usual = [.. DaysOf(1 / 3.0).Where(day => sure.Contains(day) || !IsWeekend(day))];
        if (usual.Length < MinUsualDays)
        {
            return DaysOf(0.6);
        }

        // Two misses of a daily window are likelier than a window that leaves out a day from Monday to Friday, or one that has a run.
        DayOfWeek[] others = [.. Week.Except(usual)];
        bool isDaily = others.Length == 1 && weeks < MinWeeksOfGap
            && (!IsWeekend(others[0]) || days.Any(day => day.DayOfWeek == others[0]));
        return isDaily ? Week : usual;
    }

    private static bool IsWeekend(DayOfWeek day) => day is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static T MostFrequent<T>(IEnumerable<T> values) =>
        values.GroupBy(value => value).OrderByDescending(group => group.Count()).First().Key;
}
