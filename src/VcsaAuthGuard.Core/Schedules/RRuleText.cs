using System.Globalization;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Schedules;

/// <summary>
/// Reads RFC 5545 rules: <c>[DTSTART:...] [RRULE:]FREQ=...;... [EXDATE:...]</c>, parts separated by blanks or line breaks.
/// </summary>
internal static class RRuleText
{
    private const string TimeForm = "yyyyMMdd'T'HHmmss";

    private static readonly string[] WeekDays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    public static bool IsRule(string text)
    {
        string upper = text.ToUpperInvariant();
        return upper.Contains("FREQ=") || upper.Contains("RRULE:");
    }

    /// <summary>Reads a rule.</summary>
    /// <param name="text">The rule.</param>
    /// <param name="start">The DTSTART, where it is not in the text.</param>
    /// <exception cref="FormatException">The rule is not valid.</exception>
    public static ParsedRecurrence Parse(string text, DateTime? start)
    {
        string? rule = null;
        List<long> excluded = [];
        foreach (string line in text.ToUpperInvariant().Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (After(line, "DTSTART:") is string given)
            {
                start = LocalTime(given, "DTSTART", text);
            }
            else if (After(line, "EXDATE:") is string dates)
            {
                excluded.AddRange(dates.Split(',').Select(date => LocalTime(date, "EXDATE", text).Ticks));
            }
            else if (rule is null && IsPattern(line))
            {
                rule = After(line, "RRULE:") ?? line;
            }
            else
            {
                throw Invalid(text, $"'{line}' is not understood; DTSTART and EXDATE are local times, without a zone of their own");
            }
        }

        RRule parsed = new()
        {
            Start = start?.Ticks,
            Excluded = [.. excluded],
        };
        HashSet<string> seen = [];
        foreach (string part in (rule ?? "").Split([';'], StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=');
            string name = equals < 0 ? part : part.Substring(0, equals);
            if (equals < 0 || !seen.Add(name))
            {
                throw Invalid(text, equals < 0 ? $"'{part}' has no value" : $"{name} is given twice");
            }

            parsed = With(parsed, name, part.Substring(equals + 1), text);
        }

        Check(parsed, text);
        string canonical = (start is null ? "" : $"DTSTART:{Form(start.Value.Ticks)} ") + "RRULE:" + rule
            + (excluded.Count == 0 ? "" : " EXDATE:" + string.Join(",", excluded.Distinct().OrderBy(date => date).Select(Form)));
        return new(canonical, parsed);
    }

    private static bool IsPattern(string line) =>
        line.StartsWith("RRULE:", StringComparison.Ordinal)
        || line.StartsWith("FREQ=", StringComparison.Ordinal)
        || line.IndexOf(";FREQ=", StringComparison.Ordinal) > 0;

    private static RRule With(RRule rule, string name, string value, string text) => name switch
    {
        "FREQ" => rule with
        {
            Frequency = value switch
            {
                "MINUTELY" => RRuleFrequency.Minutely,
                "HOURLY" => RRuleFrequency.Hourly,
                "DAILY" => RRuleFrequency.Daily,
                "WEEKLY" => RRuleFrequency.Weekly,
                "MONTHLY" => RRuleFrequency.Monthly,
                "YEARLY" => RRuleFrequency.Yearly,
                _ => throw Invalid(text, $"FREQ={value} is not one of MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY"),
            },
        },
        "INTERVAL" => rule with { Interval = Number(value, 1, 100_000, name, text) },
        "COUNT" => rule with { Count = Number(value, 1, int.MaxValue, name, text) },
        "UNTIL" => WithUntil(rule, value, text),
        "WKST" => rule with { WeekStart = WeekDay(value, text) },
        "BYMONTH" => rule with { Months = Numbers(value, 1, 12, name, text) },
        "BYMONTHDAY" => rule with { MonthDays = Numbers(value, -31, 31, name, text) },
        "BYHOUR" => rule with { Hours = Numbers(value, 0, 23, name, text) },
        "BYMINUTE" => rule with { Minutes = Numbers(value, 0, 59, name, text) },
        "BYSETPOS" => rule with { Positions = Numbers(value, -366, 366, name, text) },
        "BYDAY" => rule with { Days = [.. value.Split(',').Select(day => NumberedDay(day, text))] },
        _ => throw Invalid(
            text,
            $"{name} is not supported; FREQ, INTERVAL, COUNT, UNTIL, WKST, BYMONTH, BYMONTHDAY, BYDAY, BYHOUR, BYMINUTE and BYSETPOS are"),
    };

    /// <summary>Reads UNTIL: a time in UTC, a local time, or a date, which means the end of that day.</summary>
    private static RRule WithUntil(RRule rule, string value, string text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTime.TryParseExact(value, TimeForm + "'Z'", CultureInfo.InvariantCulture, Utc, out DateTime utc))
        {
            return rule with { UntilUtc = utc.Ticks };
        }

        return DateTime.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            ? rule with { UntilLocal = date.Ticks + TimeSpan.TicksPerDay - 1 }
            : rule with { UntilLocal = LocalTime(value, "UNTIL", text).Ticks };
    }

