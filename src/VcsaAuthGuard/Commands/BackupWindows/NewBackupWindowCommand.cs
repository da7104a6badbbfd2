using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.New, "BackupWindow", DefaultParameterSetName = DailySet)]
[OutputType(typeof(BackupWindow))]
public sealed class NewBackupWindowCommand : WindowCommand
{
    private const string OnceSet = "Once";
    private const string EveryHoursSet = "EveryHours";
    private const string DailySet = "Daily";
    private const string WeeklySet = "Weekly";
    private const string MonthlyDaySet = "MonthlyDay";
    private const string MonthlyWeekdaySet = "MonthlyWeekday";
    private const string CronSet = "Cron";
    private const string RRuleSet = "RRule";
    private const string RecurrenceSet = "Recurrence";

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter]
    public WindowRole Role { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = OnceSet)]
    public SwitchParameter Once { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = EveryHoursSet)]
    public int EveryHours { get; set; }

    // Not mandatory: a time alone is daily, and PowerShell would ask for a switch.
    [Parameter(ParameterSetName = DailySet)]
    public SwitchParameter Daily { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = WeeklySet)]
    public SwitchParameter Weekly { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = WeeklySet)]
    public DayOfWeek[] DayOfWeek { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = MonthlyDaySet)]
    [Parameter(Mandatory = true, ParameterSetName = MonthlyWeekdaySet)]
    public SwitchParameter Monthly { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = MonthlyDaySet)]
    [ValidateNotNullOrEmpty]
    public int[] Day { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = MonthlyWeekdaySet)]
    [ValidateNotNullOrEmpty]
    public string WeekdayOfMonth { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = OnceSet)]
    [Parameter(ParameterSetName = EveryHoursSet)]
    [Parameter(Mandatory = true, ParameterSetName = DailySet)]
    [Parameter(Mandatory = true, ParameterSetName = WeeklySet)]
    [Parameter(Mandatory = true, ParameterSetName = MonthlyDaySet)]
    [Parameter(Mandatory = true, ParameterSetName = MonthlyWeekdaySet)]
    [Parameter(ParameterSetName = RRuleSet)]
    [ValidateNotNullOrEmpty]
    public object[] At { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = CronSet)]
    [ValidateNotNullOrEmpty]
    public string Cron { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = RRuleSet)]
    [ValidateNotNullOrEmpty]
    public string RRule { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = RecurrenceSet)]
    [ValidateNotNullOrEmpty]
    public string Recurrence { get; set; } = "";

    [Parameter(Mandatory = true)]
    [Duration]
    public TimeSpan Duration { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    [Parameter]
    public string? Source { get; set; }

    protected override void ProcessRecord()
    {
        try
        {
            WindowTemplate template = new()
            {
                Role = Role,
                TimeZone = TimeZone,
                Duration = Duration,
                Server = Server,
                Load = Load,
                Movable = Movable,
            };
            WriteObject(template.ToWindow(Name, Schedules.Recurrence.Parse(RecurrenceText()), Role, Source));
        }
        catch (FormatException e)
        {
            WriteError(ErrorRecords.WindowInvalid(Name, e));
        }
    }

    private string RecurrenceText() => ParameterSetName switch
    {
        OnceSet => "once " + Starts(),
        EveryHoursSet => FormattableString.Invariant($"every {EveryHours} hours") + (At.Length == 0 ? "" : " from " + Starts()),
        DailySet => "daily " + Starts(),
        WeeklySet => $"weekly {string.Join(",", DayOfWeek)} {Starts()}",
        MonthlyDaySet => $"monthly {string.Join(",", Day.Select(day => day.ToString(CultureInfo.InvariantCulture)))} {Starts()}",
        MonthlyWeekdaySet => $"monthly {WeekdayOfMonth} {Starts()}",
        CronSet => Schedules.Recurrence.Cron(Cron).ToString(),
        RRuleSet => (At.Length == 0 ? "" : $"DTSTART:{Starts().Replace(' ', 'T')} ") + RRule,
        _ => Recurrence,
    };

    /// <summary>Returns the times as text; also accepts [datetime] and [timespan].</summary>
    private string Starts() => string.Join(",", At.Select(at => (at is PSObject wrapped ? wrapped.BaseObject : at) switch
    {
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture),
        object other => Convert.ToString(other, CultureInfo.InvariantCulture)!.Trim(),
    }));
}
