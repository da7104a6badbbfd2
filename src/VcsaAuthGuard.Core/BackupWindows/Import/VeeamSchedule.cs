using System.Globalization;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts a job of Veeam Backup &amp; Replication, as <c>Get-VBRJob</c> returns it, to windows. The properties of ScheduleOptions are
/// those that public scripts list and read (OptionsDaily with Kind, DaysSrv and TimeLocal; OptionsMonthly; OptionsPeriodically;
/// OptionsContinuous; OptionsScheduleAfterJob). Intervals count from midnight, and a job starts at the end of hours that are not permitted
/// (Veeam's user guide, "Define Job Schedule"); FullPeriod is in minutes (Veeam PowerShell Reference, New-VBRJobScheduleOptions).
/// </summary>
public static class VeeamSchedule
{
    /// <summary>The property that has whether a job starts after another.</summary>
    internal const string AfterJob = "ScheduleOptions.OptionsScheduleAfterJob.IsEnabled";

    private const string Daily = "ScheduleOptions.OptionsDaily.";
    private const string Monthly = "ScheduleOptions.OptionsMonthly.";
    private const string Periodic = "ScheduleOptions.OptionsPeriodically.";
    private const string Continuous = "ScheduleOptions.OptionsContinuous.";
    private const string NoDay = "Its day of the month is not in the export.";

    private static readonly Regex Clock = new(
        @"(?<!\d)(?<hour>\d{1,2}):(?<minute>\d{2})(?::\d{2})?(?:\.\d+)?\s*(?<half>[AaPp]\.?\s?[Mm])?", RegexOptions.CultureInvariant);

    /// <summary>A day's hours in the table of permitted hours, in which 1 is denied.</summary>
    private static readonly Regex Hours = new(@"<(?<day>\w+day)>(?<hours>[01,\s]+)</", RegexOptions.CultureInvariant);

    /// <summary>Converts a job to a window, or to several for a periodic one whose days differ.</summary>
    /// <param name="value">Returns the text of a property by its path, such as <c>ScheduleOptions.OptionsDaily.Kind</c>, with a list's
    /// items separated by commas, or null if the job does not have it.</param>
    /// <param name="template">The values that a job does not have.</param>
    /// <param name="source">The name of the file, or of the pipeline.</param>
    /// <exception cref="FormatException">The job has no fixed time, or one that cannot be read; the message says why.</exception>
    public static IReadOnlyList<BackupWindow> ToWindows(Func<string, string?> value, WindowTemplate template, string source)
    {
        _ = value ?? throw new ArgumentNullException(nameof(value));
        _ = template ?? throw new ArgumentNullException(nameof(template));
        string name = value("Name") ?? "Veeam job";
        (Recurrence Recurrence, TimeSpan? Duration)[] starts = [.. ToRecurrences(value)];
        return
        [
            .. starts.Select((start, i) => template.ToWindow(
                i == 0 ? name : FormattableString.Invariant($"{name} ({i + 1})"),
                start.Recurrence, WindowRole.Backup, $"{source}: Veeam job", duration: start.Duration)),
        ];
    }

    /// <summary>Gets the window of a job that starts when another one ends.</summary>
    /// <param name="name">The name of the job.</param>
    /// <param name="first">The window of the other job; its duration is where this job starts.</param>
    /// <param name="template">The values that a job does not have.</param>
    /// <param name="source">The name of the file.</param>
    internal static BackupWindow After(string name, BackupWindow first, WindowTemplate template, string source) => template.ToWindow(
        name, first.Recurrence.Shift(first.Duration), WindowRole.Backup, $"{source}: Veeam job, starts when '{first.Name}' ends",
        first.TimeZone);

