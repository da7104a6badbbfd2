using System.Globalization;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Schedules;

/// <summary>Reads every text form of a recurrence.</summary>
internal static class RecurrenceText
{
    private const string Forms =
        "Write once 2026-02-11T02:00, every 6 hours from 01:00, daily 02:00, weekly Mon,Wed 02:00, monthly 15 02:00, "
        + "monthly second Sunday 02:00, five fields of cron, or an RRULE.";

    private static readonly char[] Blank = [' ', '\t'];

    /// <summary>Reads a recurrence in any of its forms.</summary>
    /// <exception cref="FormatException">The text is not a recurrence.</exception>
    public static ParsedRecurrence Parse(string text)
    {
        if (RecurrenceShift.TrySplit(text, out string unshifted, out TimeSpan by))
        {
            return ParseShifted(unshifted, by);
        }

        if (RRuleText.IsRule(text))
        {
            return RRuleText.Parse(text, start: null);
        }

        string[] words = text.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            throw new FormatException("The recurrence is empty. " + Forms);
        }

        string given = string.Join(" ", words);
        return words[0].ToUpperInvariant() switch
        {
            "ONCE" => Once(words, given),
            "EVERY" or "HOURLY" => Hours(words, given),
            "DAILY" => words.Length == 2
                ? Days("daily", words[1], _ => true, given)
                : throw Invalid(given, "daily is followed by times of day"),
            "WEEKLY" => Weekly(words, given),
            "MONTHLY" => Monthly(words, given),
            _ when CronRule.LooksLikeCron(words) => CronRule.Parse(given),
            _ => throw new FormatException($"'{given}' is not a recurrence. {Forms}"),
        };
    }

    private static ParsedRecurrence ParseShifted(string unshifted, TimeSpan by)
    {
        string text = RecurrenceShift.Shift(Parse(unshifted).Text, by);
        return RecurrenceShift.TrySplit(text, out string rest, out TimeSpan remaining)
            ? new(text, new ShiftedRule(Parse(rest).Rule, remaining.Ticks))
            : Parse(text);
    }

    private static ParsedRecurrence Once(string[] words, string given)
    {
        DateTime at = LocalTime(string.Join(" ", words.Skip(1)), given);
        return new("once " + ClockText.FormatLocalTime(at), new OnceRule(at.Ticks));
    }

    /// <summary>Parses <c>every 6 hours [from 01:00]</c>, <c>every hour</c> and <c>hourly</c>.</summary>
    private static ParsedRecurrence Hours(string[] words, string given)
    {
        int from = Array.FindIndex(words, word => Is(word, "from"));
        string[] what = from < 0 ? words : words.Take(from).ToArray();
        int hours = 1;
        bool isUnderstood = Is(what[0], "hourly")
            ? what.Length == 1
            : (what.Length == 2 && Is(what[1], "hour"))
                || (what.Length == 3 && IsNumber(what[1], out hours) && (Is(what[2], "hours") || Is(what[2], "hour")));
        if (!isUnderstood || hours < 1 || hours > 10_000)
        {
            throw Invalid(given, "write it like every 6 hours, with 1 to 10000 hours");
        }

        string every = string.Format(CultureInfo.InvariantCulture, "every {0} hours from ", hours);
        string start = from < 0 ? "00:00" : string.Join(" ", words.Skip(from + 1));
        if (!ClockText.TryTimeOfDay(start, out TimeSpan time))
        {
            DateTime first = LocalTime(start, given);
            return new(every + ClockText.FormatLocalTime(first), new HoursRule(hours, first.Ticks, isFirst: true));
        }

        // Every 5 hours from 01:00: on which day? Only where each day is the same is a time of day enough.
        return 24 % hours == 0
            ? new(every + ClockText.FormatTimeOfDay(time), new HoursRule(hours, time.Ticks, isFirst: false))
            : throw Invalid(
                given,
                $"24 hours cannot be divided by {hours}, so include the day of the first start: every {hours} hours from 2026-02-11T01:00");
    }

    private static ParsedRecurrence Weekly(string[] words, string given)
    {
        if (words.Length < 3)
        {
            throw Invalid(given, "weekly is followed by days and times: weekly Mon,Wed 02:00");
        }

        string days = string.Join("", words.Skip(1).Take(words.Length - 2));
        DayOfWeek[] all = [.. days.Split(',').Select(day => WeekDay(day, given)).Distinct().OrderBy(day => ((int)day + 6) % 7)];
        string names = string.Join(",", all.Select(day => day.ToString().Substring(0, 3)));
        return Days("weekly " + names, words[words.Length - 1], day => all.Contains(day.DayOfWeek), given);
    }

    /// <summary>Parses <c>monthly 15 02:00</c>, <c>monthly last 02:00</c> and <c>monthly second Sunday 02:00</c>.</summary>
    private static ParsedRecurrence Monthly(string[] words, string given)
    {
        string times = words[words.Length - 1];
        if (words.Length == 3 && Is(words[1], "last"))
        {
            return Days("monthly last", times, day => day.Day == DateTime.DaysInMonth(day.Year, day.Month), given);
        }

        if (words.Length == 3)
        {
            int[] days = [.. words[1].Split(',').Select(word => IsNumber(word, out int day) && day is >= 1 and <= 31
                ? day
                : throw Invalid(given, $"'{word}' is not a day of a month (1 to 31, or last)")).Distinct().OrderBy(day => day)];
            string list = string.Join(",", days.Select(day => day.ToString(CultureInfo.InvariantCulture)));
            return Days("monthly " + list, times, day => days.Contains(day.Day), given);
        }

        if (words.Length != 4 || !EnumName.TryParse(words[1], out WeekOfMonth week))
        {
            throw Invalid(given, "write it like monthly 15 02:00, monthly last 02:00 or monthly second Sunday 02:00");
        }

        DayOfWeek weekDay = WeekDay(words[2], given);
        string form = $"monthly {week.ToString().ToLowerInvariant()} {weekDay}";
        return Days(form, times, day => day.DayOfWeek == weekDay && IsIn(day, week), given);
    }

    private static bool IsIn(DateTime day, WeekOfMonth week) => week == WeekOfMonth.Last
        ? day.Day + 7 > DateTime.DaysInMonth(day.Year, day.Month)
        : (day.Day + 6) / 7 == (int)week;

    private static ParsedRecurrence Days(string days, string times, Func<DateTime, bool> isDay, string given)
    {
        TimeSpan[] all = [.. times.Split(',').Select(time => ClockText.TryTimeOfDay(time, out TimeSpan found)
            ? found
            : throw Invalid(given, $"'{time}' is not a time of day (00:00 to 23:59)")).Distinct().OrderBy(time => time)];
        string form = $"{days} {string.Join(",", all.Select(ClockText.FormatTimeOfDay))}";
        return new(form, new DayRule(isDay, [.. all.Select(time => time.Ticks)]));
    }

    private static DateTime LocalTime(string text, string given) => ClockText.TryLocalTime(text, out DateTime time)
        ? time
        : throw Invalid(given, $"'{text}' is not a local time such as 2026-02-11T02:00 (the zone is given in TimeZone)");

    /// <summary>Reads the name of a day, in full or its first two letters or more.</summary>
    private static DayOfWeek WeekDay(string word, string given)
    {
        if (word.Length >= 2)
        {
            for (DayOfWeek day = DayOfWeek.Sunday; day <= DayOfWeek.Saturday; day++)
            {
                if (day.ToString().StartsWith(word, StringComparison.OrdinalIgnoreCase))
                {
                    return day;
                }
            }
        }

        throw Invalid(given, $"'{word}' is not a day of the week");
    }

    private static bool Is(string word, string other) => string.Equals(word, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsNumber(string word, out int number) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static FormatException Invalid(string given, string why) => new($"Recurrence '{given}': {why}.");
}
