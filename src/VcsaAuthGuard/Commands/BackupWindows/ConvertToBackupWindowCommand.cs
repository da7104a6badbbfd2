using System.Management.Automation;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Commands;

/// <summary>Turns schedules of other programs, and past runs, into windows.</summary>
[Cmdlet(VerbsData.ConvertTo, "BackupWindow")]
[OutputType(typeof(BackupWindow))]
public sealed class ConvertToBackupWindowCommand : WindowCommand
{
    private ScheduleInput? _input;

    /// <summary>Scheduled tasks, crontab lines, calendars, files of these, or past runs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    [AllowNull]
    public PSObject?[] InputObject { get; set; } = [];

    /// <summary>What runs in the windows; what is usual for the input when not given.</summary>
    [Parameter]
    public WindowRole? Role { get; set; }

    /// <summary>How long a run takes, where the input does not say.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? Duration { get; set; }

    /// <summary>The zone of times that say none; this computer's when not given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string TimeZone { get; set; } = TimeZoneInfo.Local.Id;

    /// <summary>The order of dates such as 02/11/2026 in past runs; found out when not given.</summary>
    [Parameter]
    [ValidateSet("dd/MM/yyyy", "MM/dd/yyyy")]
    public string? DateFormat { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!TimeZoneNames.TryNormalize(TimeZone, out string zone))
        {
            ThrowTerminatingError(ErrorRecords.WindowInvalid(nameof(TimeZone), new FormatException($"There is no time zone '{TimeZone}'.")));
        }

        WindowTemplate template = new() { Role = Role, TimeZone = zone, Duration = Duration, Server = Server, Load = Load, Movable = Movable };
        _input = new(template, BackupJobReportOptions.OrderFromFormat(DateFormat), WriteObject, WriteError, WriteWarning);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject? input in InputObject)
        {
            _input!.Take(input);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _input!.Complete();
}
