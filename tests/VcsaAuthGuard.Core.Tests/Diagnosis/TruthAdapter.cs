using System.Collections;
using System.Globalization;
using System.Reflection;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>One thing that an answer says: a cause and how sure it is.</summary>
/// <param name="Cause">The name of the cause.</param>
/// <param name="Confidence"><c>High</c>, <c>Medium</c> or <c>Low</c>; empty where the diagnosis has no such levels.</param>
internal sealed record TruthFinding(string Cause, string Confidence);

/// <summary>An answer of the diagnosis, as far as the scorecard needs it.</summary>
/// <param name="Verdict">The name of the verdict.</param>
/// <param name="Findings">Its findings, weightiest first; never empty.</param>
/// <param name="Text">All that it says, for a search by words.</param>
/// <param name="Remedies">All that it recommends.</param>
internal sealed record TruthAnswer(string Verdict, IReadOnlyList<TruthFinding> Findings, string Text, string Remedies);

/// <summary>
/// Runs the diagnosis on an incident and maps its answer to what the scorecard needs. It is the one place that knows the shape of an
/// answer.
/// </summary>
internal static class TruthAdapter
{
    public static TruthAnswer Diagnose(Incident incident)
    {
        List<string> problems = [];
        LogReadReport report = new() { OnProblem = problem => problems.Add(problem.ToString()) };
        DiagnosisOptions options = new()
        {
            Windows = incident.WindowsFile is null
                ? null
                : [.. WindowFile.Read(incident.WindowsFile, "UTC", problem => problems.Add(problem.ToString()))],
            JobReports = incident.JobRunsFile is null
                ? null
                : [BackupJobReport.Read(incident.JobRunsFile, null, problem => AddUnlessIgnored(problems, problem))],
        };
        VcsaDiagnosis[] diagnoses =
        [
            .. new DiagnosisReader(options, report) { Range = new(incident.Since, incident.Until) }.Read(
                LogInputFinder.Find(incident.LogPaths, report, LogKinds.All)
            ),
        ];
        if (incident.Kind != IncidentKind.Unknown)
        {
            Assert.DoesNotContain(problems, problem => !IncidentGenerator.IsAboutOtherLog(problem));
        }

        // Where nothing is readable there may be no answer at all, which says as much.
        return diagnoses.Length == 0 ? new TruthAnswer("Unknown", [new("Unknown", "")], "", "") : Map(Assert.Single(diagnoses));
    }

    private static void AddUnlessIgnored(List<string> problems, InputProblem problem)
    {
        if (problem.Kind != InputProblemKind.Ignored)
        {
            problems.Add(problem.ToString());
        }
    }

    private static TruthAnswer Map(VcsaDiagnosis diagnosis)
    {
        TruthFinding[] findings =
        [
            .. diagnosis.Findings.Select(finding => new TruthFinding($"{finding.Cause}", $"{finding.Confidence}")),
        ];
        return new TruthAnswer(
            $"{diagnosis.Verdict}",
            findings.Length > 0 ? findings : [new TruthFinding($"{diagnosis.Cause}", "")],
            Describe(diagnosis),
            string.Join(
                '\n',
                diagnosis.Findings.SelectMany(finding => finding.Remedies).Concat(diagnosis.Remedies).Select(remedy => Describe(remedy))
            )
        );
    }

    /// <summary>Gathers the texts and names in an object of the diagnosis, to a small depth.</summary>
    private static string Describe(object value) => Describe(value, depth: 5);

    private static string Describe(object? value, int depth)
    {
        if (value is string or Enum || value?.GetType().IsPrimitive == true)
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        if (value is null || depth == 0)
        {
            return "";
        }

        if (value is IEnumerable items)
        {
            return string.Join('\n', items.Cast<object?>().Take(200).Select(item => Describe(item, depth - 1)));
        }

        if (value.GetType().Namespace?.StartsWith("VcsaAuthGuard", StringComparison.Ordinal) != true)
        {
            return "";
        }

        return string.Join(
            '\n',
            value
                .GetType()
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.GetIndexParameters().Length == 0)
                .Select(property => Describe(property.GetValue(value), depth - 1))
        );
    }
}
