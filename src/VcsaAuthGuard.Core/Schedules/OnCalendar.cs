using System.Globalization;
using System.Text.RegularExpressions;

namespace VcsaAuthGuard.Schedules;

/// <summary>
/// Reads calendar events of systemd (<c>OnCalendar=</c>), as systemd.time(7) describes them: days of the week, a date, a time, and a
/// zone, each optional, with lists, ranges, repetitions and days from the end of the month (<c>~</c>). Seconds are left out.
/// </summary>
internal static class OnCalendar
{
    private const int DaysOfWeek = 7;

    private static readonly string[] Names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    private static readonly Regex Date = new(
        @"^(?:(?<year>[0-9*.,/]+)-)?(?<month>[0-9*.,/]+)(?<kind>[-~])(?<day>[0-9*.,/]+)$", RegexOptions.CultureInvariant);

    /// <summary>Reads an event.</summary>
    /// <param name="text">The event.</param>
    /// <param name="zone">The zone that it names; null for that of the machine.</param>
    /// <exception cref="FormatException">The event is not valid, or has starts that no recurrence has.</exception>
    public static Recurrence Parse(string text, out string? zone)
    {
        List<string> words = [.. text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)];
        zone = null;
        if (words.Count > 1 && char.IsLetter(words[words.Count - 1][0])
            && TimeZoneNames.TryNormalize(words[words.Count - 1], out string named))
        {
            zone = named;
            words.RemoveAt(words.Count - 1);
        }

        words = [.. string.Join(" ", words.Select(Expand)).Split([' '], StringSplitOptions.RemoveEmptyEntries)];
        if (words.Count == 0)
        {
            throw Wrong(text, "it is empty");
        }

        int[] days = char.IsLetter(words[0][0]) ? WeekDays(words[0], text) : [];
        words.RemoveRange(0, days.Length > 0 ? 1 : 0);
        Match date = words.Count > 0 && !words[0].Contains(':') ? Date.Match(words[0]) : Match.Empty;
        words.RemoveRange(0, date.Success ? 1 : 0);
        if (words.Count > 1)
        {
            throw Wrong(text, $"'{words[0]}' is not understood");
        }

        string[] time = (words.Count == 0 ? "00:00:00" : words[0]).Split(':');
        if (time.Length is < 2 or > 3)
        {
            throw Wrong(text, $"'{words[0]}' is not a time");
        }

        if (time.Length == 3 && (time[2].IndexOfAny(['*', ',', '/']) >= 0 || time[2].Contains("..")))
        {
            throw Wrong(text, "it starts more than once a minute");
        }

