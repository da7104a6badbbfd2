using System.Globalization;

namespace VcsaAuthGuard.Schedules;

/// <summary>Moves the starts of five-field cron, where the fields can express the new starts.</summary>
internal static class CronShift
{
    private const int MinutesOfHour = 60;
    private const int HoursOfDay = 24;

    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>Returns the shifted expression; null if cron has no such starts.</summary>
    /// <param name="fields">The five fields, in upper case.</param>
    /// <param name="by">The shift.</param>
    public static string? Shift(string[] fields, TimeSpan by)
    {
        if (fields.Length != 5 || by.Seconds != 0 || Expand(fields[0], 0, 59) is not int[] minutes
            || Expand(fields[1], 0, 23) is not int[] hours)
        {
            return null;
        }

        // All minutes must move into the same hour; all hours into the same day, unless every day is alike.
        bool isEveryDay = fields.Skip(2).All(field => field == "*");
        int whole = (int)Math.Floor(by.TotalMinutes / MinutesOfHour);
        int rest = (int)by.TotalMinutes - (whole * MinutesOfHour);
        int[] carries = [.. minutes.Select(minute => (minute + rest) / MinutesOfHour).Distinct()];
        if (carries.Length > 1)
        {
            return null;
        }

        int[] moved = [.. hours.Select(hour => hour + whole + carries[0])];
        int[] days = [.. moved.Select(hour => FloorDivide(hour, HoursOfDay)).Distinct()];
        if (!isEveryDay && days.Length > 1)
        {
            return null;
        }

        string? onDays = isEveryDay || days[0] == 0 ? string.Join(" ", fields.Skip(2)) : ShiftDays(fields, days[0]);
        return onDays is null ? null : string.Join(" ",
            rest == 0 ? fields[0] : Collapse(minutes.Select(minute => (minute + rest) % MinutesOfHour)),
            fields[1] == "*" ? "*" : Collapse(moved.Select(hour => hour - (FloorDivide(hour, HoursOfDay) * HoursOfDay))),
            onDays);
    }

    /// <summary>
    /// Moves the days: those of the week where no month or day of the month is given, and those of the month as long as every month has
    /// the old and the new ones.
    /// </summary>
    private static string? ShiftDays(string[] fields, int by)
    {
        (string ofMonth, string month, string ofWeek) = (fields[2], fields[3], fields[4]);
        if (ofMonth == "*" && month == "*")
        {
            int[]? week = Expand(ofWeek, 0, 7, Days);
            return week is null ? null : "* * " + Collapse(week.Select(day => (day + by + 14) % 7));
        }

        int[]? days = ofWeek == "*" && ofMonth[0] != '*' ? Expand(ofMonth, 1, 31) : null;
        return days is null || !Array.TrueForAll(days, day => RecurrenceShift.IsInEveryMonth(day, by))
            ? null
            : $"{Collapse(days.Select(day => day + by))} {month} *";
    }

    /// <summary>Returns the numbers of a field of numbers, ranges and steps; null for a field of another form.</summary>
    private static int[]? Expand(string field, int min, int max, string[]? names = null)
    {
        SortedSet<int> numbers = [];
        foreach (string part in field.Split(','))
        {
            string[] step = part.Split('/');
            string[] ends = step[0] == "*" ? [Text(min), Text(names is null ? max : max - 1)] : step[0].Split('-');
            int every = 1;
            if (step.Length > 2 || ends.Length > 2 || !TryRead(ends[0], names, out int first)
                || !TryRead(ends[ends.Length - 1], names, out int last) || (step.Length == 2 && !TryRead(step[1], null, out every)))
            {
                return null;
            }

            last = step.Length == 2 && ends.Length == 1 ? max : last;
            if (first < min || last > max || first > last || every < 1)
            {
                return null;
            }

            for (int number = first; number <= last; number += every)
            {
                numbers.Add(names is null ? number : number % names.Length);
            }
        }

        return [.. numbers];
    }

    /// <summary>Writes numbers as a list, or as a range where they follow one another.</summary>
    private static string Collapse(IEnumerable<int> numbers)
    {
        int[] all = [.. numbers.Distinct().OrderBy(number => number)];
        return all.Length > 2 && all[all.Length - 1] - all[0] == all.Length - 1
            ? $"{Text(all[0])}-{Text(all[all.Length - 1])}"
            : string.Join(",", all.Select(Text));
    }

    private static bool TryRead(string text, string[]? names, out int number)
    {
        number = names is null ? -1 : Array.IndexOf(names, text);
        return number >= 0 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static int FloorDivide(int number, int by) => (int)Math.Floor((double)number / by);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
