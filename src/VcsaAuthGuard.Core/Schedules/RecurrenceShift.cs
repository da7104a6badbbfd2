using System.Globalization;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Schedules;

/// <summary>
/// Moves the starts of a recurrence in local time. Where its own form has the new starts the text keeps that form (<c>daily 22:00</c> by
/// three hours is <c>daily 01:00</c>); where not, as for the second Sunday moved past midnight, the text ends with
/// <c>shifted +03:00</c>.
/// </summary>
internal static class RecurrenceShift
{
    private const string Word = " shifted ";

    private static readonly TimeSpan MaxShift = TimeSpan.FromDays(7);

    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    /// <summary>Splits a text that ends with a shift.</summary>
    /// <param name="text">The text.</param>
    /// <param name="unshifted">The text before the shift.</param>
    /// <param name="by">The shift.</param>
    /// <returns>False where the text does not end with a shift.</returns>
    /// <exception cref="FormatException">The shift is not valid.</exception>
    public static bool TrySplit(string text, out string unshifted, out TimeSpan by)
    {
        int at = text.LastIndexOf(Word, StringComparison.OrdinalIgnoreCase);
        (unshifted, by) = (at < 0 ? text : text.Substring(0, at), TimeSpan.Zero);
        if (at < 0)
        {
            return false;
        }

        string amount = text.Substring(at + Word.Length).Trim();
        if (!TryParseAmount(amount, out by))
        {
            throw new FormatException($"Recurrence '{text}': '{amount}' is not a shift of up to 7 days. Write it like shifted +03:00.");
        }

        return true;
    }

    /// <summary>Returns the text of a recurrence all of whose starts are moved.</summary>
    /// <param name="text">The text of a recurrence in its one form.</param>
    /// <param name="by">The time by which its starts are moved.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shift is not of whole seconds, or is longer than 7 days.</exception>
    public static string Shift(string text, TimeSpan by)
    {
        if (by.Duration() > MaxShift || by.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(by), by, "A shift is a whole number of seconds, and at most 7 days.");
        }

        if (by == TimeSpan.Zero)
        {
            return text;
        }

