using NodaTime;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Represents a recurrence that explains past runs.</summary>
/// <param name="Recurrence">The recurrence.</param>
/// <param name="Explained">The number of runs near one of its starts.</param>
internal sealed record InferredRecurrence(Recurrence Recurrence, int Explained);

/// <summary>Infers the recurrence from past starts.</summary>
internal static class RecurrenceInference
{
    private const double MinShare = 0.8;

    /// <summary>A run that starts within this time of a start belongs to it: jobs wait for each other.</summary>
    private static readonly long Tolerance = TimeSpan.FromMinutes(45).Ticks;

    /// <summary>Infers the recurrence that explains the starts best; null where none explains most of them.</summary>
    public static InferredRecurrence? Infer(IEnumerable<DateTimeOffset> starts, DateTimeZone zone)
    {
        ZoneClock clock = new(zone);
        long[] utc = [.. starts.Select(start => start.UtcTicks).OrderBy(start => start)];
        DateTime[] local = Array.ConvertAll(utc, start => new DateTime(clock.ToLocal(start)));

        // Candidates come from the simplest to the least simple: of equals the first is taken.
        InferredRecurrence? best = null;
        double bestScore = 0;
        foreach (Recurrence candidate in Candidates(local))
        {
            (int explained, int kept, int expected) = Match(candidate, utc, zone);
            double share = (double)explained / utc.Length;
            double precision = expected == 0 ? 0 : (double)kept / expected;
            double score = share * precision;
            if (share >= MinShare && precision >= MinShare && score > bestScore + 0.02)
            {
                (best, bestScore) = (new(candidate, explained), score);
            }
        }

        return best;
    }

    private static IEnumerable<Recurrence> Candidates(DateTime[] local)
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

        foreach (int hours in new[] { 1, 2, 3, 4, 6, 8, 12 })
        {
            yield return Recurrence.EveryHours(hours, UsualTime(local, TimeSpan.FromHours(hours)));
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

    /// <summary>Counts the runs near a start, the starts between the first and the last run that have a run, and all starts
    /// there.</summary>
    private static (int Explained, int Matched, int Expected) Match(Recurrence candidate, long[] runs, DateTimeZone zone)
    {
        long[] starts = [.. candidate.Starts(zone, runs[0] - Tolerance, runs[runs.Length - 1] + Tolerance + 1)];
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
            if (Math.Abs(nearest - run) <= Tolerance && kept.Add(nearest))
            {
                explained++;
            }
        }

        return (explained, kept.Count, starts.Length);
    }

    /// <summary>Gets the median of the times within a period, on a circle, in whole minutes.</summary>
    private static TimeSpan UsualTime(DateTime[] local, TimeSpan period)
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

        long median = times[(after + ((times.Length - 1) / 2)) % times.Length];
        return new(median - (median % TimeSpan.TicksPerMinute));
    }

    private static DateTime DayOf(DateTime start, TimeSpan at)
    {
        DateTime day = start.Date;
        TimeSpan off = start - (day + at);
        return off > TimeSpan.FromHours(12) ? day.AddDays(1) : off < TimeSpan.FromHours(-12) ? day.AddDays(-1) : day;
    }

    /// <summary>Gets the days of the week on which most weeks have a run; none for less than two weeks.</summary>
    private static DayOfWeek[] UsualDays(DateTime[] days)
    {
        double weeks = ((days[days.Length - 1] - days[0]).Days + 1) / 7.0;
        return weeks < 2
            ? []
            : [.. days.Distinct().GroupBy(day => day.DayOfWeek).Where(group => group.Count() >= weeks / 2).Select(group => group.Key)];
    }

    private static T MostFrequent<T>(IEnumerable<T> values) =>
        values.GroupBy(value => value).OrderByDescending(group => group.Count()).First().Key;
}
