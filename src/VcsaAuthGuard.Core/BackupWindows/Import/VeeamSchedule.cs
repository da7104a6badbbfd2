using System.Globalization;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Converts a job of Veeam Backup &amp; Replication, as <c>Get-VBRJob</c> returns it, to a window. The properties of ScheduleOptions are
/// those that public scripts list and read (OptionsDaily with Kind, DaysSrv and TimeLocal; OptionsMonthly; OptionsPeriodically;
/// OptionsContinuous; OptionsScheduleAfterJob).
/// </summary>
public static class VeeamSchedule
{
    private const string Daily = "ScheduleOptions.OptionsDaily.";
    private const string Monthly = "ScheduleOptions.OptionsMonthly.";

    private static readonly Regex Clock = new(
        @"(?<!\d)(?<hour>\d{1,2}):(?<minute>\d{2})(?::\d{2})?(?:\.\d+)?\s*(?<half>[AaPp]\.?\s?[Mm])?", RegexOptions.CultureInvariant);

    /// <summary>Converts a job.</summary>
    /// <param name="value">Returns the text of a property by its path, such as <c>ScheduleOptions.OptionsDaily.Kind</c>, with a list's
    /// items divided by commas; null if there is none.</param>
    /// <param name="template">The values that a job does not have.</param>
    /// <param name="source">The name of the file, or of the pipeline.</param>
    /// <exception cref="FormatException">The job has no fixed time, or one that cannot be read; the message says why.</exception>
    public static BackupWindow ToWindow(Func<string, string?> value, WindowTemplate template, string source)
    {
        _ = value ?? throw new ArgumentNullException(nameof(value));
        _ = template ?? throw new ArgumentNullException(nameof(template));
        string name = value("Name") ?? "Veeam job";
        return template.ToWindow(name, ToRecurrence(value), WindowRole.Backup, $"{source}: Veeam job");
    }

    private static Recurrence ToRecurrence(Func<string, string?> value)
    {
        bool Is(string path) => string.Equals(value(path), "true", StringComparison.OrdinalIgnoreCase) || value(path) == "1";
        if (value("IsScheduleEnabled") is string enabled && !Is("IsScheduleEnabled") && enabled.Length > 0)
        {
            throw new FormatException("Its schedule is disabled, so it has no window.");
        }

        if (Is("Options.JobOptions.RunManually"))
        {
            throw new FormatException("It is started by hand, so it has no window.");
        }

        return Is("ScheduleOptions.OptionsScheduleAfterJob.IsEnabled")
            ? throw new FormatException("It starts after another job, so it has no time of its own.")
            : Is(Daily + "Enabled") ? OnDays(value)
            : Is(Monthly + "Enabled") ? InMonths(value)
            : Is("ScheduleOptions.OptionsPeriodically.Enabled") || Is("ScheduleOptions.OptionsContinuous.Enabled")
                ? throw new FormatException("It runs periodically or all the time, which no property describes in full.")
            : throw new FormatException("None of its schedules is enabled, or the export has none: use ConvertTo-Json -Depth 5.");
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
        string time = TimeOfDay(value(Monthly + "TimeLocal"));
        if (Words(value(Monthly + "Months")) is { Length: > 0 and < 12 })
        {
            throw new FormatException("It runs in some months only. Make its window with New-BackupWindow -RRule.");
        }

        string week = value(Monthly + "DayNumberInMonth") ?? "";
        return week is "First" or "Second" or "Third" or "Fourth" or "Last"
            ? Recurrence.Parse($"monthly {week} {DayName(value(Monthly + "DayOfWeek") ?? "")} {time}")
            : value(Monthly + "DayOfMonth") is string day
                ? Recurrence.Parse($"monthly {day} {time}")
                : throw new FormatException($"Its day of the month ('{week}') is not in the export.");
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
