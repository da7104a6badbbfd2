using System.Globalization;
using System.Xml;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Schedules;

/// <summary>
/// Represents a trigger of a Windows scheduled task, as in Get-ScheduledTask (MSFT_TaskTrigger and those derived from it).
/// </summary>
public sealed record WindowsTaskTrigger
{
    private const string Plain = "MSFT_TaskTrigger";

    /// <summary>Gets the class, such as MSFT_TaskDailyTrigger.</summary>
    public string Class { get; init; } = Plain;

    /// <summary>Gets the start of the trigger: <c>2026-02-11T02:00:00</c>, in the machine's time zone, or with Z or an offset.</summary>
    public string? StartBoundary { get; init; }

    /// <summary>Gets the end of the trigger.</summary>
    public string? EndBoundary { get; init; }

    /// <summary>Gets the number of days between runs of a daily trigger.</summary>
    public int? DaysInterval { get; init; }

    /// <summary>Gets the number of weeks between runs of a weekly trigger.</summary>
    public int? WeeksInterval { get; init; }

    /// <summary>Gets the days of a weekly trigger as a sum: Sunday 1, Monday 2, Tuesday 4, ...</summary>
    public int? DaysOfWeek { get; init; }

    /// <summary>Gets the days of a monthly trigger, -1 for the last, as the task's XML has them; null for other triggers.</summary>
    public IReadOnlyList<int>? DaysOfMonth { get; init; }

    /// <summary>Gets the weeks of a trigger for days of the week in a month, -1 for the last; null for other triggers.</summary>
    public IReadOnlyList<int>? WeeksOfMonth { get; init; }

    /// <summary>Gets the days of the week of such a trigger.</summary>
    public IReadOnlyList<DayOfWeek>? WeekDaysOfMonth { get; init; }

    /// <summary>Gets the months of a monthly trigger; null for other triggers.</summary>
    public IReadOnlyList<int>? Months { get; init; }

    /// <summary>Gets the interval at which starts repeat, such as <c>PT1H</c>; null or empty for none.</summary>
    public string? RepetitionInterval { get; init; }

    /// <summary>Gets the time for which starts repeat; null or empty for no end.</summary>
    public string? RepetitionDuration { get; init; }

