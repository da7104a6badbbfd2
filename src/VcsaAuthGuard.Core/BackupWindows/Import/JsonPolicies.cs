using System.Globalization;
using System.Text.Json;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Represents when a job of a backup product starts, as its JSON says it.</summary>
/// <param name="Recurrence">When it starts.</param>
/// <param name="TimeZone">Its zone; null where the product does not say it.</param>
/// <param name="Part">The part of the job, where it has several; null for the only one.</param>
/// <param name="Duration">The duration of a run, where the product says it.</param>
internal sealed record PolicyStart(Recurrence Recurrence, string? TimeZone = null, string? Part = null, TimeSpan? Duration = null);

/// <summary>Converts the policies and jobs of backup products in JSON to their starts.</summary>
internal static class JsonPolicies
{
    private const string FirstMonday = "2000-01-03T";

    /// <summary>
    /// Reads a policy of Azure Backup, from <c>az backup policy show</c>: SimpleSchedulePolicy with scheduleRunFrequency, scheduleRunDays
    /// and scheduleRunTimes, and SimpleSchedulePolicyV2 with a schedule of each frequency (Azure REST API, Protection Policies). Those for
    /// VMs, databases and files of Azure have no window.
    /// </summary>
    public static IEnumerable<PolicyStart> Azure(JsonElement policy)
    {
        string root = JsonText.HasObject(policy, "properties") ? "properties." : "";
        if (JsonText.TextOf(policy, root + "backupManagementType") is string type && !ReportWorkloads.MayBeVM([type]))
        {
            throw new FormatException($"It is for {type}, which does not use vCenter Server, so it has no window.");
        }

        string schedule = root + "schedulePolicy";
        string frequency = JsonText.TextOf(policy, schedule + ".scheduleRunFrequency") ?? "";
        string detail = schedule + $".{frequency.ToLowerInvariant()}Schedule";
        string place = JsonText.HasObject(policy, detail) ? detail : schedule;
        string? zone = JsonText.TextOf(policy, root + "timeZone");
        if (frequency == "Hourly")
        {
            TimeSpan first = TimeOfDay(JsonText.TextOf(policy, place + ".scheduleWindowStartTime"));
            int interval = JsonText.NumberOf(policy, place + ".interval") ?? 0;
            int window = JsonText.NumberOf(policy, place + ".scheduleWindowDuration") ?? 0;
            if (interval < 1 || window < 1)
            {
                throw new FormatException("Its hourly schedule has no interval or no window.");
            }

            TimeSpan[] times = [.. Enumerable.Range(0, ((window - 1) / interval) + 1).Select(i => TimeSpan.FromHours(i * interval))];
            return [new(Recurrence.Daily([.. times.Select(time => OfDay(first + time))]), zone)];
        }

        TimeSpan[] starts = [.. Words(JsonText.TextOf(policy, place + ".scheduleRunTimes")).Select(TimeOfDay)];
        if (starts.Length == 0 || frequency is not ("Daily" or "Weekly"))
        {
            throw new FormatException($"Its schedule ('{frequency}') has no times of day.");
        }

        return
        [
            new(
                frequency == "Daily" ? Recurrence.Daily(starts)
                    : Recurrence.Weekly(Words(JsonText.TextOf(policy, place + ".scheduleRunDays")).Select(Day), starts),
                zone),
        ];
    }

    /// <summary>
    /// Reads a schedule of Commvault, from the REST API's <c>/Schedules</c> and <c>/SchedulePolicy</c>: the pattern of each subtask. The
    /// numbers of freq_type, freq_interval and freq_relative_interval are those of Commvault's Python SDK (cvpysdk, schedules.py).
    /// </summary>
    public static IEnumerable<PolicyStart> Commvault(JsonElement task)
    {
        JsonElement[] parts = JsonText.Items(task, "subTasks");
        return parts.Select(part => new PolicyStart(
            CommvaultPattern(part), ZoneOf(JsonText.TextOf(part, "pattern.timeZone.TimeZoneName")),
            parts.Length == 1 ? null : JsonText.TextOf(part, "subTask.subTaskName")));
    }