    /// <summary>Refuses what RFC 5545 forbids, and rules whose starts depend on a DTSTART that is not given.</summary>
    private static void Check(RRule rule, string text)
    {
        if (rule.Frequency == RRuleFrequency.None)
        {
            throw Invalid(text, "FREQ is missing");
        }

        bool isMonthly = rule.Frequency is RRuleFrequency.Monthly or RRuleFrequency.Yearly;
        if (!isMonthly && Array.Exists(rule.Days, day => day.Number != 0))
        {
            throw Invalid(text, "only FREQ=MONTHLY and YEARLY can number a BYDAY");
        }

        if (rule.Frequency == RRuleFrequency.Weekly && rule.MonthDays.Length > 0)
        {
            throw Invalid(text, "FREQ=WEEKLY has no BYMONTHDAY");
        }

        int choices = rule.Days.Length + rule.MonthDays.Length + rule.Hours.Length + rule.Minutes.Length + rule.Months.Length;
        if (rule.Positions.Length > 0 && choices == 0)
        {
            throw Invalid(text, "BYSETPOS needs another BY part to choose from");
        }

        if (rule.Count is not null && (rule.UntilLocal != long.MaxValue || rule.UntilUtc != long.MaxValue))
        {
            throw Invalid(text, "COUNT and UNTIL cannot be used together");
        }

        if (rule.Start is null && NeedsStart(rule) is string what)
        {
            throw Invalid(text, $"{what} counts from a start. Put one before it: DTSTART:20260211T020000 RRULE:...");
        }
    }

    private static string? NeedsStart(RRule rule) =>
        rule.Count is not null ? "COUNT"
        : rule.Interval > 1 ? "INTERVAL"
        : rule.Frequency == RRuleFrequency.Weekly && rule.Days.Length == 0 ? "FREQ=WEEKLY without BYDAY"
        : rule.Frequency == RRuleFrequency.Monthly && rule.Days.Length + rule.MonthDays.Length == 0
            ? "FREQ=MONTHLY without BYDAY or BYMONTHDAY"
        : rule.Frequency == RRuleFrequency.Yearly && rule.Days.Length == 0 && (rule.MonthDays.Length == 0 || rule.Months.Length == 0)
            ? "FREQ=YEARLY without BYDAY, or BYMONTH and BYMONTHDAY,"
        : null;

    private static NumberedDay NumberedDay(string value, string text)
    {
        int letters = Math.Max(0, value.Length - 2);
        int number = letters == 0 ? 0 : NotZero(value.Substring(0, letters), 53, "BYDAY", text);
        return new(number, WeekDay(value.Substring(letters), text));
    }

    private static DayOfWeek WeekDay(string value, string text)
    {
        int day = Array.IndexOf(WeekDays, value);
        return day >= 0 ? (DayOfWeek)day : throw Invalid(text, $"'{value}' is not one of {string.Join(", ", WeekDays)}");
    }

    private static int[] Numbers(string value, int min, int max, string name, string text) =>
    [
        .. value.Split(',')
            .Select(number => min < 0 ? NotZero(number, max, name, text) : Number(number, min, max, name, text))
            .Distinct()
            .OrderBy(number => number),
    ];

    private static int NotZero(string value, int max, string name, string text)
    {
        int number = Number(value, -max, max, name, text);
        return number != 0 ? number : throw Invalid(text, $"{name} has no 0");
    }

    private static int Number(string value, int min, int max, string name, string text) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max
            ? number
            : throw Invalid(text, $"{name}={value} is not from {min} to {max}");

    private static DateTime LocalTime(string value, string name, string text) => ClockText.TryLocalTime(value, out DateTime time)
        ? time
        : throw Invalid(text, $"{name} '{value}' is not a local time such as 20260211T020000 (the zone is given in TimeZone)");

    private static string? After(string line, string start) =>
        line.StartsWith(start, StringComparison.Ordinal) ? line.Substring(start.Length) : null;

    private static string Form(long ticks) => new DateTime(ticks).ToString(TimeForm, CultureInfo.InvariantCulture);

    private static FormatException Invalid(string text, string why) => new($"RRULE '{text.Trim()}': {why}.");
}
