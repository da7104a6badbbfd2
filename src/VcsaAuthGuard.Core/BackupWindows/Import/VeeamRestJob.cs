using System.Text.Json;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Gives the properties of a job of Veeam's REST API (<c>/api/v1/jobs</c>) by the paths of those of <c>Get-VBRJob</c>. Source of the
/// names: answers of the API that public modules keep as examples. In its table of permitted hours 1 is permitted.
/// </summary>
internal static class VeeamRestJob
{
    private static readonly Dictionary<string, string> Paths = new()
    {
        ["Name"] = "name",
        ["ScheduleOptions.OptionsDaily.Enabled"] = "schedule.daily.isEnabled",
        ["ScheduleOptions.OptionsDaily.Kind"] = "schedule.daily.dailyKind",
        ["ScheduleOptions.OptionsDaily.DaysSrv"] = "schedule.daily.days",
        ["ScheduleOptions.OptionsDaily.TimeLocal"] = "schedule.daily.localTime",
        ["ScheduleOptions.OptionsMonthly.Enabled"] = "schedule.monthly.isEnabled",
        ["ScheduleOptions.OptionsMonthly.TimeLocal"] = "schedule.monthly.localTime",
        ["ScheduleOptions.OptionsMonthly.DayNumberInMonth"] = "schedule.monthly.dayNumberInMonth",
        ["ScheduleOptions.OptionsMonthly.DayOfWeek"] = "schedule.monthly.dayOfWeek",
        ["ScheduleOptions.OptionsMonthly.DayOfMonth"] = "schedule.monthly.dayOfMonth",
        ["ScheduleOptions.OptionsMonthly.IsLastDayOfMonth"] = "schedule.monthly.isLastDayOfMonth",
        ["ScheduleOptions.OptionsMonthly.Months"] = "schedule.monthly.months",
        ["ScheduleOptions.OptionsPeriodically.Enabled"] = "schedule.periodically.isEnabled",
        ["ScheduleOptions.OptionsPeriodically.Kind"] = "schedule.periodically.periodicallyKind",
        ["ScheduleOptions.OptionsPeriodically.Unit"] = "schedule.periodically.periodicallyKind",
        ["ScheduleOptions.OptionsPeriodically.FullPeriod"] = "schedule.periodically.frequency",
        ["ScheduleOptions.OptionsPeriodically.HourlyOffset"] = "schedule.periodically.startTimeWithinAnHour",
        ["ScheduleOptions.OptionsContinuous.Enabled"] = "schedule.continuously.isEnabled",
        [VeeamSchedule.AfterJob] = "schedule.afterThisJob.isEnabled",
    };

    /// <summary>Returns whether an object is a job.</summary>
    public static bool IsJob(JsonElement item) =>
        JsonText.HasObject(item, "schedule") && JsonText.TextOf(item, "schedule.runAutomatically") is not null;

    /// <summary>Gets the text of a property by its path in Get-VBRJob.</summary>
    public static string? ValueOf(JsonElement job, string path) => path switch
    {
        "IsScheduleEnabled" => VeeamSchedule.IsTrue(JsonText.TextOf(job, "isDisabled")) ? "False" : "True",
        "Options.JobOptions.RunManually" => VeeamSchedule.IsTrue(JsonText.TextOf(job, "schedule.runAutomatically")) ? "False" : "True",
        "ScheduleOptions.OptionsPeriodically.Schedule" => Hours(job, "schedule.periodically.backupWindow.days"),
        "ScheduleOptions.OptionsContinuous.Schedule" => Hours(job, "schedule.continuously.backupWindow.days"),
        _ => Paths.TryGetValue(path, out string? name) ? JsonText.TextOf(job, name) : null,
    };

    /// <summary>Writes the table of hours as Get-VBRJob does (1 means denied), or returns null if the job has no table.</summary>
    private static string? Hours(JsonElement job, string path)
    {
        JsonElement[] days = JsonText.Items(job, path);
        return days.Length == 0 ? null : string.Concat(days.Select(day =>
        {
            string hours = JsonText.TextOf(day, "hours") ?? "";
            string name = JsonText.TextOf(day, "day") ?? "";
            return $"<{name}>{string.Join(",", hours.Split(',').Select(hour => hour.Trim() == "1" ? "0" : "1"))}</{name}>";
        }));
    }
}