        // A shift of a shifted recurrence becomes one shift.
        return TrySplit(text, out string unshifted, out TimeSpan before) ? Shift(unshifted, before + by)
            : ShiftInOwnForm(text.Split(' '), by) ?? text + Word + Form(by);
    }

    /// <summary>Returns the recurrence as people say it: a shift that its form does not have becomes days and times of day.</summary>
    /// <param name="text">The text of a recurrence in its one form.</param>
    public static string ToPlainText(string text)
    {
        if (!TrySplit(text, out string unshifted, out TimeSpan by))
        {
            return text;
        }

        string[] words = unshifted.Split(' ');
        string last = words[words.Length - 1];
        if (words[0] is not ("weekly" or "monthly"))
        {
            return $"{unshifted}, each start {Hours(by)} {(by < TimeSpan.Zero ? "earlier" : "later")}";
        }

        // Each time of day moves alone, some of them to another day.
        string days = string.Join(" ", words.Take(words.Length - 1));
        return string.Join(" and ", last.Split(',').Select(time =>
            ShiftInOwnForm([.. days.Split(' '), time], by) ?? $"{Times(time, by, out int? crossed)} on {Day(crossed ?? 0)} {days}"));
    }

    /// <summary>Returns whether every month has a day and the day that it is moved to, so that none is moved into another month.</summary>
    internal static bool IsInEveryMonth(int day, int by) => day is >= 1 and <= 28 && day + by is >= 1 and <= 28;

    private static string Day(int days) => days switch
    {
        1 => "the day after",
        -1 => "the day before",
        0 => "the day of",
        _ => string.Format(CultureInfo.InvariantCulture, "{0} days {1}", Math.Abs(days), days < 0 ? "before" : "after"),
    };

    private static string Hours(TimeSpan by) => string.Format(
        CultureInfo.InvariantCulture, "{0}:{1:00} h", (int)by.Duration().TotalHours, by.Duration().Minutes);

    /// <summary>Returns the shifted recurrence in its own form; null if that form has no such starts.</summary>
    private static string? ShiftInOwnForm(string[] words, TimeSpan by)
    {
        string last = words[words.Length - 1];
        string Ending(string end) => string.Join(" ", words.Take(words.Length - 1)) + " " + end;
        switch (words[0])
        {
            case "once":
                return Ending(Local(last, by)!);
            case "every":
                return Ending(Local(last, by) ?? Times(last, by, out _));
            case "daily":
                return Ending(Times(last, by, out _));
            case "weekly":
                string times = Times(last, by, out int? days);
                return days is null
                    ? null
                    : $"weekly {string.Join(",", words[1].Split(',').Select(day => MoveDay(day, days.Value)).OrderBy(FromMonday))} {times}";
            case "monthly":
                string sameDay = Times(last, by, out int? crossed);
                return crossed == 0 ? Ending(sameDay) : MonthDays(words, crossed) is string moved ? $"monthly {moved} {sameDay}" : null;
            default:
                return RRuleText.IsRule(words[words.Length - 1]) || words[0].Contains(':')
                    ? RRuleShift.Shift(string.Join(" ", words), by)
                    : CronShift.Shift(words, by);
        }
    }

    /// <summary>Moves the days of a month; null if some month lacks one of them, or they are counted by weeks.</summary>
    private static string? MonthDays(string[] words, int? by)
    {
        if (words.Length != 3 || by is not int days)
        {
            return null;
        }

        if (words[1] == "last")
        {
            return days == 1 ? "1" : null;
        }

        int[] all = [.. words[1].Split(',').Select(day => int.Parse(day, CultureInfo.InvariantCulture))];
        return Array.TrueForAll(all, day => IsInEveryMonth(day, days))
            ? string.Join(",", all.Select(day => (day + days).ToString(CultureInfo.InvariantCulture)))
            : days == -1 && all is [1] ? "last" : null;
    }

    private static int FromMonday(string day) => (Array.IndexOf(Days, day) + 6) % 7;

    private static string MoveDay(string day, int by) => Days[(Array.IndexOf(Days, day) + by + 14) % 7];

    private static string? Local(string text, TimeSpan by) =>
        ClockText.TryLocalTime(text, out DateTime time) ? ClockText.FormatLocalTime(time + by) : null;

    /// <summary>Shifts a list of times of day.</summary>
    /// <param name="list">The times of day.</param>
    /// <param name="by">The shift.</param>
    /// <param name="days">The number of days by which each of them moves; null if they differ.</param>
    private static string Times(string list, TimeSpan by, out int? days)
    {
        HashSet<int> moved = [];
        List<TimeSpan> times = [];
        foreach (string text in list.Split(','))
        {
            ClockText.TryTimeOfDay(text, out TimeSpan time);
            times.Add(OnDay(time + by, out int day));
            moved.Add(day);
        }

        days = moved.Count == 1 ? moved.First() : null;
        return string.Join(",", times.OrderBy(time => time).Select(ClockText.FormatTimeOfDay));
    }

    private static TimeSpan OnDay(TimeSpan time, out int days)
    {
        days = (int)Math.Floor(time.TotalDays);
        return time - TimeSpan.FromDays(days);
    }

    private static bool TryParseAmount(string text, out TimeSpan amount)
    {
        string[] parts = text.Substring(Math.Min(1, text.Length)).Split(':');
        amount = default;
        bool isNumbers = Array.TrueForAll(parts, part => part.Length is 2 or 3 && part.All(char.IsDigit));
        if (text.Length == 0 || text[0] is not ('+' or '-') || parts.Length is < 2 or > 3 || !isNumbers)
        {
            return false;
        }

        int[] numbers = [.. parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture)), 0];
        amount = new(numbers[0], numbers[1], numbers[2]);
        amount = text[0] == '-' ? -amount : amount;
        return amount.Duration() <= MaxShift;
    }

    private static string Form(TimeSpan by) => string.Format(
        CultureInfo.InvariantCulture, "{0}{1:00}:{2:00}{3}", by < TimeSpan.Zero ? "-" : "+", (int)Math.Abs(Math.Truncate(by.TotalHours)),
        Math.Abs(by.Minutes), by.Seconds == 0 ? "" : ":" + Math.Abs(by.Seconds).ToString("00", CultureInfo.InvariantCulture));
}