        int[] hours = Numbers(time[0], 0, 23, text) ?? [.. Enumerable.Range(0, 24)];
        int[] minutes = Numbers(time[1], 0, 59, text) ?? [.. Enumerable.Range(0, 60)];
        return ToRecurrence(days, date, hours, minutes, text);
    }

    /// <summary>Expands the names that stand for events.</summary>
    private static string Expand(string word) => word.ToUpperInvariant() switch
    {
        "MINUTELY" => "*-*-* *:*:00",
        "HOURLY" => "*-*-* *:00:00",
        "DAILY" => "*-*-* 00:00:00",
        "WEEKLY" => "Mon *-*-* 00:00:00",
        "MONTHLY" => "*-*-01 00:00:00",
        "QUARTERLY" => "*-01,04,07,10-01 00:00:00",
        "SEMIANNUALLY" or "SEMI-ANNUALLY" => "*-01,07-01 00:00:00",
        "YEARLY" or "ANNUALLY" => "*-01-01 00:00:00",
        _ => word,
    };

    private static Recurrence ToRecurrence(int[] days, Match date, int[] hours, int[] minutes, string text)
    {
        int[]? years = date.Groups["year"].Success ? Numbers(date.Groups["year"].Value, 1970, 2199, text) : null;
        int[]? months = date.Success ? Numbers(date.Groups["month"].Value, 1, 12, text) : null;
        bool isFromEnd = date.Groups["kind"].Value == "~";
        int[]? monthDays = !date.Success || isFromEnd ? null : Numbers(date.Groups["day"].Value, 1, 31, text);
        int[]? numbers = isFromEnd ? DaysFromEnd(date.Groups["day"].Value, text) : monthDays;
        if (years is null && months is null && TrySimple(days, numbers, hours, minutes) is string simple)
        {
            return Recurrence.Parse(simple);
        }

        if (years is [int year] && months is [int month] && monthDays is [int day] && days.Length == 0
            && hours.Length * minutes.Length == 1 && day <= DateTime.DaysInMonth(year, month))
        {
            return Recurrence.Once(new DateTime(year, month, day, hours[0], minutes[0], 0));
        }

        string start = "";
        string until = "";
        if (years is not null)
        {
            if (years[years.Length - 1] - years[0] != years.Length - 1)
            {
                throw Wrong(text, "its years are not one after another");
            }

            start = FormattableString.Invariant($"DTSTART:{years[0]}0101T000000 ");
            until = FormattableString.Invariant($";UNTIL={years[years.Length - 1]}1231T235959");
        }

        return Recurrence.Parse($"{start}RRULE:FREQ=DAILY{Part("BYMONTH", months)}{Part("BYMONTHDAY", numbers)}"
            + (days.Length == 0 ? "" : ";BYDAY=" + string.Join(",", days.Select(one => Names[one].Substring(0, 2).ToUpperInvariant())))
            + $"{Part("BYHOUR", hours)}{Part("BYMINUTE", minutes)}{until}");
    }

    /// <summary>Returns a short form for events that have one.</summary>
    private static string? TrySimple(int[] days, int[]? monthDays, int[] hours, int[] minutes)
    {
        string times = string.Join(",", hours.SelectMany(hour => minutes.Select(minute =>
            FormattableString.Invariant($"{hour:00}:{minute:00}"))));
        int step = hours.Length > 1 && minutes.Length == 1 ? hours[1] - hours[0] : 0;
        bool isEven = step is > 0 and <= 8 && 24 / step == hours.Length && 24 % step == 0
            && hours.Zip(hours.Skip(1), (one, next) => next - one).All(gap => gap == step);
        return (days.Length, monthDays) switch
        {
            (0, null) when isEven => FormattableString.Invariant($"every {step} hours from {hours[0]:00}:{minutes[0]:00}"),
            _ when hours.Length * minutes.Length > 24 => null,
            (0, null) => "daily " + times,
            (_, null) => $"weekly {string.Join(",", days.Select(day => Names[day]))} {times}",
            (0, [-1]) => "monthly last " + times,
            (0, [..]) when monthDays.All(day => day > 0) =>
                $"monthly {string.Join(",", monthDays.Select(day => day.ToString(CultureInfo.InvariantCulture)))} {times}",
            _ => null,
        };
    }

    private static string Part(string name, int[]? numbers) => numbers is null
        ? ""
        : $";{name}={string.Join(",", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))}";

    /// <summary>Reads days of the week: <c>Mon,Wed</c>, <c>Mon..Fri</c>, <c>Sat-Sun</c>.</summary>
    private static int[] WeekDays(string word, string text)
    {
        SortedSet<int> days = [];
        foreach (string part in word.TrimEnd(',').Split(','))
        {
            string[] ends = part.Replace("..", "-").Split('-');
            int first = WeekDay(ends[0], text);
            int last = WeekDay(ends[ends.Length - 1], text);
            if (ends.Length > 2 || last < first)
            {
                throw Wrong(text, $"'{part}' is not a range of days from Monday to Sunday");
            }

            days.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        return days.Count == DaysOfWeek ? [] : [.. days];
    }

    private static int WeekDay(string word, string text)
    {
        int day = word.Length < 3 ? -1 : Array.FindIndex(Names, name => word.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return day >= 0 ? day : throw Wrong(text, $"'{word}' is not a day of the week");
    }

    /// <summary>Reads numbers: <c>*</c> (null), <c>1,15</c>, <c>8..17</c>, <c>0/15</c>, <c>*/2</c>, <c>8..17/2</c>.</summary>
    private static int[]? Numbers(string word, int min, int max, string text)
    {
        if (word == "*")
        {
            return null;
        }

        SortedSet<int> numbers = [];
        foreach (string part in word.Split(','))
        {
            string[] repeated = part.Split('/');
            int step = repeated.Length == 1 ? 0 : Number(repeated[1], 1, max, text);
            string[] ends = repeated[0].Split([".."], StringSplitOptions.None);
            int first = ends[0] == "*" ? min : Number(ends[0], min, max, text);
            int last = ends.Length == 2 ? Number(ends[1], min, max, text) : step > 0 ? max : first;
            if (repeated.Length > 2 || ends.Length > 2 || last < first)
            {
                throw Wrong(text, $"'{part}' is not a number, a list or a range");
            }

            for (int number = first; number <= last; number += Math.Max(1, step))
            {
                numbers.Add(number);
            }
        }

        return [.. numbers];
    }

    /// <summary>Reads days from the end of the month: 1 is the last; <c>7/1</c> repeats towards it.</summary>
    private static int[] DaysFromEnd(string word, string text)
    {
        SortedSet<int> numbers = [];
        foreach (string part in word.Split(','))
        {
            string[] repeated = part.Split('/');
            int first = Number(repeated[0], 1, 31, text);
            int step = repeated.Length == 1 ? first : Number(repeated[1], 1, 31, text);
            for (int number = first; number >= 1; number -= step)
            {
                numbers.Add(-number);
            }
        }

        return [.. numbers];
    }

    private static int Number(string word, int min, int max, string text) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max
            ? number
            : throw Wrong(text, $"'{word}' is not a number from {min} to {max}");

    private static FormatException Wrong(string text, string why) => new($"OnCalendar '{text}': {why}.");
}