    /// <summary>Gets whether its times are UTC: Windows keeps times with an offset in UTC ("synchronize across time zones").</summary>
    public bool IsUtc => StartBoundary is string text
        && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime time)
        && time.Kind != DateTimeKind.Unspecified;

    /// <summary>Converts the trigger to a recurrence, in UTC where <see cref="IsUtc"/> is true, otherwise in the machine's zone.</summary>
    /// <exception cref="FormatException">The trigger has no fixed times, or times that no recurrence has; the message says why.</exception>
    public Recurrence ToRecurrence()
    {
        bool isDaily = DaysInterval is not null, isWeekly = DaysOfWeek is not null;
        if (Months is not null)
        {
            return Monthly();
        }

        if (Class != Plain && !isDaily && !isWeekly && Class != "MSFT_TaskTimeTrigger")
        {
            throw new FormatException($"Its trigger ({Class}) starts it on an event, not at a fixed time.");
        }

        if (Class == Plain && !isDaily && !isWeekly)
        {
            throw new FormatException(
                "Get-ScheduledTask does not return the days of its trigger (for example, it is monthly). "
                    + "Look them up and use New-BackupWindow.");
        }

        DateTime start = Time(StartBoundary, nameof(StartBoundary))
            ?? throw new FormatException("Its trigger has no StartBoundary, so no time of day.");
        DateTime? end = Time(EndBoundary, nameof(EndBoundary));
        TimeSpan? every = Span(RepetitionInterval, nameof(RepetitionInterval));
        TimeSpan? during = Span(RepetitionDuration, nameof(RepetitionDuration));
        if (every is TimeSpan step && (!(isDaily || isWeekly) || during is null || during >= TimeSpan.FromDays(1)))
        {
            // Starts end with the trigger, or with the repetition of its only start, whichever comes first.
            DateTime? last = isDaily || isWeekly || during is null ? null : start + during;
            return Repeated(start, step, end < last || last is null ? end : last, isDaily || isWeekly);
        }

        if (!isDaily && !isWeekly)
        {
            return Recurrence.Once(start);
        }

        TimeSpan[] times = every is null ? [start.TimeOfDay] : Times(start.TimeOfDay, every.Value, during!.Value, isWeekly);
        int interval = (isWeekly ? WeeksInterval : DaysInterval) ?? 1;
        DayOfWeek[] days = [.. Enumerable.Range(0, 7).Where(day => (DaysOfWeek & (1 << day)) != 0).Select(day => (DayOfWeek)day)];
        if (interval <= 1 && end is null)
        {
            return isWeekly ? Recurrence.Weekly(days, times) : Recurrence.Daily(times);
        }

        if (times.Length > 1)
        {
            throw new FormatException(
                "Its trigger repeats within days that are not all days, or that end. "
                + "Make a window of each start (New-BackupWindow -RRule).");
        }

        string what = isWeekly
            ? "WEEKLY;WKST=SU;BYDAY=" + string.Join(",", days.Select(day => day.ToString().Substring(0, 2).ToUpperInvariant()))
            : "DAILY";
        return Recurrence.RRule(FormattableString.Invariant($"FREQ={what};INTERVAL={Math.Max(1, interval)}{Until(end)}"), start);
    }

    private Recurrence Monthly()
    {
        DateTime start = Time(StartBoundary, nameof(StartBoundary))
            ?? throw new FormatException("Its trigger has no StartBoundary, so no time of day.");
        if (!string.IsNullOrEmpty(RepetitionInterval))
        {
            throw new FormatException("Its monthly trigger repeats. Make a window of each start (New-BackupWindow -RRule).");
        }

        string Join(IEnumerable<string> parts) => string.Join(",", parts);
        string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
        string days = DaysOfMonth is not null
            ? ";BYMONTHDAY=" + Join(DaysOfMonth.Select(Number))
            : ";BYDAY=" + Join((WeeksOfMonth ?? []).SelectMany(week =>
                (WeekDaysOfMonth ?? []).Select(day => Number(week) + day.ToString().Substring(0, 2).ToUpperInvariant())));
        if (days[days.Length - 1] == '=')
        {
            throw new FormatException("Its monthly trigger has no day, so it never starts.");
        }

        DateTime? end = Time(EndBoundary, nameof(EndBoundary));
        if (Months!.Count == 12 && end is null && DaysOfMonth is [int only])
        {
            return Recurrence.Parse($"monthly {(only < 0 ? "last" : Number(only))} {ClockText.FormatTimeOfDay(start.TimeOfDay)}");
        }

        if (Months.Count == 12 && end is null && WeeksOfMonth is [int week] && WeekDaysOfMonth is [DayOfWeek weekDay] && week < 5)
        {
            return Recurrence.Monthly(week < 0 ? WeekOfMonth.Last : (WeekOfMonth)week, weekDay, start.TimeOfDay);
        }

        string months = Months.Count == 12 ? "" : ";BYMONTH=" + Join(Months.Select(Number));
        return Recurrence.RRule($"FREQ=MONTHLY{months}{days}{Until(end)}", start);
    }

    private Recurrence Repeated(DateTime start, TimeSpan step, DateTime? end, bool isEveryDay)
    {
        if (isEveryDay && ((DaysInterval ?? WeeksInterval ?? 1) > 1 || DaysOfWeek is not null and not 127))
        {
            throw new FormatException(
                "Its trigger repeats for a day or longer from days that are not all days. "
                + "Make a window of each start (New-BackupWindow -RRule).");
        }

        return step.TotalMinutes is double minutes and >= 1 and <= 100_000 && minutes == Math.Floor(minutes)
            ? Recurrence.RRule(FormattableString.Invariant($"FREQ=MINUTELY;INTERVAL={minutes}{Until(end)}"), start)
            : throw new FormatException($"Its trigger repeats every {step}, which is not a whole number of minutes.");
    }

    private static TimeSpan[] Times(TimeSpan start, TimeSpan every, TimeSpan during, bool isWeekly)
    {
        if (every < TimeSpan.FromMinutes(1))
        {
            throw new FormatException($"Its trigger repeats every {every}, under a minute.");
        }

        List<TimeSpan> times = [];
        for (TimeSpan time = start; time < start + during; time += every)
        {
            if (isWeekly && time.Days > 0)
            {
                throw new FormatException(
                    "Its weekly trigger repeats past midnight. Make a window of each start (New-BackupWindow -Weekly).");
            }

            times.Add(time - TimeSpan.FromDays(time.Days));
        }

        return [.. times];
    }

    /// <summary>Returns UNTIL for an end; there is no start at the end itself.</summary>
    private static string Until(DateTime? end) =>
        end is null ? "" : ";UNTIL=" + end.Value.AddSeconds(-1).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private static DateTime? Time(string? text, string name) => string.IsNullOrEmpty(text) ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? WithoutFraction(time.UtcDateTime)
            : throw new FormatException($"Its {name} '{text}' is not a valid time.");

    private static DateTime WithoutFraction(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond));

    private static TimeSpan? Span(string? text, string name)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : XmlConvert.ToTimeSpan(text!);
        }
        catch (FormatException e)
        {
            throw new FormatException($"Its {name} '{text}' is not a valid duration.", e);
        }
    }
}
