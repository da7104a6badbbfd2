using System.Globalization;

namespace VcsaAuthGuard.Schedules;

/// <summary>
/// Represents a scheduler of vCenter's scheduled tasks, as in the vSphere API (vim.scheduler.*); times are UTC. Properties that a kind of
/// scheduler does not have are null.
/// </summary>
public sealed record VSphereSchedule
{
    /// <summary>Gets the time of a OnceTaskScheduler.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Gets the number of hours, days, weeks or months between runs of a RecurrentTaskScheduler.</summary>
    public int? Interval { get; init; }

    /// <summary>Gets the minute of an HourlyTaskScheduler and those derived from it.</summary>
    public int? Minute { get; init; }

    /// <summary>Gets the hour of a DailyTaskScheduler and those derived from it.</summary>
    public int? Hour { get; init; }

    /// <summary>Gets the days of a WeeklyTaskScheduler; null for other kinds.</summary>
    public IReadOnlyList<DayOfWeek>? Days { get; init; }

    /// <summary>Gets the day of a MonthlyByDayTaskScheduler.</summary>
    /// <remarks>In a month without that day, the task runs on the last day (vSphere API reference).</remarks>
    public int? Day { get; init; }

    /// <summary>Gets the week of a MonthlyByWeekdayTaskScheduler: first to fourth, or last.</summary>
    public WeekOfMonth? Offset { get; init; }

    /// <summary>Gets the weekday of a MonthlyByWeekdayTaskScheduler.</summary>
    public DayOfWeek? Weekday { get; init; }

    /// <summary>Gets the start of the schedule.</summary>
    public DateTimeOffset? ActiveTime { get; init; }

    /// <summary>Gets the end of the schedule.</summary>
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>Gets the next run of the task; at an interval above 1 it settles which days or weeks count.</summary>
    public DateTimeOffset? NextRunTime { get; init; }

    /// <summary>Converts the schedule to a recurrence in UTC.</summary>
    /// <exception cref="FormatException">The schedule has no fixed times, or they are not known; the message says why.</exception>
    public Recurrence ToRecurrence()
    {
        if (RunAt is DateTimeOffset at)
        {
            return Recurrence.Once(at.UtcDateTime);
        }

        if (Interval is not int interval || Minute is not int minute)
        {
            throw new FormatException("Its scheduler does not run at a fixed time (for example after the start of vCenter).");
        }

        bool isPlain = interval == 1 && ActiveTime is null && ExpireTime is null;
        string rule = (isPlain, Hour, Days, Day, Offset, Weekday) switch
        {
            (true, null, _, _, _, _) => Text($"every 1 hours from 00:{minute:00}"),
            (_, null, _, _, _, _) => Rule("HOURLY", interval, Text($";BYMINUTE={minute}")),
            (true, int hour, { } days, _, _, _) => Text($"weekly {string.Join(",", SomeOf(days))} {hour:00}:{minute:00}"),
            (_, int hour, { } days, _, _, _) =>
                Rule("WEEKLY", interval, $";WKST=SU;BYDAY={string.Join(",", SomeOf(days).Select(TwoLetters))}{Clock(hour, minute)}"),
            (true, int hour, _, <= 28, _, _) => Text($"monthly {Day} {hour:00}:{minute:00}"),
            (_, int hour, _, int day, _, _) => Rule("MONTHLY", interval, Text($";BYMONTHDAY={LastUpTo(day)}{Clock(hour, minute)}")),
            (true, int hour, _, _, WeekOfMonth week, DayOfWeek weekday) => Text($"monthly {week} {weekday} {hour:00}:{minute:00}"),
            (_, int hour, _, _, WeekOfMonth week, DayOfWeek weekday) =>
                Rule(
                    "MONTHLY",
                    interval,
                    Text($";BYDAY={(week == WeekOfMonth.Last ? -1 : (int)week)}{TwoLetters(weekday)}{Clock(hour, minute)}")),
            (true, int hour, _, _, _, _) => Text($"daily {hour:00}:{minute:00}"),
            (_, int hour, _, _, _, _) => Rule("DAILY", interval, Clock(hour, minute)),
        };
        return Recurrence.Parse(rule);
    }

    private static IReadOnlyList<DayOfWeek> SomeOf(IReadOnlyList<DayOfWeek> days) =>
        days.Count > 0 ? days : throw new FormatException("Its weekly scheduler has no day, so it never runs.");

    private static string Clock(int hour, int minute) => Text($";BYHOUR={hour};BYMINUTE={minute}");

    private static string TwoLetters(DayOfWeek day) => day.ToString().Substring(0, 2).ToUpperInvariant();

    /// <summary>Returns the day, or the last day of the month where that is earlier.</summary>
    private static string LastUpTo(int day) => day <= 28
        ? Text($"{day}")
        : string.Join(",", Enumerable.Range(28, day - 27).Select(one => one.ToString(CultureInfo.InvariantCulture))) + ";BYSETPOS=-1";

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private string Rule(string frequency, int interval, string parts)
    {
        string start = interval == 1 && ActiveTime is null ? "" : $"DTSTART:{Start(frequency, interval):yyyyMMdd'T'HHmm'00'} ";
        string until = ExpireTime is DateTimeOffset end ? $";UNTIL={end.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}" : "";
        return Text($"{start}RRULE:FREQ={frequency};INTERVAL={interval}{parts}{until}");
    }

    /// <summary>Returns ActiveTime; without it, a time long before the next run and in step with it.</summary>
    private DateTime Start(string frequency, int interval)
    {
        if (ActiveTime is DateTimeOffset active)
        {
            return active.UtcDateTime;
        }

        DateTime next = NextRunTime?.UtcDateTime
            ?? throw new FormatException(
                Text($"It runs at an interval of {interval}, and neither ActiveTime nor NextRunTime contains its start."));
        const int Steps = 1200;
        return frequency switch
        {
            "HOURLY" => next.AddHours(-Steps * interval),
            "DAILY" => next.AddDays(-Steps * interval),
            "WEEKLY" => next.AddDays(-7 * 120 * interval),
            _ => new DateTime(next.Year, next.Month, 1).AddMonths(-120 * interval),
        };
    }
}
