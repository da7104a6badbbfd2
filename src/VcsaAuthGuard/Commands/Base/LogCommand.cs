using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Reading;
using VcsaAuthGuard.Views;

namespace VcsaAuthGuard.Commands;

/// <summary>Provides path and pipeline input, errors, progress and cancellation to cmdlets that read logs.</summary>
public abstract class LogCommand : PSCmdlet, IDisposable
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string InputObjectSet = "InputObject";

    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _files = [];
    private ReadProgress? _progress;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [AllowEmptyString]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Cancelled by Ctrl+C.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    private protected LogReadReport Report { get; private set; } = new();

    /// <summary>Gets the kinds of logs to read from a folder or an archive.</summary>
    private protected abstract LogKinds LogsWanted { get; }

    protected override void BeginProcessing()
    {
        _progress = new(this, "Reading vCenter logs");
        Report = new() { OnProblem = problem => WriteError(ErrorRecords.Of(problem)), OnProgress = _progress.Show };
    }

    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSet:
                foreach (string path in Path)
                {
                    Resolve(path, isLiteral: false);
                }

                break;
            case LiteralPathSet:
                foreach (string path in LiteralPath)
                {
                    Resolve(path, isLiteral: true);
                }

                break;
            default:
                Take(InputObject);
                break;
        }
    }

    protected override void EndProcessing()
    {
        try
        {
            ReadEverything();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            _progress?.Dispose();
        }

        // What was read and could not be used is never silent.
        WarnIf(Report.Counts.CutEntries, "entries are longer than 1 MiB and were used up to there.");
        WarnIf(Report.Counts.Orphans, "continuation lines hold a word looked for, but the first line of their entry is missing; they were passed over.");
        WarnIf(Report.Counts.NotUnderstood, "entries are of a kind that is read, in a form that is not known; they were passed over.");
        WarnIf(Report.Counts.TimesWithoutOffset, "times say no offset and were taken as UTC.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _progress?.Dispose();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>A line from the pipeline.</summary>
    private protected abstract void TakeLine(string text, string source, long? lineNumber);

    /// <summary>An object from the pipeline that is no log; false when it means nothing here either.</summary>
    private protected virtual bool TryTake(PSObject input) => false;

    /// <summary>All input has come.</summary>
    private protected virtual void ReadEverything() => ReadAll(LogInputFinder.Find(_files, Report, LogsWanted, areExpanded: true));

    /// <summary>All lines have come: reads the inputs behind all paths and files given, each once, oldest first.</summary>
    private protected abstract void ReadAll(IReadOnlyList<LogInput> inputs);

    private protected void WarnIf(long count, string what)
    {
        if (count > 0)
        {
            WriteWarning($"{count} {what}");
        }
    }

    private void Resolve(string path, bool isLiteral) => _files.AddRange(LogPaths.Resolve(this, path, isLiteral));

    private void Take(PSObject? input)
    {
        switch (input?.BaseObject)
        {
            case null:
                break;
            case string text:
                // Get-Content says with each line where it is from and, line by line, its number.
                TakeLine(text, SourceOf(input), Properties.Get(input, "ReadCount") is long and > 0 and long number ? number : null);
                break;
            case FileSystemInfo file:
                _files.Add(file.FullName);
                break;
            case object[] items: // Get-Content -ReadCount 1000
                foreach (object item in items)
                {
                    Take(item is null ? null : PSObject.AsPSObject(item));
                }

                break;
            default:
                if (!TryTake(input))
                {
                    TakeObject(input);
                }

                break;
        }
    }

    private void TakeObject(PSObject input)
    {
        if (Properties.Get(input, "Entries") is object entries && LanguagePrimitives.TryConvertTo(entries, out string[] lines))
        {
            string source = Properties.Get(input, "Key")?.ToString() ?? "Get-Log";
            long? first = LanguagePrimitives.TryConvertTo(Properties.Get(input, "StartLineNum"), out long start) && start > 0 ? start : null;
            foreach (string line in lines)
            {
                TakeLine(line, source, first++);
            }
        }
        else if ((Properties.GetText(input, "PSPath") ?? Properties.GetText(input, "FullName")) is string path)
        {
            Resolve(path, isLiteral: true);
        }
        else
        {
            WriteError(ErrorRecords.UnknownInput(input.BaseObject));
        }
    }

    private static string SourceOf(PSObject line)
    {
        string path = Properties.GetText(line, "PSPath") ?? "pipeline";
        int provider = path.IndexOf("::", StringComparison.Ordinal);
        return provider < 0 ? path : path.Substring(provider + 2);
    }
}
