using System.Management.Automation;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;

namespace VcsaAuthGuard.Commands;

/// <summary>Provides the inputs of cmdlets that work on windows: objects, and files of them.</summary>
public abstract class WindowInputCommand : CancellableCommand
{
    private const string InputObjectSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<BackupWindow> _windows = [];
    private readonly RepeatedErrors _errors;

    private protected WindowInputCommand() => _errors = new(this);

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    public PSObject[] InputObject { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    private protected IReadOnlyList<BackupWindow> Windows => _windows;

    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == LiteralPathSet;
        foreach (string file in (isLiteral ? LiteralPath : Path).SelectMany(path => LogPaths.Resolve(this, path, isLiteral)))
        {
            _windows.AddRange(WindowInput.ReadFile(file, TimeZone, _errors.Write));
        }

        foreach (PSObject input in InputObject)
        {
            _windows.AddRange(WindowInput.Read(this, input, TimeZone, _errors.Write));
        }
    }

    protected override void EndProcessing() => _errors.Complete();
}
