using System.Management.Automation;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsData.ConvertTo, "BackupWindow")]
[OutputType(typeof(BackupWindow))]
public sealed class ConvertToBackupWindowCommand : WindowCommand
{
    private ScheduleInput? _input;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    [AllowNull]
    public PSObject?[] InputObject { get; set; } = [];

    [Parameter]
    public WindowRole? Role { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? Duration { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string TimeZone { get; set; } = TimeZoneInfo.Local.Id;

    [Parameter]
    [ValidateSet("dd/MM/yyyy", "MM/dd/yyyy")]
    public string? DateFormat { get; set; }

    protected override void BeginProcessing()
    {
        if (!TimeZoneNames.TryNormalize(TimeZone, out string zone))
        {
            ThrowTerminatingError(
                ErrorRecords.WindowInvalid(nameof(TimeZone), new FormatException($"There is no time zone '{TimeZone}'."))
            );
        }

        WindowTemplate template = new()
        {
            Role = Role,
            TimeZone = zone,
            Duration = Duration,
            Server = Server,
            Load = Load,
            Movable = Movable,
        };
        _input = new(template, BackupJobReportOptions.OrderFromFormat(DateFormat), WriteObject, WriteError, WriteWarning);
    }

    protected override void ProcessRecord()
    {
        foreach (PSObject? input in InputObject)
        {
            _input!.Process(input);
        }
    }

    protected override void EndProcessing() => _input!.Complete();
}