    /// <summary>Returns whether a text is a value of true.</summary>
    internal static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase) || text == "1";

    private static IEnumerable<(Recurrence Recurrence, TimeSpan? Duration)> ToRecurrences(Func<string, string?> value)
    {
        bool Is(string path) => IsTrue(value(path));
        if (value("IsScheduleEnabled") is string enabled && !Is("IsScheduleEnabled") && enabled.Length > 0)
        {
            throw new FormatException("Its schedule is disabled, so it has no window.");
        }

        if (Is("Options.JobOptions.RunManually"))
        {
            throw new FormatException("It is started by hand, so it has no window.");
        }

        bool isPeriodic = Is(Periodic + "Enabled");
        bool isContinuous = Is(Continuous + "Enabled")
            || (isPeriodic && string.Equals(value(Periodic + "Kind"), "Continuously", StringComparison.OrdinalIgnoreCase));
        return Is(AfterJob)
                ? throw new FormatException("It starts after another job, which is not in the export. Give the JSON of all jobs.")
            : Is(Daily + "Enabled") ? [(OnDays(value), null)]
            : Is(Monthly + "Enabled") ? [(InMonths(value), null)]
            : isContinuous
                ? WeekTimetable.Spans(Permitted(value(Continuous + "Schedule") ?? value(Periodic + "Schedule")))
                    .Select(span => (span.Recurrence, (TimeSpan?)span.Duration))
            : isPeriodic ? InIntervals(value).Select(recurrence => (recurrence, (TimeSpan?)null))
            : throw new FormatException("None of its schedules is enabled, or the export has none: use ConvertTo-Json -Depth 5.");
    }

    private static IReadOnlyList<Recurrence> InIntervals(Func<string, string?> value)
    {
        const int Day = 24 * 60;
        string unit = value(Periodic + "Unit") ?? "";
        bool isNumber = int.TryParse(value(Periodic + "FullPeriod"), NumberStyles.None, CultureInfo.InvariantCulture, out int period);
        int interval = !isNumber || period > Day * 60 ? 0
            : unit.StartsWith("Hour", StringComparison.OrdinalIgnoreCase) && period <= 24 ? period * 60
            : unit.StartsWith("Second", StringComparison.OrdinalIgnoreCase) ? period / 60
            : period;
        if (interval is < 1 or > Day)
        {
            throw new FormatException($"It runs every '{value(Periodic + "FullPeriod")}', which is not an interval of a day or less.");
        }

        _ = int.TryParse(value(Periodic + "HourlyOffset"), NumberStyles.None, CultureInfo.InvariantCulture, out int offset);
        return WeekTimetable.Periodic(interval, offset % 60, Permitted(value(Periodic + "Schedule"))).ToRecurrences();
    }

    /// <summary>Reads the table of permitted hours; without one, every hour is.</summary>
    private static Func<DayOfWeek, int, bool> Permitted(string? text)
    {
        Dictionary<DayOfWeek, bool[]> days = [];
        foreach (Match match in Hours.Matches(text ?? ""))
        {
            if (EnumName.TryParse(match.Groups["day"].Value, out DayOfWeek day))
            {
                days[day] = [.. match.Groups["hours"].Value.Split(',').Select(hour => hour.Trim() != "1")];
            }
        }

        return (day, hour) => !days.TryGetValue(day, out bool[]? hours) || hour >= hours.Length || hours[hour];
    }

    private static Recurrence OnDays(Func<string, string?> value)
    {
        string time = TimeOfDay(value(Daily + "TimeLocal"));
        string kind = value(Daily + "Kind") ?? "";
        string[] days = [.. Words(value(Daily + "DaysSrv")).Select(DayName).Distinct()];
        if (days.Length == 7 || string.Equals(kind, "Everyday", StringComparison.OrdinalIgnoreCase))
        {
            return Recurrence.Parse("daily " + time);
        }

        if (kind.Length > 0 && char.IsDigit(kind[0]))
        {
            throw new FormatException("Its days are numbers. Use ConvertTo-Json -Depth 5 -EnumsAsStrings.");
        }

        bool isWeekDays = days.Length == 0 && string.Equals(kind, "WeekDays", StringComparison.OrdinalIgnoreCase);
        return days.Length == 0 && !isWeekDays
            ? throw new FormatException($"Its days ('{kind}') are not in the export.")
            : Recurrence.Parse($"weekly {(isWeekDays ? "Mon,Tue,Wed,Thu,Fri" : string.Join(",", days))} {time}");
    }

    private static Recurrence InMonths(Func<string, string?> value)
    {
        string[] names = Words(value(Monthly + "Months"));
        string week = value(Monthly + "DayNumberInMonth") ?? "";
        bool isWeek = EnumName.TryParse(week, out WeekOfMonth number);
        string? day = IsTrue(value(Monthly + "IsLastDayOfMonth")) ? "Last" : value(Monthly + "DayOfMonth");
        return new WindowsTaskTrigger
        {
            StartBoundary = $"2000-01-03T{TimeOfDay(value(Monthly + "TimeLocal"))}:00",
            Months = names.Length is 0 or 12 ? [.. Enumerable.Range(1, 12)] : [.. names.Select(MonthNumber)],
            WeeksOfMonth = isWeek ? [number == WeekOfMonth.Last ? -1 : (int)number] : null,
            WeekDaysOfMonth = isWeek ? [EnumName.Parse<DayOfWeek>(DayName(value(Monthly + "DayOfWeek") ?? ""))] : null,
            DaysOfMonth = isWeek ? null : [DayNumber(day)],
        }.ToRecurrence();
    }

    private static int DayNumber(string? day) => string.Equals(day, "Last", StringComparison.OrdinalIgnoreCase) ? -1
        : int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 31 ? number
        : throw new FormatException(NoDay);

    private static int MonthNumber(string name)
    {
        bool isNumber = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 12;
        int place = isNumber ? number
            : 1 + Array.FindIndex(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames, month =>
                month.Length > 0 && string.Equals(month, name, StringComparison.OrdinalIgnoreCase));
        return place > 0 ? place : throw new FormatException($"'{name}' is not a month.");
    }

    private static string[] Words(string? text) => text?.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Gets the name of a day, from its name or from the number that .NET has for it.</summary>
    private static string DayName(string text)
    {
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 6;
        return isNumber ? ((DayOfWeek)number).ToString() : text;
    }

    /// <summary>Gets the time of day of a time as it stands, in the zone of the server.</summary>
    private static string TimeOfDay(string? text)
    {
        Match match = Clock.Match(text ?? "");
        if (!match.Success)
        {
            throw new FormatException($"Its time '{text}' is not a time of day that can be read. Export it with PowerShell 7.");
        }

        int hour = int.Parse(match.Groups["hour"].Value, CultureInfo.InvariantCulture);
        string half = match.Groups["half"].Value;
        int shift = half.Length == 0 ? hour : (hour % 12) + (half[0] is 'P' or 'p' ? 12 : 0);
        return FormattableString.Invariant($"{shift:00}:{match.Groups["minute"].Value}");
    }
}
