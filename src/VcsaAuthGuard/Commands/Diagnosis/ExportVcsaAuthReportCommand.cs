using System.Management.Automation;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Reports;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsData.Export, "VcsaAuthReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(FileInfo))]
public sealed class ExportVcsaAuthReportCommand : PSCmdlet
{
    private readonly List<VcsaDiagnosis> _diagnoses = [];
    private readonly RepeatedErrors _errors;

    public ExportVcsaAuthReportCommand() => _errors = new(this);

    [Parameter(Mandatory = true, Position = 0)]
    [Alias("OutFile", "OutputPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter(ValueFromPipeline = true)]
    [Alias("Diagnosis")]
    public PSObject[] InputObject { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSObject[] Window { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSObject[] Plan { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSObject[] Session { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = AuthReport.DefaultTitle;

    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing() => TimeZoneParameter.Check(this, TimeZone);

    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject)
        {
            if (DiagnosisInput.TryRead(item) is VcsaDiagnosis diagnosis)
            {
                _diagnoses.Add(diagnosis);
            }
            else
            {
                _errors.Write(ErrorRecords.NotDiagnosis(item.BaseObject));
            }
        }
    }

    protected override void EndProcessing()
    {
        _errors.Complete();
        List<VCenterSession> sessions = [];
        List<SessionSummary> summaries = [];
        foreach (PSObject item in Session)
        {
            if (SessionReportInput.TryReadSummary(item) is SessionSummary summary)
            {
                summaries.Add(summary);
            }
            else if (SessionReportInput.TryRead(item) is VCenterSession session)
            {
                sessions.Add(session);
            }
            else
            {
                WriteError(ErrorRecords.NotSession(item.BaseObject));
            }
        }

        AuthReport report = new()
        {
            Title = Title,
            Diagnoses = [.. _diagnoses],
            Windows = [.. Window.SelectMany(Windows)],
            Plan = [.. Plan.Select(item => PlanInput.TryRead(item, TimeZone, WriteError)).OfType<PlannedWindow>()],
            Sessions = sessions,
            SessionSummaries = summaries,
            TimeZone = TimeZone,
        };
        if (report.IsEmpty)
        {
            ThrowTerminatingError(ErrorRecords.NothingToReport());
        }

        string path = FileSystemPath(Path);
        if (Directory.Exists(path))
        {
            path = System.IO.Path.Combine(path, AuthReportFile.DefaultName);
        }

        if (NoClobber && File.Exists(path))
        {
            ThrowTerminatingError(ErrorRecords.FileExists(path));
        }

        if (!ShouldProcess(path, "Write the report"))
        {
            return;
        }

        try
        {
            AuthReportFile.Write(report, path, NoClobber);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.NotWritten(path, e));
        }

        if (PassThru)
        {
            // The provider's own object has what Get-Item shows: mode, size and owner.
            WriteObject(InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);
        }
    }

    private IEnumerable<BackupWindow> Windows(PSObject item) => WindowInput.ReadParameter(this, item, TimeZone, WriteError);

    private string FileSystemPath(string given)
    {
        string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(given, out ProviderInfo provider, out _);
        if (provider.Name != "FileSystem")
        {
            ThrowTerminatingError(ErrorRecords.NotFileSystem(given, provider.Name));
        }

        return path;
    }
}
