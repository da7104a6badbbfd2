using System.Management.Automation;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsData.ConvertTo, "BackupWindow", DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(BackupWindow))]
public sealed class ConvertToBackupWindowCommand : WindowCommand
{
    private const string InputObjectSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly RepeatedErrors _errors;
    private ScheduleInput? _input;

    public ConvertToBackupWindowCommand() => _errors = new(this);

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [AllowEmptyString]
    [AllowNull]
    public PSObject?[] InputObject { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    [Parameter]
    public WindowRole? Role { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? Duration { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    [Parameter]
    [ValidateSet("dd/MM/yyyy", "MM/dd/yyyy")]
    public string? DateFormat { get; set; }

    protected override void BeginProcessing()
    {
        TimeZoneParameter.Check(this, TimeZone);
        WindowTemplate template = new()
        {
            Role = Role,
            TimeZone = TimeZone,
            Duration = Duration,
            Server = Server,
            Load = Load,
            Movable = Movable,
        };
        _input = new(template, BackupJobReportOptions.OrderFromFormat(DateFormat), WriteObject, _errors.Write, WriteWarning,
            text => InputPaths.Find(this, text));
    }

    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        foreach (string file in (isLiteral ? LiteralPath : Path).SelectMany(path => LogPaths.Resolve(this, path, isLiteral)))
        {
            _input!.ReadFile(file);
        }

        foreach (PSObject? input in InputObject)
        {
            _input!.Process(input);
        }
    }

    protected override void EndProcessing()
    {
        _input!.Complete();
        _errors.Complete();
    }
}
