using System.Globalization;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Reading;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>
/// Is the verdict right? 200 SYNTHETIC incidents of each kind, told by a generator that was written without a look at the rules.
/// TRUTH_SEED sets the first seed, for other incidents than these.
/// </summary>
public sealed class TruthTests : IDisposable
{
    private const int Incidents = 200;
    private const int MostWrong = 4; // 98 of 100

    private static readonly int FirstSeed = int.TryParse(
        Environment.GetEnvironmentVariable("TRUTH_SEED"),
        CultureInfo.InvariantCulture,
        out int seed
    )
        ? seed
        : 0;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-truth-");

    public static TheoryData<string> Kinds => [.. Enum.GetNames<IncidentKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_verdict_is_right_in_98_of_100_incidents_and_never_confirms_another_cause(string name)
    {
        IncidentKind kind = Enum.Parse<IncidentKind>(name);
        List<string> wrong = [];
        List<string> confirmed = [];
        for (int seed = FirstSeed; seed < FirstSeed + Incidents; seed++)
        {
            Incident incident = IncidentGenerator.Write(Path.Combine(_folder.FullName, $"{name}-{seed}"), kind, seed);
            VcsaDiagnosis diagnosis = Diagnose(incident);
            string said =
                $"{name} {seed}{(incident.Hard ? " (hard)" : "")}: {diagnosis.Verdict} {diagnosis.Cause} {diagnosis.Confidence:P0}; {incident.Note}\n{string.Join('\n', diagnosis.Evidence.Concat(diagnosis.Against).Select(item => $"    {item.Rule} {item.Cause} {item.Role}: {item.Statement}"))}";
            if (!IsRight(diagnosis, kind))
            {
                wrong.Add(said);
            }

            if (diagnosis.Verdict == DiagnosisVerdict.Confirmed && kind != IncidentKind.Storm)
            {
                confirmed.Add(said);
            }

            Directory.Delete(incident.Folder, recursive: true);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{wrong.Count} of {Incidents} are wrong:\n{string.Join('\n', wrong)}");
        Assert.True(confirmed.Count == 0, $"Confirmed for another cause {confirmed.Count} times:\n{string.Join('\n', confirmed)}");
        Assert.True(wrong.Count <= MostWrong, $"{wrong.Count} of {Incidents} are wrong:\n{string.Join('\n', wrong)}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static VcsaDiagnosis Diagnose(Incident incident)
    {
        List<string> problems = [];
        LogReadReport report = new() { OnProblem = problem => problems.Add(problem.ToString()) };
        void OnProblem(InputProblem problem)
        {
            if (problem.Kind != InputProblemKind.Ignored)
            {
                problems.Add(problem.ToString());
            }
        }

        DiagnosisOptions options = new()
        {
            Windows = incident.WindowsFile is null
                ? null
                : [.. WindowFile.Read(incident.WindowsFile, problem => problems.Add(problem.ToString()))],
            JobReports = incident.JobRunsFile is null ? null : [BackupJobReport.Read(incident.JobRunsFile, null, OnProblem)],
        };
        VcsaDiagnosis[] diagnoses =
        [
            .. new DiagnosisReader(options, report).Read(LogInputFinder.Find(incident.LogPaths, report, LogKinds.All)),
        ];
        Assert.Empty(problems);
        return Assert.Single(diagnoses);
    }

    private static bool IsRight(VcsaDiagnosis diagnosis, IncidentKind kind) =>
        kind switch
        {
            IncidentKind.Storm => diagnosis.Cause == DiagnosisCause.ApiStorm
                && diagnosis.Verdict is DiagnosisVerdict.Confirmed or DiagnosisVerdict.Likely,
            IncidentKind.Leak => diagnosis.Cause == DiagnosisCause.SessionLeak,
            IncidentKind.Restart => diagnosis.Cause == DiagnosisCause.ServiceRestart,
            IncidentKind.Password => diagnosis.Cause == DiagnosisCause.LoginRefused,
            IncidentKind.DeadHost => diagnosis.Cause == DiagnosisCause.HostUnreachable,
            _ => diagnosis is { Verdict: DiagnosisVerdict.Unlikely, Cause: DiagnosisCause.None },
        };
}
