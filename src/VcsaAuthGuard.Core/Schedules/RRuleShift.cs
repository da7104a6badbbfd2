using System.Globalization;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Schedules;

/// <summary>Moves the starts of an RFC 5545 rule, where its parts can express the new starts.</summary>
internal sealed class RRuleShift
{
    private const string TimeForm = "yyyyMMdd'T'HHmmss";

    private static readonly string[] WeekDays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    private readonly TimeSpan _by;
    private readonly DateTime? _start;
    private readonly string? _excluded;
    private readonly List<(string Name, string Value)> _parts;

    private RRuleShift(string text, TimeSpan by)
    {
        _by = by;
        string rule = "";
        foreach (string line in text.Split(' '))
        {
            int colon = line.IndexOf(':');
            string value = line.Substring(colon + 1);
            switch (line.Substring(0, colon))
            {
                case "DTSTART":
                    _start = LocalTime(value);
                    break;
                case "EXDATE":
                    _excluded = value;
                    break;
                default:
                    rule = value;
                    break;
            }
        }

        _parts =
        [
            .. rule.Split([';'], StringSplitOptions.RemoveEmptyEntries)
                .Select(part => (part.Substring(0, part.IndexOf('=')), part.Substring(part.IndexOf('=') + 1))),
        ];
    }

    /// <summary>Returns the shifted rule; null if its parts have no such starts.</summary>
    /// <param name="text">The rule in its one form.</param>
    /// <param name="by">The shift.</param>
    public static string? Shift(string text, TimeSpan by) => by.Seconds == 0 ? new RRuleShift(text, by).Shift() : null;

    private string? Shift()
    {
        if (Value("FREQ") is "HOURLY" or "MINUTELY" || Times() is not TimeSpan[] times)
        {
            return null;
        }

        int[] days = [.. times.Select(time => (int)Math.Floor((time + _by).TotalDays)).Distinct()];
        bool isEveryDay = _start is null
            && _parts.TrueForAll(part => part is { Name: "BYHOUR" or "BYMINUTE" } or { Name: "FREQ", Value: "DAILY" });
        if ((days.Length > 1 && !isEveryDay)
            || (_start is DateTime start && (int)Math.Floor((start.TimeOfDay + _by).TotalDays) != days[0])
            || (days[0] != 0 && !isEveryDay && !MoveDays(days[0]))
            || !SetTimes(times))
        {
            return null;
        }

        if (Value("UNTIL") is string until)
        {
            Set("UNTIL", MoveUntil(until));
        }

        string rule = "RRULE:" + string.Join(";", _parts.Select(part => $"{part.Name}={part.Value}"));
        return (_start is null ? "" : $"DTSTART:{Form(_start.Value + _by)} ") + rule
            + (_excluded is null ? "" : " EXDATE:" + string.Join(",", _excluded.Split(',').Select(date => Form(LocalTime(date) + _by))));
    }

    /// <summary>Gets the times of day of the starts; null if seconds are among them.</summary>
    private TimeSpan[]? Times()
    {
        TimeSpan start = _start?.TimeOfDay ?? TimeSpan.Zero;
        int[] hours = Numbers("BYHOUR") ?? [start.Hours];
        int[] minutes = Numbers("BYMINUTE") ?? [start.Minutes];
        return start.Seconds != 0
            ? null
            : [.. hours.SelectMany(hour => minutes.Select(minute => new TimeSpan(hour, minute, 0))).OrderBy(time => time)];
    }

    /// <summary>Writes the moved times as hours and minutes; false if these also have other times.</summary>
    private bool SetTimes(TimeSpan[] times)
    {
        if (_start is not null && Value("BYHOUR") is null && Value("BYMINUTE") is null)
        {
            // They are those of DTSTART.
            return true;
        }

        TimeSpan[] moved = [.. times.Select(time => time + _by).Select(time => time - TimeSpan.FromDays(Math.Floor(time.TotalDays)))];
        int[] hours = [.. moved.Select(time => time.Hours).Distinct().OrderBy(hour => hour)];
        int[] minutes = [.. moved.Select(time => time.Minutes).Distinct().OrderBy(minute => minute)];
        Set("BYHOUR", Join(hours));
        Set("BYMINUTE", Join(minutes));
        return hours.Length * minutes.Length == moved.Length;
    }

    /// <summary>Moves the days on which the rule starts; false if its parts cannot say the new ones.</summary>
    private bool MoveDays(int by)
    {
        int[]? monthDays = Numbers("BYMONTHDAY");
        string[]? weekDays = Value("BYDAY")?.Split(',');
        string frequency = Value("FREQ") ?? "";
        bool isOfMonth = frequency is "MONTHLY" or "YEARLY";
        int[] days = monthDays ?? (isOfMonth && weekDays is null && _start is not null ? [_start.Value.Day] : []);
        bool isBoundToMonth = Value("BYMONTH") is not null || (isOfMonth && Value("INTERVAL") is not null);
        if (Value("BYSETPOS") is not null
            || !Array.TrueForAll(days, day => RecurrenceShift.IsInEveryMonth(day, by))
            || (weekDays is not null && Array.Exists(weekDays, day => day.Length > 2))
            || (isBoundToMonth && days.Length == 0))
        {
            return false;
        }

        if (monthDays is not null)
        {
            Set("BYMONTHDAY", Join([.. monthDays.Select(day => day + by)]));
        }

        if (weekDays is not null)
        {
            Set("BYDAY", string.Join(",", weekDays.Select(day => Move(day, by))));
        }

        if (frequency == "WEEKLY" && Value("INTERVAL") is not null)
        {
            Set("WKST", Move(Value("WKST") ?? "MO", by));
        }

        return true;
    }

    private string MoveUntil(string until)
    {
        if (until[until.Length - 1] == 'Z')
        {
            return Form(LocalTime(until.TrimEnd('Z')) + _by) + "Z";
        }

        return Form((until.Length == 8 ? LocalTime(until + "T235959") : LocalTime(until)) + _by);
    }

    private static string Move(string day, int by) => WeekDays[(Array.IndexOf(WeekDays, day) + by + 14) % 7];

    private string? Value(string name) => _parts.Find(part => part.Name == name).Value;

    private void Set(string name, string value)
    {
        int at = _parts.FindIndex(part => part.Name == name);
        if (at < 0)
        {
            _parts.Add((name, value));
        }
        else
        {
            _parts[at] = (name, value);
        }
    }

    private int[]? Numbers(string name) =>
        Value(name)?.Split(',').Select(number => int.Parse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)).ToArray();

    private static string Join(int[] numbers) => string.Join(",", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private static DateTime LocalTime(string text) => ClockText.TryLocalTime(text, out DateTime time) ? time : default;

    private static string Form(DateTime time) => time.ToString(TimeForm, CultureInfo.InvariantCulture);
}
