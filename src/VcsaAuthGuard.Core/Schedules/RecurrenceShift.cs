using System.Globalization;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Schedules;

/// <summary>
/// Moves a recurrence on the clock on the wall. Where its own form can say the new starts it does (<c>daily 22:00</c> by three
/// hours is <c>daily 01:00</c>); where not, as for the second Sunday moved past midnight, the text ends with
/// <c>shifted +03:00</c>.
/// </summary>
internal static class RecurrenceShift
{
    private const string Word = " shifted ";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    /// <summary>Reads a text that ends with a shift; null where it does not.</summary>
    public static Recurrence? Read(string text)
    {
        int at = text.LastIndexOf(Word, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        string by = text.Substring(at + Word.Length).Trim();
        return TryAmount(by, out TimeSpan amount)
            ? Of(Recurrence.Parse(text.Substring(0, at)), amount)
            : throw new FormatException($"Recurrence '{text}': '{by}' is no shift of up to 7 days. Write it like shifted +03:00.");
    }

    public static Recurrence Of(Recurrence recurrence, TimeSpan by)
    {
        if (by.Duration() > Longest || by.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(by), by, "A shift is of whole seconds, and at most 7 days.");
        }

        if (by == TimeSpan.Zero)
        {
            return recurrence;
        }

        string text = recurrence.ToString();
        int at = text.LastIndexOf(Word, StringComparison.Ordinal);
        if (at >= 0)
        {
            // One shift on another: both in one, on what they shift.
            TryAmount(text.Substring(at + Word.Length), out TimeSpan before);
            return Of(Recurrence.Parse(text.Substring(0, at)), before + by);
        }

        return Plain(text.Split(' '), by) is string plain
            ? Recurrence.Parse(plain)
            : new Recurrence(text + Word + Form(by), new ShiftedRule(recurrence.Rule, by.Ticks));
    }

    /// <summary>The shifted recurrence in its own form; null where that cannot say it.</summary>
    private static string? Plain(string[] words, TimeSpan by)
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
                return days is null ? null : $"weekly {string.Join(",", words[1].Split(',').Select(day => Days[(Array.IndexOf(Days, day) + days.Value + 14) % 7]))} {times}";
            case "monthly":
                string sameDay = Times(last, by, out int? crossed);
                return crossed == 0 ? Ending(sameDay) : null;
            default:
                return Cron(words, by);
        }
    }

    /// <summary>Cron with one minute and one hour, on the same day, or on each day.</summary>
    private static string? Cron(string[] words, TimeSpan by)
    {
        if (words.Length != 5 || by.Seconds != 0
            || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out int minute)
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int hour))
        {
            return null;
        }

        TimeSpan time = OnDay(new TimeSpan(hour, minute, 0) + by, out int days);
        return days == 0 || words.Skip(2).All(field => field == "*")
            ? string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", time.Minutes, time.Hours, string.Join(" ", words.Skip(2)))
            : null;
    }

    private static string? Local(string text, TimeSpan by) => ClockText.TryLocalTime(text, out DateTime time) ? ClockText.OfLocalTime(time + by) : null;

    /// <param name="list">Times of day.</param>
    /// <param name="by">The shift.</param>
    /// <param name="days">How many days each of them moves; null where they differ.</param>
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
        return string.Join(",", times.OrderBy(time => time).Select(ClockText.OfTimeOfDay));
    }

    private static TimeSpan OnDay(TimeSpan time, out int days)
    {
        days = (int)Math.Floor(time.TotalDays);
        return time - TimeSpan.FromDays(days);
    }

    private static bool TryAmount(string text, out TimeSpan amount)
    {
        string[] parts = text.Substring(Math.Min(1, text.Length)).Split(':');
        amount = default;
        if (text.Length == 0 || text[0] is not ('+' or '-') || parts.Length is < 2 or > 3 || !Array.TrueForAll(parts, part => part.Length is 2 or 3 && part.All(char.IsDigit)))
        {
            return false;
        }

        int[] numbers = [.. parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture)), 0];
        amount = new(numbers[0], numbers[1], numbers[2]);
        amount = text[0] == '-' ? -amount : amount;
        return amount.Duration() <= Longest;
    }

    private static string Form(TimeSpan by) => string.Format(
        CultureInfo.InvariantCulture, "{0}{1:00}:{2:00}{3}", by < TimeSpan.Zero ? "-" : "+", (int)Math.Abs(Math.Truncate(by.TotalHours)),
        Math.Abs(by.Minutes), by.Seconds == 0 ? "" : ":" + Math.Abs(by.Seconds).ToString("00", CultureInfo.InvariantCulture));
}
