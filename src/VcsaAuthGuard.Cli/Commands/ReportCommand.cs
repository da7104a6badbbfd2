using System.CommandLine;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Reports;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard report PATH... --out FILE</c>.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        DiagnosisArguments diagnosis = new();
        Option<string> file = new("--out")
        {
            Description = $"The HTML file to write; a folder gets {AuthReportFile.DefaultName}.",
            Required = true,
        };
        Option<string> title = new("--title") { Description = "Title of the page.", DefaultValueFactory = _ => AuthReport.DefaultTitle };
        Option<bool> noPlan = new("--no-plan") { Description = "Shows the windows as they are, without proposed starts." };
        Command command = new("report", "Writes a diagnosis as one self-contained HTML file with charts.") { file, title, noPlan };
        diagnosis.AddTo(command);
        command.SetAction(parsed =>
            UsageGuard.Run(() =>
                Run(diagnosis.Read(parsed), parsed.GetValue(file)!, parsed.GetValue(title)!, !parsed.GetValue(noPlan))));
        return command;
    }

    private static int Run(DiagnosisInputs inputs, string file, string title, bool isPlanned)
    {
        VcsaDiagnosis[] diagnoses = [.. inputs.Diagnose()];
        if (inputs.Servers is { WasInterrupted: true })
        {
            return ExitCode.Interrupted;
        }

        if (inputs.Servers is null)
        {
            new ReadSummary(Console.Error, inputs.Report, Arguments.ToZone(inputs.Options.TimeZone)).Write();
        }

        AuthReport report = new()
        {
            Title = title,
            Diagnoses = diagnoses,
            Windows = inputs.Options.Windows ?? [],
            TimeZone = inputs.Options.TimeZone,
            Plan = isPlanned ? Plan(inputs.Options.Windows ?? [], diagnoses) : [],
        };
        if (report.IsEmpty)
        {
            Console.Error.WriteLine("Nothing to report: no log could be read.");
            return ExitCode.InputUnreadable;
        }

        string path = Directory.Exists(file) ? Path.Combine(file, AuthReportFile.DefaultName) : file;
        if (TextOutput.Run(() => AuthReportFile.Write(report, path)) != ExitCode.Success)
        {
            return ExitCode.OutputFailed;
        }

        Console.WriteLine(TerminalText.OneLine(path));
        return inputs.HasProblems ? ExitCode.InputUnreadable : ExitCode.Success;
    }

    /// <summary>Creates a plan for the week of the incident, where a window may be moved.</summary>
    private static IReadOnlyList<PlannedWindow> Plan(IReadOnlyList<BackupWindow> windows, VcsaDiagnosis[] diagnoses)
    {
        try
        {
            return windows.Any(window => window.Movable is not null)
                ? WindowPlanner.Plan(windows, new() { From = new AuthReport { Diagnoses = diagnoses }.WindowsFrom }).Windows
                : [];
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(TerminalText.OneLine($"The report has no plan: {e.Message}"));
            return [];
        }
    }
}
