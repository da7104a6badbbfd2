using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.Views;

namespace VcsaAuthGuard.Commands;

/// <summary>
/// Provides the inputs of cmdlets that read logs (files, lines and objects from the pipeline, a log platform), their errors and their
/// progress.
/// </summary>
public abstract class LogCommand : PlatformCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    private protected const string InputObjectSet = "InputObject";
    private protected const string ServerSet = "Server";

    private static readonly string[] FilePropertyNames = ["PSPath", "FullName", "Path"];

    private readonly List<string> _files = [];
    private readonly RepeatedErrors _errors;
    private ReadProgress? _progress;
    private bool _isText;
    private (string Source, long Line) _lastMatch = ("", 0);
    private PlatformInput? _platform;
    private CertificateParameters? _certificates;

    private protected LogCommand() => _errors = new(this);

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

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(Mandatory = true, ParameterSetName = PlatformSet)]
    [Parameter(ParameterSetName = ServerSet)]
    [Time]
    public TimeInput? After { get; set; }

    [Parameter]
    [Time]
    public TimeInput? Before { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(TimeZoneCompleter))]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [Parameter(Mandatory = true, ParameterSetName = ServerSet)]
    [Alias("VCenter")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public virtual object[] Server { get; set; } = [];

    [Parameter(ParameterSetName = PlatformSet)]
    [Parameter(ParameterSetName = ServerSet)]
    [Alias("Concurrency")]
    [ValidateRange(1, MaxThrottleLimit)]
    public override int? ThrottleLimit { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [Parameter(ParameterSetName = ServerSet)]
    [ValidateNotNull]
    [Credential]
    public override PSCredential? Credential { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [Parameter(ParameterSetName = ServerSet)]
    [ValidateRange(1, PlatformInput.MaxTimeoutSeconds)]
    [Alias("TimeoutSec")]
    public override int TimeoutSeconds { get; set; } = 60;

    [Parameter(ParameterSetName = PlatformSet)]
    [Parameter(ParameterSetName = ServerSet)]
    [ValidateNotNullOrEmpty]
    public override string? Thumbprint { get; set; }

    [Parameter(ParameterSetName = PlatformSet)]
    [Parameter(ParameterSetName = ServerSet)]
    public override SwitchParameter SkipCertificateCheck { get; set; }

    private protected bool IsPlatform => ParameterSetName == PlatformSet;

    /// <summary>Gets whether running servers are read over their API.</summary>
    private protected bool IsLive => ParameterSetName == ServerSet;

    /// <summary>Gets the names of <see cref="Server"/>.</summary>
    internal override string[] ServerNames => ServerInput.NamesOf(Server);

    private protected override TimeRange PlatformRange => Range;

    private protected LogReadReport Report { get; private set; } = new();

    /// <summary>Gets the part of the logs that is asked for.</summary>
    internal TimeRange Range { get; private set; }

    /// <summary>Gets the conversion of times to the time zone asked for; null to leave them in UTC.</summary>
    private protected Func<DateTimeOffset, DateTimeOffset>? ToZone { get; private set; }

    /// <summary>Gets the kinds of logs to read from a folder or an archive.</summary>
    private protected abstract LogKinds LogsWanted { get; }

    protected override void BeginProcessing()
    {
        TimeZoneParameter.Check(this, TimeZone);
        ToZone = TimeZone is null ? null : TimeZoneNames.ConverterTo(TimeZone);
        Range = new(After?.Resolve(TimeZone), Before?.Resolve(TimeZone));
        _progress = new(this, "Reading vCenter logs");
        Report = new()
        {
            OnProblem = problem => WriteError(ErrorRecords.From(problem)),
            OnWarning = warning => WriteWarning(TerminalText.OneLine(warning)),
            OnProgress = _progress.Update,
        };
        _platform = IsPlatform ? new PlatformInput(this, this) : null;
        _certificates = IsLive ? CertificateParameters.Check(this, Thumbprint, SkipCertificateCheck) : null;
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
            case InputObjectSet:
                Add(InputObject);
                break;
            default:
                break;
        }
    }

    protected override void EndProcessing()
    {
        try
        {
            RunUntilStopped(ReadEverything);
        }
        finally
        {
            _progress?.Dispose();
        }

        _errors.Complete();
        if (!IsLive)
        {
            Summarize(Report);
        }
    }

    /// <summary>Gets whether the output says that only logs of something else were read.</summary>
    private protected virtual bool HasVerdict => false;

    /// <summary>Writes the counts of a report, and warnings about input that could not be used.</summary>
    internal void Summarize(LogReadReport report)
    {
        WriteVerbose($"Read {report.Counts.ToString(ToZone)}.");
        if (report.Counts.Unread > 0)
        {
            WriteVerbose($"Not read in folders or archives: {Phrases.Count(report.Counts.Unread, "log")} ({report.Counts.UnreadNames()}).");
        }

        if (!HasVerdict && report.Counts.UnsuitableLogs() is string unsuitable)
        {
            WriteWarning(TerminalText.OneLine(unsuitable));
        }

        WarnIf(report.Counts.CutEntries, "entries are longer than 1 MiB; only their first MiB was used.");
        WarnIf(
            report.Counts.Orphans,
            "continuation lines contain a search term but were skipped: the first line of their entry is missing."
        );
        WarnIf(report.Counts.NotUnderstood, "entries of a supported kind were skipped: their form is not known.");
        WarnIf(report.Counts.TimesWithoutOffset, "times have no offset and were read as UTC.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _progress?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Processes a line from the pipeline.</summary>
    private protected abstract void AddLine(string text, string source, long? lineNumber);

    /// <summary>Processes an object from the pipeline that is not a log.</summary>
    /// <returns>Whether the cmdlet takes such objects.</returns>
    private protected virtual bool TryAdd(PSObject input) => false;

    /// <summary>Reads the inputs behind all paths and files given, each once, oldest first. All lines have come before.</summary>
    private protected abstract void ReadAll(IReadOnlyList<LogInput> inputs);

    /// <summary>Reads the logs of a platform.</summary>
    private protected abstract void ReadPlatform(PlatformLogs logs);

    /// <summary>Reads a running server in the background.</summary>
    /// <param name="reader">Reads it.</param>
    /// <param name="post">Calls an action on the pipeline's thread.</param>
    /// <param name="token">Ends the reading.</param>
    internal abstract void ReadServer(LiveReader reader, Action<Action> post, CancellationToken token);

    private void ReadEverything()
    {
        if (IsLive)
        {
            new LiveServerRun(this, _certificates!).Run(StopToken);
        }
        else if (_platform is null)
        {
            ReadAll(LogInputFinder.Find(_files, Report, LogsWanted, areExpanded: true));
        }
        else
        {
            _platform.Read(ReadPlatform);
        }
    }

    private void Resolve(string path, bool isLiteral) => _files.AddRange(LogPaths.Resolve(this, path, isLiteral));

    private void Add(PSObject? input)
    {
        switch (input?.BaseObject)
        {
            case null:
                break;
            case string text when !_isText && Properties.Get(input, "PSPath") is null && InputPaths.Find(this, text) is string path:
                _files.Add(path);
                break;
            case string text:
                // Lines follow; none of them is looked up as a path.
                _isText = true;
                // Get-Content says with each line where it is from and, line by line, its number.
                AddLine(text, SourceOf(input), Properties.Get(input, "ReadCount") is long and > 0 and long number ? number : null);
                break;
            case FileSystemInfo file:
                _files.Add(file.FullName);
                break;
            case object[] items: // Get-Content -ReadCount 1000
                foreach (object item in items)
                {
                    Add(item is null ? null : PSObject.AsPSObject(item));
                }

                break;
            default:
                if (!TryAdd(input))
                {
                    AddObject(input);
                }

                break;
        }
    }

    private void AddObject(PSObject input)
    {
        if (Properties.Get(input, "Entries") is object entries && LanguagePrimitives.TryConvertTo(entries, out string[] lines))
        {
            string source = Properties.Get(input, "Key")?.ToString() ?? "Get-Log";
            long? first =
                LanguagePrimitives.TryConvertTo(Properties.Get(input, "StartLineNum"), out long start) && start > 0 ? start : null;
            foreach (string line in lines)
            {
                AddLine(line, source, first++);
            }
        }
        else if (Properties.GetText(input, "Line") is string matched && !File.Exists(Properties.GetText(input, "Path") ?? ""))
        {
            AddMatch(input, matched);
        }
        else if (FilePropertyNames.Select(name => Properties.GetText(input, name)).FirstOrDefault(text => text is not null) is string path)
        {
            Resolve(path, isLiteral: true);
        }
        else
        {
            _errors.Write(ErrorRecords.UnknownInput(input.BaseObject));
        }
    }

    /// <summary>Reads a match of Select-String in text that is no file, with the lines around it. Of a file, all is read.</summary>
    private void AddMatch(PSObject match, string line)
    {
        string source = Properties.GetText(match, "Path") ?? "pipeline";
        string[] before = Lines("PreContext");
        long? number = LanguagePrimitives.TryConvertTo(Properties.Get(match, "LineNumber"), out long known) && known > before.Length
            ? known - before.Length
            : null;
        foreach (string text in (string[])[.. before, line, .. Lines("PostContext")])
        {
            // The lines around two matches overlap.
            if (!(number <= _lastMatch.Line) || source != _lastMatch.Source)
            {
                AddLine(text, source, number);
                _lastMatch = (source, number ?? 0);
            }

            number++;
        }

        string[] Lines(string name) =>
            Properties.Get(match, "Context", name) is object lines && LanguagePrimitives.TryConvertTo(lines, out string[] read) ? read : [];
    }

    private static string SourceOf(PSObject line)
    {
        string path = Properties.GetText(line, "PSPath") ?? "pipeline";
        int provider = path.IndexOf("::", StringComparison.Ordinal);
        return provider < 0 ? path : path.Substring(provider + 2);
    }
}
