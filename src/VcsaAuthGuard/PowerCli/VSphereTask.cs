using System.Management.Automation;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.PowerCli;

/// <summary>Reads PowerCLI's views of vCenter's scheduled tasks.</summary>
internal static class VSphereTask
{
    /// <summary>Returns whether an object is a reference (ManagedObjectReference), which holds nothing but the task's id.</summary>
    public static bool IsReference(PSObject input) =>
        Properties.GetText(input, "Type") == "ScheduledTask" && Properties.Get(input, "Value") is not null;

    /// <summary>Returns the task's Info, of the task or given itself; null if it is neither.</summary>
    public static PSObject? Info(PSObject input) =>
        Properties.Get(input, "Info", "Scheduler") is not null ? Properties.GetObject(input, "Info")
        : Properties.Get(input, "Scheduler") is not null ? input
        : null;

    public static BackupWindow ToWindow(PSObject task, PSObject info, string name, WindowTemplate template)
    {
        if (Properties.Get(info, "Enabled") is false)
        {
            throw new FormatException("It is disabled, so it has no window.");
        }

        PSObject scheduler = Properties.GetObject(info, "Scheduler")!;
        DayOfWeek[] days =
        [
            .. Enumerable.Range(0, 7).Select(day => (DayOfWeek)day).Where(day => Properties.Get(scheduler, day.ToString()) is true),
        ];
        VSphereSchedule schedule = new()
        {
            RunAt = Time(scheduler, "RunAt"),
            Interval = Value<int>(scheduler, "Interval"),
            Minute = Value<int>(scheduler, "Minute"),
            Hour = Value<int>(scheduler, "Hour"),
            Days = scheduler.Properties[nameof(DayOfWeek.Sunday)] is null ? null : days,
            Day = Value<int>(scheduler, "Day"),
            Offset = Value<WeekOfMonth>(scheduler, "Offset"),
            Weekday = Value<DayOfWeek>(scheduler, "Weekday"),
            ActiveTime = Time(scheduler, "ActiveTime"),
            ExpireTime = Time(scheduler, "ExpireTime"),
            NextRunTime = Time(info, "NextRunTime"),
        };
        string? url = Properties.Get(task, "Client", "ServiceUrl")?.ToString();
        string? server = Uri.TryCreate(url, UriKind.Absolute, out Uri? service) ? service.Host : null;
        return template.ToWindow(name, schedule.ToRecurrence(), WindowRole.Automation, "vCenter scheduled task", "UTC", server: server);
    }

    /// <summary>Numbers, and enumerations of PowerCLI by their names.</summary>
    private static T? Value<T>(PSObject item, string name)
        where T : struct
    {
        object? value = Properties.Get(item, name);
        return value is null ? null : LanguagePrimitives.ConvertTo<T>(value is Enum ? value.ToString() : value);
    }

    /// <summary>Returns a time of the vSphere API, which is UTC.</summary>
    private static DateTimeOffset? Time(PSObject item, string name) => Properties.Get(item, name) switch
    {
        null or "" => null,
        DateTimeOffset time => time,
        DateTime { Kind: DateTimeKind.Local } time => new DateTimeOffset(time).ToUniversalTime(),
        DateTime time => new DateTimeOffset(time.Ticks, TimeSpan.Zero),
        object other => LanguagePrimitives.ConvertTo<DateTimeOffset>(other),
    };
}