    /// <summary>
    /// Reads a protection group of Cohesity (REST API v2, protectionGroups) or a job (v1, protectionJobs): it has the time of day and the
    /// zone, and its policy has the frequency.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="policies">The policies of the document, by their identifiers.</param>
    public static IEnumerable<PolicyStart> Cohesity(JsonElement group, IReadOnlyDictionary<string, JsonElement> policies)
    {
        if (VeeamSchedule.IsTrue(JsonText.TextOf(group, "isPaused")) || VeeamSchedule.IsTrue(JsonText.TextOf(group, "isDeleted")))
        {
            throw new FormatException("It is paused or deleted, so it has no window.");
        }

        if (JsonText.TextOf(group, "policyId") is not string id || !policies.TryGetValue(id, out JsonElement policy))
        {
            throw new FormatException(
                "Its policy, which has its frequency, is not in the file. "
                + "Put both into one: {\"protectionGroups\": [...], \"policies\": [...]}.");
        }

        TimeSpan at = new(JsonText.NumberOf(group, "startTime.hour") ?? 0, JsonText.NumberOf(group, "startTime.minute") ?? 0, 0);
        string? zone = JsonText.TextOf(group, "startTime.timeZone") ?? JsonText.TextOf(group, "timezone");
        const string V2 = "backupPolicy.regular.incremental.schedule";
        const string V1 = "incrementalSchedulingPolicy";
        Recurrence recurrence = JsonText.HasObject(policy, V2) ? CohesityRegular(policy, V2, at)
            : JsonText.HasObject(policy, V1) ? CohesityFirst(policy, V1, at)
            : throw new FormatException("Its policy has no schedule of incremental backups.");
        return [new(recurrence, zone)];
    }

    /// <summary>
    /// Reads a schedule of a protection domain of Nutanix (Prism's REST API, protection_domains/schedules): an interval that counts from
    /// userStartTimeInUsecs, microseconds since 1970.
    /// </summary>
    public static IEnumerable<PolicyStart> Nutanix(JsonElement schedule)
    {
        if (VeeamSchedule.IsTrue(JsonText.TextOf(schedule, "suspended")))
        {
            throw new FormatException("It is suspended, so it has no window.");
        }

        if (!long.TryParse(
                JsonText.TextOf(schedule, "userStartTimeInUsecs"), NumberStyles.None, CultureInfo.InvariantCulture, out long micros)
            || micros > 4_102_444_800_000_000)
        {
            throw new FormatException("It has no userStartTimeInUsecs, so no time of day.");
        }

        DateTime start = new DateTime(1970, 1, 1).AddTicks(micros * (TimeSpan.TicksPerMillisecond / 1000));
        start = start.AddTicks(-(start.Ticks % TimeSpan.TicksPerMinute));
        int every = Math.Max(1, JsonText.NumberOf(schedule, "everyNth") ?? 1);
        string type = JsonText.TextOf(schedule, "type") ?? "";
        string? unit = type.ToUpperInvariant() switch { "MINUTELY" => "MINUTELY", "HOURLY" => "HOURLY", "DAILY" => "DAILY", _ => null };
        return unit == "DAILY" && every == 1 ? [new(Recurrence.Daily(start.TimeOfDay), "UTC")]
            : unit is not null ? [new(Recurrence.RRule(FormattableString.Invariant($"FREQ={unit};INTERVAL={every}"), start), "UTC")]
            : throw new FormatException($"Its type '{type}' has days as numbers whose meaning is not documented.");
    }

    /// <summary>
    /// Reads a job of Nakivo, from its API (JobSummaryManagement, getJobInfo): schedules with a type, a time of day, a zone and a mask of
    /// days, whose lowest bit is Monday; averageDurationMs is the mean of its runs. Source: job_info.go of peertechde/go-nakivo, which
    /// gives the names and values of Nakivo's API reference.
    /// </summary>
    public static IEnumerable<PolicyStart> Nakivo(JsonElement job)
    {
        string type = JsonText.TextOf(job, "jobType") ?? "BACKUP";
        if (JsonText.TextOf(job, "isEnabled") == "False" || type is not ("BACKUP" or "REPLICATION"))
        {
            throw new FormatException($"It is disabled, or does not read VMs of vCenter ({type}), so it has no window.");
        }

        JsonElement[] schedules =
        [
            .. JsonText.Items(job, "schedules")
                .Where(item => JsonText.TextOf(item, "enabled") != "False" && JsonText.TextOf(item, "type") is not (null or "NONE")),
        ];
        if (schedules.Length == 0)
        {
            throw new FormatException("It runs on demand, so it has no window.");
        }

        double mean = JsonText.NumberOf(job, "averageDurationMs") ?? 0;
        TimeSpan? duration = mean > 0 ? TimeSpan.FromMinutes(Math.Ceiling(TimeSpan.FromMilliseconds(mean).TotalMinutes)) : null;
        return schedules.SelectMany(item => NakivoStarts(item).Select(recurrence =>
            new PolicyStart(recurrence, NakivoZone(JsonText.TextOf(item, "timezone")), Duration: duration)));
    }

