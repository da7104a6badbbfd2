using System.CommandLine;
using System.Globalization;
using System.Text;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Windows;

namespace VcsaAuthGuard.Cli;

/// <summary><c>vcsa-authguard diagnose PATH...</c></summary>
internal static class DiagnoseCommand
{
    public static Command Create()
    {
        Argument<string[]> paths = LogPaths.Create("vpxd's, its profiler's, Envoy's and events' logs");
        Option<string[]> windows = new("--windows") { Description = "Backup and automation windows: CSV or JSON; give it again for more." };
        Option<string[]> runs = new("--job-runs") { Description = "The backup product's report of its runs: CSV; give it again for more." };
        Option<string?> server = new("--server") { Description = "The vCenter's name, for the commands that are proposed." };
        Option<int> threshold = new("--threshold") { Description = "So many refused calls within 5 minutes are no burst yet.", DefaultValueFactory = _ => BurstRule.Default.Threshold };
        threshold.Validators.Add(result =>
        {
            if (int.TryParse(result.Tokens.Count > 0 ? result.Tokens[0].Value : null, CultureInfo.InvariantCulture, out int given) && given < 0)
            {
                result.AddError("--threshold: give a number of 0 or more.");
            }
        });
        Option<bool> json = new("--json") { Description = "One JSON object a line, a vCenter each." };
        Command command = new("diagnose", "Says whether it is the problem of KB 440879, who causes it and what to do.") { paths, windows, runs, server, threshold, json };
        command.SetAction(parsed => Run(
            parsed.GetValue(paths)!, parsed.GetValue(windows) ?? [], parsed.GetValue(runs) ?? [], parsed.GetValue(server), parsed.GetValue(threshold), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string[] paths, string[] windows, string[] runs, string? server, int threshold, bool json)
    {
        LogReadReport report = LogPaths.NewReport();
        int problems = 0;
        void OnProblem(WindowProblem problem)
        {
            problems += problem.Kind == WindowProblemKind.Ignored ? 0 : 1;
            Console.Error.WriteLine(TerminalText.OneLine(problem.ToString()));
        }

        DiagnosisOptions options = new()
        {
            Burst = BurstRule.Default with { Threshold = threshold },
            Windows = windows.Length == 0 ? null : [.. windows.SelectMany(path => WindowFile.Read(path, OnProblem))],
            WindowsPath = windows.FirstOrDefault(),
            JobRuns = runs.Length == 0 ? null : [.. runs.SelectMany(path => JobRunFile.Read(path, OnProblem))],
            Server = server,
        };
        using Stream output = Console.OpenStandardOutput();
        IRowWriter<VcsaDiagnosis> writer = json ? new JsonRowWriter<VcsaDiagnosis>(output, CliJson.Default.VcsaDiagnosis, _ => false) : new DiagnosisWriter(output);
        try
        {
            foreach (VcsaDiagnosis diagnosis in new DiagnosisReader(options, report).Read(LogPaths.ToInputs(paths, report, LogKinds.All)))
            {
                writer.Write(diagnosis);
            }

            writer.Flush();
        }
        catch (IOException e) when (!writer.IsOpen)
        {
            Console.Error.WriteLine($"The output could not be written: {e.Message}");
            return ExitCode.OutputFailed;
        }

        new ReadSummary(Console.Error, report).Write();
        return report.Problems + problems > 0 ? ExitCode.InputUnreadable : ExitCode.Success;
    }

    /// <summary>Writes a diagnosis as a colleague would tell it, in the width of the terminal.</summary>
    private sealed class DiagnosisWriter(Stream output) : IRowWriter<VcsaDiagnosis>
    {
        private const int PlainWidth = 100;

        private readonly OutputBuffer _output = new(output);
        private bool _isFirst = true;

        public bool IsOpen => _output.IsOpen;

        public void Write(VcsaDiagnosis row)
        {
            int width = Console.IsOutputRedirected ? PlainWidth : Math.Clamp(Console.WindowWidth - 1, 60, 120);
            IEnumerable<string> lines = DiagnosisText.Lines(row, width);
            foreach (string line in _isFirst ? lines : lines.Prepend(""))
            {
                _output.Write(new StringBuilder(line));
                _output.EndLine();
            }

            _isFirst = false;
        }

        public void Flush() => _output.Flush();
    }
}
