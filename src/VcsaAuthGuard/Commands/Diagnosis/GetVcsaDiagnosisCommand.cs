using System.Management.Automation;
using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Signatures;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fleets;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.Views;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.Get, "VcsaDiagnosis", DefaultParameterSetName = ServerSet)]
[OutputType(typeof(VcsaDiagnosis))]
public sealed class GetVcsaDiagnosisCommand : LogCommand
{
    private DiagnosisReader? _reader;
    private readonly List<PlatformSource> _fleet = [];
    private DiagnosisOptions? _options;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSObject[] Window { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSObject[] JobRun { get; set; } = [];

    [Parameter]
    [ValidateSet("dd/MM/yyyy", "MM/dd/yyyy")]
    public string? DateFormat { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Signature { get; set; } = [];

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ParameterSetName = PlatformSet)]
    [Parameter(Mandatory = true, ParameterSetName = ServerSet)]
    [Alias("VCenter")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public override object[] Server { get; set; } = [];

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    [Parameter(ParameterSetName = PlatformSet)]
    [Parameter(ParameterSetName = ServerSet)]
    [Alias("Concurrency")]
    [ValidateRange(1, MaxThrottleLimit)]
    public override int? ThrottleLimit { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Threshold { get; set; } = BurstRule.Default.Threshold;

    [Parameter]
    [Duration]
    public TimeSpan Period { get; set; } = BurstRule.Default.Period;

    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override LogKinds LogsWanted => LogKinds.Diagnosis;

    private protected override bool HasVerdict => true;

    private DiagnosisReader Reader => _reader ??= new(Options(), Report)
    {
        Range = IsPlatform ? default : Range,
        ThrottleLimit = ThrottleLimit ?? int.MaxValue,
    };

    protected override void BeginProcessing()
    {
        if (Period <= TimeSpan.Zero)
        {
            ThrowTerminatingError(ErrorRecords.OutOfRange(nameof(Period), Period, "Use a time span greater than zero, such as 5m."));
        }

        if (Server.Length > 1 && !IsPlatform && !IsLive)
        {
            ThrowTerminatingError(ErrorRecords.OneServer());
        }

        base.BeginProcessing();
        _options = IsLive ? Options() : null;
    }

    private protected override void AddLine(string text, string source, long? lineNumber) => Reader.Push(text, source, lineNumber);

    private protected override bool TryAdd(PSObject input)
    {
        if (input.BaseObject is FleetServer row && FleetSources.Find(row) is PlatformSource source)
        {
            _fleet.Add(source);
            return true;
        }

        if (FaultInput.TryRead(input) is AuthFault fault)
        {
            Reader.Add(fault);
            return true;
        }

        ClientEvent? found = SessionEvents.TryRead(input);
        if (found is not null)
        {
            Reader.Add(found);
        }

        return found is not null;
    }

    private protected override void ReadAll(IReadOnlyList<LogInput> inputs)
    {
        WriteAll(all =>
        {
            all.AddRange(Reader.Read(inputs, StopToken));
            foreach (PlatformSource source in _fleet)
            {
                PlatformInput.Read(this, source, logs => all.AddRange(new DiagnosisReader(Options(), Report).Read(logs, StopToken)));
            }
        });
    }

    private protected override void ReadPlatform(PlatformLogs logs) => WriteAll(all => all.AddRange(Reader.Read(logs, StopToken)));

    internal override void ReadServer(LiveReader reader, Action<Action> post, CancellationToken token)
    {
        foreach (VcsaDiagnosis diagnosis in reader.Diagnose(_options!, Range, token))
        {
            post(() => Write(diagnosis));
        }
    }

    /// <summary>Writes the diagnoses when all are known: the view of the first of several starts with a table of all.</summary>
    private void WriteAll(Action<List<VcsaDiagnosis>> read)
    {
        List<VcsaDiagnosis> all = [];
        try
        {
            read(all);
        }
        finally
        {
            // A failure of one platform does not take the others' diagnoses along.
            if (!StopToken.IsCancellationRequested)
            {
                if (all.Count > 1)
                {
                    DiagnosisFormatHelper.AddOverview(all);
                }

                all.ForEach(Write);
            }
        }
    }

    /// <summary>Writes a diagnosis; with -Detailed it has the name of a type that another view shows.</summary>
    private void Write(VcsaDiagnosis diagnosis)
    {
        PSObject output = PSObject.AsPSObject(diagnosis);
        if (Detailed)
        {
            output.TypeNames.Insert(0, typeof(VcsaDiagnosis).FullName + "#Detailed");
        }

        WriteObject(output);
    }

    private DiagnosisOptions Options()
    {
        BackupWindow[] windows = [.. Window.SelectMany(Windows)];
        return new()
        {
            Burst = new() { Threshold = Threshold, Period = Period },
            // Windows of which none could be read are as good as none: the answer asks for them.
            Windows = windows.Length > 0 ? windows : null,
            WindowsPath = windows.Length > 0 ? Window.SelectMany(PathsOf).FirstOrDefault() : null,
            JobReports = MyInvocation.BoundParameters.ContainsKey(nameof(JobRun)) ? [.. JobReports()] : null,
            JobRuns = MyInvocation.BoundParameters.ContainsKey(nameof(JobRun))
                ? [.. JobRun.Select(item => item.BaseObject).OfType<BackupJobRun>()]
                : null,
            Signatures = [.. Signature.SelectMany(Signatures)],
            TimeZone = TimeZone,
            // A platform and a running server say themselves whose log it is.
            Server = IsPlatform || IsLive ? null : ServerNames.FirstOrDefault(),
        };
    }

    private IReadOnlyList<Diagnosis.Signatures.Signature> Signatures(string path) =>
        SignatureFile.Read(
            SessionState.Path.GetUnresolvedProviderPathFromPSPath(path),
            problem => WriteError(ErrorRecords.From(problem))
        );

    private IEnumerable<BackupWindow> Windows(PSObject item) => WindowInput.ReadParameter(this, item, TimeZone, WriteError);

    /// <summary>Gets a report for each file, and one for all rows.</summary>
    private IEnumerable<BackupJobReport> JobReports()
    {
        BackupJobReportOptions options = new() { TimeZone = TimeZone, DateOrder = BackupJobReportOptions.OrderFromFormat(DateFormat) };
        foreach (string path in JobRun.SelectMany(PathsOf))
        {
            yield return BackupJobReport.Read(path, options, problem => Write(problem, ErrorRecords.From(problem)));
        }

        PSObject[] rows = [.. JobRun.Where(item => item.BaseObject is not BackupJobRun && item.BaseObject is not (string or FileInfo))];
        if (rows.Length > 0)
        {
            yield return BackupJobReport.FromRows(
                rows.Select(JobRunInput.ToRow), "-JobRun", options, problem => Write(problem, ErrorRecords.NotJobRun(rows, problem)));
        }
    }

    private void Write(InputProblem problem, ErrorRecord error)
    {
        if (problem.Kind == InputProblemKind.Ignored)
        {
            WriteWarning(TerminalText.OneLine(problem.ToString()));
        }
        else
        {
            WriteError(error);
        }
    }

    private IReadOnlyList<string> PathsOf(PSObject item) => item.BaseObject switch
    {
        string path => InputPaths.Expand(this, path),
        FileInfo file => [file.FullName],
        _ => [],
    };
}