    private static IEnumerable<Recurrence> NakivoStarts(JsonElement schedule)
    {
        string type = JsonText.TextOf(schedule, "type")!;
        int every = Math.Max(1, JsonText.NumberOf(schedule, "every") ?? 1);
        int days = JsonText.NumberOf(schedule, "on") ?? 0;
        if (type == "TRIGGER")
        {
            throw new FormatException($"It starts after the job '{JsonText.TextOf(schedule, "triggerItemName")}', at no time of its own.");
        }

        TimeSpan at = ClockTime(JsonText.TextOf(schedule, "startTime"));
        string unit = JsonText.TextOf(schedule, "everyType") ?? "";
        bool isDaily = (type == "DAILY" || (type == "PERIODICALLY" && unit == "DAY")) && every == 1;
        if (days is > 0 and < 128 && (isDaily || (type == "PERIODICALLY" && unit is "MINUTE" or "HOUR")))
        {
            int interval = isDaily ? 24 * 60 : every * (unit == "HOUR" ? 60 : 1);
            TimeSpan? end = !isDaily && JsonText.TextOf(schedule, "endTime") is string given ? ClockTime(given) : null;
            return WeekTimetable.Every(interval, at, end, days).ToRecurrences();
        }

        if (type == "MONTHLY_YEARLY" && JsonText.TextOf(schedule, "monthlyEveryType") == "DAY"
            && JsonText.NumberOf(schedule, "dayOfMonth") is >= 1 and <= 31 and int day && JsonText.TextOf(schedule, "month") is null)
        {
            return [Recurrence.Monthly(day, at)];
        }

        throw new FormatException($"Its schedule ({type}) has days or months as numbers whose meaning is not documented.");
    }

    private static Recurrence CommvaultPattern(JsonElement part)
    {
        int Of(string name) => JsonText.NumberOf(part, "pattern." + name) ?? 0;
        TimeSpan at = OfDay(TimeSpan.FromSeconds(Of("active_start_time")));
        DateTime from = new DateTime(1970, 1, 1).AddSeconds(Of("active_start_date")).Date + at;
        int every = Math.Max(1, Of("freq_recurrence_factor"));
        const int SecondsOfDay = 24 * 60 * 60;
        int repeat = Of("freq_subday_interval") / 60;
        int end = Of("active_end_time") is > 0 and int given ? given : SecondsOfDay;
        if (repeat > 0 && Of("freq_type") == 4 && every == 1)
        {
            WeekTimetable table = new();
            for (int minute = (int)at.TotalMinutes; minute <= end / 60 && minute < SecondsOfDay / 60; minute += repeat)
            {
                table.Add(DayOfWeek.Monday, minute);
            }

            return Recurrence.Parse("daily " + table.ToRecurrences()[0].Text.Split(' ')[2]);
        }

        int days = Of("freq_interval");
        WindowsTaskTrigger trigger = new() { StartBoundary = every == 1 ? FirstMonday + at.ToString("c") : Iso(from) };
        int[] allMonths = every == 1 ? [.. Enumerable.Range(1, 12)] : [];
        return Of("freq_type") switch
        {
            1 => Recurrence.Once(from),
            4 => (trigger with { DaysInterval = every }).ToRecurrence(),
            8 when days is > 0 and < 128 => (trigger with { WeeksInterval = every, DaysOfWeek = days }).ToRecurrence(),
            16 when allMonths.Length > 0 && days is >= 1 and <= 31 =>
                (trigger with { Months = allMonths, DaysOfMonth = [days] }).ToRecurrence(),
            32 when allMonths.Length > 0 && days is >= 1 and <= 7 && Of("freq_relative_interval") is >= 1 and <= 5 and int week =>
                (trigger with
                {
                    Months = allMonths,
                    WeeksOfMonth = [week == 5 ? -1 : week],
                    WeekDaysOfMonth = [(DayOfWeek)(days - 1)],
                }).ToRecurrence(),
            1024 => throw new FormatException("Its schedule is automatic: Commvault chooses its starts, so it has no window."),
            4096 => throw new FormatException("Its schedule is continuous: a job starts when the last one has ended."),
            int type => throw new FormatException(FormattableString.Invariant(
                $"Its pattern (freq_type {type}, freq_interval {days}, every {every}) is not one that is read.")),
        };
    }

