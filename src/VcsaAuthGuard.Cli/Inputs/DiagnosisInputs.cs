using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Signatures;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;


namespace VcsaAuthGuard.Cli.Inputs;

/// <summary>Reads the inputs of a diagnosis and reports unreadable ones on standard error.</summary>
internal sealed class DiagnosisInputs
{
    private readonly string[] _paths;
    private int _problems;

    public DiagnosisInputs(
        string[] paths,
        string[] windows,
        string[] reports,
        BackupJobReportOptions reportOptions,
        string[] signatures,
        string? server,
        int threshold
    )
    {
        _paths = paths;
        BackupWindow[] read = [.. windows.SelectMany(path => WindowFile.Read(path, reportOptions.TimeZone, OnProblem))];
        Options = new()
        {
            Burst = BurstRule.Default with { Threshold = threshold },
            // Windows of which none could be read are as good as none: the answer asks for them.
            Windows = read.Length > 0 ? read : null,
            WindowsPath = read.Length > 0 ? windows[0] : null,
            JobReports = reports.Length == 0 ? null : [.. reports.Select(path => BackupJobReport.Read(path, reportOptions, OnProblem))],
            Signatures = [.. signatures.SelectMany(path => SignatureFile.Read(path, OnProblem))],
            Server = server,
            TimeZone = reportOptions.TimeZone,
        };
    }

    public DiagnosisOptions Options { get; }

    /// <summary>Gets the part of the logs to judge.</summary>
    public TimeRange Range { get; init; }

    /// <summary>Gets the number of bundles that are read at one time; not more than the number of cores.</summary>
    public int ThrottleLimit { get; init; } = int.MaxValue;

    /// <summary>Gets the running servers to read in the place of logs; null to read logs.</summary>
    public LiveServerSet? Servers { get; init; }

    /// <summary>Gets the log platform to read in the place of logs; null to read logs.</summary>
    public PlatformLogs? Platform { get; init; }

    public LogReadReport Report { get; } = LogPaths.NewReport();

    /// <summary>Gets a value indicating whether an input could not be read.</summary>
    public bool HasProblems => Report.Problems + _problems + (Servers?.Failures ?? 0) > 0;

    public IEnumerable<VcsaDiagnosis> Diagnose()
    {
        if (Platform is not null)
        {
            using CommandStop stop = new();
            using (Platform)
            {
                return [.. new DiagnosisReader(Options, Report).Read(Platform, stop.Token)];
            }
        }

        if (Servers is null)
        {
            DiagnosisReader reader = new(Options, Report) { Range = Range, ThrottleLimit = ThrottleLimit };
            return reader.Read(LogPaths.ToInputs(_paths, Report, LogKinds.Diagnosis));
        }

        List<VcsaDiagnosis> diagnoses = [];
        Servers.Read(Range, (reader, post, token) =>
        {
            foreach (VcsaDiagnosis diagnosis in reader.Diagnose(Options, Range, token))
            {
                post(() => diagnoses.Add(diagnosis));
            }
        });
        return diagnoses;
    }

    private void OnProblem(InputProblem problem)
    {
        _problems += problem.Kind == InputProblemKind.Ignored ? 0 : 1;
        Console.Error.WriteLine(TerminalText.OneLine(problem.ToString()));
    }
}
