using System.Globalization;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Represents the starts of a week as times of day for each day, for products that plan by a table of hours.</summary>
internal sealed class WeekTimetable
{
    private const int HoursOfDay = 24;
    private const int MinutesOfHour = 60;
    private const int MaxListed = 24;

    private static readonly DayOfWeek[] Week = [.. Enumerable.Range(0, 7).Select(day => (DayOfWeek)day)];

    private readonly SortedSet<int>[] _starts = [.. Week.Select(_ => new SortedSet<int>())];

    /// <summary>Adds a start, in minutes after midnight; later ones are of the days after.</summary>
    public void Add(DayOfWeek day, int minute)
    {
        int minutesOfDay = HoursOfDay * MinutesOfHour;
        _starts[((int)day + (minute / minutesOfDay)) % Week.Length].Add(minute % minutesOfDay);
    }

    /// <summary>
    /// Makes the timetable of a job that starts in an interval counted from midnight, in permitted hours, and once more at the end of hours
    /// that are not permitted.
    /// </summary>
    /// <param name="interval">The interval in minutes.</param>
    /// <param name="offset">The minute within an hour, for intervals of whole hours.</param>
    /// <param name="isPermitted">Returns whether an hour of a day is permitted.</param>
    public static WeekTimetable Periodic(int interval, int offset, Func<DayOfWeek, int, bool> isPermitted)
    {
        WeekTimetable table = new();
        int shift = interval % MinutesOfHour == 0 ? offset : 0;
        for (int hour = 0; hour < Week.Length * HoursOfDay; hour++)
        {
            DayOfWeek day = (DayOfWeek)(hour / HoursOfDay);
            int before = (hour + (Week.Length * HoursOfDay) - 1) % (Week.Length * HoursOfDay);
            if (!isPermitted(day, hour % HoursOfDay))
            {
                continue;
            }

            if (!isPermitted((DayOfWeek)(before / HoursOfDay), before % HoursOfDay))
            {
                table.Add(day, (hour % HoursOfDay * MinutesOfHour) + shift);
            }

            for (int minute = hour % HoursOfDay * MinutesOfHour; minute < ((hour % HoursOfDay) + 1) * MinutesOfHour; minute++)
            {
                if (minute % interval == 0)
                {
                    table.Add(day, minute + shift);
                }
            }
        }

        return table;
    }

    /// <summary>Makes the timetable of a job that starts in an interval on some days.</summary>
    /// <param name="interval">The interval in minutes.</param>
    /// <param name="first">The first start of a day.</param>
    /// <param name="end">The time before which the last one is, of the next day where it is not after the first; null for midnight.</param>
    /// <param name="days">The days as a mask, whose lowest bit is Monday.</param>
    public static WeekTimetable Every(int interval, TimeSpan first, TimeSpan? end, int days)
    {
        WeekTimetable table = new();
        int from = (int)first.TotalMinutes;
        int to = (int)(end ?? TimeSpan.Zero).TotalMinutes;
        to += end is null || to <= from ? HoursOfDay * MinutesOfHour : 0;
        foreach (int day in Enumerable.Range(0, Week.Length).Where(day => ((days >> day) & 1) == 1))
        {
            for (int minute = from; minute < to; minute += interval)
            {
                table.Add((DayOfWeek)((day + 1) % Week.Length), minute);
            }
        }

        return table;
    }

    /// <summary>Returns the spans of permitted hours, one for each that days share.</summary>
    /// <param name="isPermitted">Returns whether an hour of a day is permitted.</param>
    public static IEnumerable<(Recurrence Recurrence, TimeSpan Duration)> Spans(Func<DayOfWeek, int, bool> isPermitted)
    {
        bool[] hours = [.. Week.SelectMany(day => Enumerable.Range(0, HoursOfDay).Select(hour => isPermitted(day, hour)))];
        if (Array.TrueForAll(hours, permitted => permitted))
        {
            return [(Recurrence.Parse("daily 00:00"), TimeSpan.FromHours(HoursOfDay))];
        }

        List<(DayOfWeek Day, int Hour, int Length)> spans = [];
        for (int i = 0; i < hours.Length; i++)
        {
            if (hours[i] && !hours[(i + hours.Length - 1) % hours.Length])
            {
                int length = Enumerable.Range(1, hours.Length).First(next => !hours[(i + next) % hours.Length]);
                spans.Add(((DayOfWeek)(i / HoursOfDay), i % HoursOfDay, length));
            }
        }

        return spans.GroupBy(span => (span.Hour, span.Length)).Select(group =>
        {
            WeekTimetable table = new();
            foreach ((DayOfWeek day, int hour, _) in group)
            {
                table.Add(day, hour * MinutesOfHour);
            }

            return (table.ToRecurrences()[0], TimeSpan.FromHours(group.Key.Length));
        });
    }

    /// <summary>Returns a recurrence for each list of times that days share.</summary>
    /// <exception cref="FormatException">There is no start.</exception>
    public IReadOnlyList<Recurrence> ToRecurrences()
    {
        var groups = Week.Where(day => _starts[(int)day].Count > 0)
            .GroupBy(day => string.Join(",", _starts[(int)day].Select(Text)))
            .ToArray();
        return groups.Length > 0 ? [.. groups.Select(group => ToRecurrence([.. group]))]
            : throw new FormatException("Not one hour of its week is permitted, so it has no window.");
    }

    private Recurrence ToRecurrence(DayOfWeek[] days)
    {
        int[] starts = [.. _starts[(int)days[0]]];
        int step = starts.Length > 1 ? starts[1] - starts[0] : 0;
        bool isEven = step > 0 && starts.Length * step == HoursOfDay * MinutesOfHour
            && starts.Zip(starts.Skip(1), (one, next) => next - one).All(gap => gap == step);
        if (isEven && step % MinutesOfHour == 0 && days.Length == Week.Length)
        {
            return Recurrence.Parse(
                FormattableString.Invariant($"every {step / MinutesOfHour} hours from {Text(starts[0])}"));
        }

        string names = string.Join(",", days.Select(day => day.ToString().Substring(0, 3)));
        if (starts.Length <= MaxListed)
        {
            string times = string.Join(",", starts.Select(Text));
            return Recurrence.Parse(days.Length == Week.Length ? "daily " + times : $"weekly {names} {times}");
        }

        // The same minutes in every hour that has a start are five fields of cron.
        var hours = starts.GroupBy(start => start / MinutesOfHour, start => start % MinutesOfHour)
            .Select(hour => (Hour: hour.Key, Minutes: string.Join(",", hour.Select(Number))))
            .ToArray();
        if (hours.Select(hour => hour.Minutes).Distinct().Count() > 1)
        {
            throw new FormatException("Its starts are at other minutes in other hours. Make its window with New-BackupWindow.");
        }

        string range = hours.Length == HoursOfDay ? "*" : string.Join(",", hours.Select(hour => Number(hour.Hour)));
        return Recurrence.Cron($"{hours[0].Minutes} {range} * * {(days.Length == Week.Length ? "*" : names)}");
    }

    private static string Text(int minute) =>
        FormattableString.Invariant($"{minute / MinutesOfHour:00}:{minute % MinutesOfHour:00}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