    private static Recurrence CohesityRegular(JsonElement policy, string path, TimeSpan at)
    {
        string unit = JsonText.TextOf(policy, path + ".unit") ?? "";
        int every = JsonText.NumberOf(policy, path + $".{unit.ToLowerInvariant().TrimEnd('s')}Schedule.frequency") ?? 1;
        string week = JsonText.TextOf(policy, path + ".monthSchedule.weekOfMonth") ?? "";
        return unit switch
        {
            "Minutes" or "Hours" => InDay(every * (unit == "Hours" ? 60 : 1), at),
            "Days" when every == 1 => Recurrence.Daily(at),
            "Weeks" => Recurrence.Weekly(Words(JsonText.TextOf(policy, path + ".weekSchedule.dayOfWeek")).Select(Day), at),
            "Months" when JsonText.NumberOf(policy, path + ".monthSchedule.dayOfMonth") is int day => Recurrence.Monthly(day, at),
            "Months" when EnumName.TryParse(week, out WeekOfMonth number) =>
                Recurrence.Monthly(number, Day(JsonText.TextOf(policy, path + ".monthSchedule.dayOfWeek") ?? ""), at),
            _ => throw new FormatException($"The schedule of its policy (every {every} {unit}) counts from a day that it does not have."),
        };
    }

    private static Recurrence CohesityFirst(JsonElement policy, string path, TimeSpan at)
    {
        string kind = JsonText.TextOf(policy, path + ".periodicity") ?? "";
        return kind switch
        {
            "kContinuous" => InDay(JsonText.NumberOf(policy, path + ".continuousSchedule.backupIntervalMins") ?? 0, at),
            "kDaily" when JsonText.TextOf(policy, path + ".dailySchedule.days") is not string days => Recurrence.Daily(at),
            "kDaily" => Recurrence.Weekly(Words(JsonText.TextOf(policy, path + ".dailySchedule.days")).Select(Day), at),
            "kMonthly" when EnumName.TryParse(
                (JsonText.TextOf(policy, path + ".monthlySchedule.dayCount") ?? "").TrimStart('k'), out WeekOfMonth number) =>
                Recurrence.Monthly(number, Day(JsonText.TextOf(policy, path + ".monthlySchedule.day") ?? ""), at),
            _ => throw new FormatException($"The schedule of its policy ('{kind}') is not one that is read."),
        };
    }

    /// <summary>Makes the starts of an interval of minutes that divides a day, counted from a time of day.</summary>
    private static Recurrence InDay(int interval, TimeSpan at)
    {
        const int Day = 24 * 60;
        return interval is < 1 or > Day || Day % interval != 0
            ? throw new FormatException(FormattableString.Invariant($"It runs every {interval} minutes, which do not divide a day."))
            : interval % 60 == 0 ? Recurrence.EveryHours(interval / 60, TimeSpan.FromMinutes(at.TotalMinutes % interval))
            : Recurrence.RRule(FormattableString.Invariant($"FREQ=MINUTELY;INTERVAL={interval}"), new DateTime(2000, 1, 3) + at);
    }

    private static string[] Words(string? text) => text?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static DayOfWeek Day(string text) => EnumName.TryParse(text.TrimStart('k'), out DayOfWeek day)
        ? day
        : throw new FormatException($"'{text}' is not a day of the week.");

    /// <summary>Gets the time of day of a time of Azure as it stands; its zone is a property of the policy.</summary>
    private static TimeSpan TimeOfDay(string? text)
    {
        int t = text?.IndexOf('T') ?? -1;
        string time = t >= 0 ? text!.Substring(t + 1) : text ?? "";
        return time.Length >= 5 && ClockText.TryTimeOfDay(time.Substring(0, 5), out TimeSpan found)
            ? found
            : throw new FormatException($"'{text}' has no time of day.");
    }

    /// <summary>Gets the zone by its name; null for names such as "Client Time Zone".</summary>
    private static string? ZoneOf(string? name) => TimeZoneNames.TryNormalize(name, out string zone) ? zone : null;

    private static TimeSpan OfDay(TimeSpan time) => time - TimeSpan.FromDays(time.Days);

    private static string? NakivoZone(string? name) => name is null ? null
        : ZoneOf(name) ?? throw new FormatException($"There is no time zone '{name}'.");

    /// <summary>Gets a time of day such as 23:00:00 or 11:00:00 PM.</summary>
    private static TimeSpan ClockTime(string? text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out DateTime time)
            && time.Date == DateTime.MinValue
                ? time.TimeOfDay
                : throw new FormatException($"'{text}' is not a time of day.");

    private static string Iso(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}
