using System.Management.Automation;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsData.Export, "VcsaAuthAlert", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(string))]
public sealed class ExportVcsaAuthAlertCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public AlertFormat Format { get; set; }

    [Parameter(Position = 1)]
    [Alias("OutFile")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Threshold { get; set; } = BurstRule.Default.Threshold;

    [Parameter]
    [Duration]
    public TimeSpan Period { get; set; } = BurstRule.Default.Period;

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Server { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = AlertDefinition.DefaultName;

    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    protected override void EndProcessing()
    {
        AlertDefinition alert = AlertCommandParts.Define(this, Name, Threshold, Period, Server);
        string text = AlertWriter.Write(alert, Format);
        if (Path is null)
        {
            WriteObject(text.TrimEnd('\n'));
            return;
        }

        string path = GetUnresolvedProviderPath();
        if (Directory.Exists(path))
        {
            path = System.IO.Path.Combine(path, AlertWriter.FileName(Format));
        }

        if (NoClobber && File.Exists(path))
        {
            ThrowTerminatingError(ErrorRecords.FileExists(path));
        }

        if (!ShouldProcess(path, $"Write the alert for {Format}"))
        {
            return;
        }

        try
        {
            AtomicFile.Write(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.NotWritten(path, e));
        }
    }

    private string GetUnresolvedProviderPath()
    {
        string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
        if (provider.Name != "FileSystem")
        {
            ThrowTerminatingError(ErrorRecords.NotFileSystem(Path!, provider.Name));
        }

        return path;
    }
}
