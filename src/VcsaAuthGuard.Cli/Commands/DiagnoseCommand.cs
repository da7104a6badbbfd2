using System.CommandLine;
using System.Text;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Diagnosis;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard diagnose PATH...</c>.</summary>
internal static class DiagnoseCommand
{
    public static Command Create()
    {
        DiagnosisArguments diagnosis = new();
        OutputArguments output = new("Prints one JSON object per line, one for each vCenter.");
        Option<bool> exitCode = new("--exit-code")
        {
            Description =
                "Sets the exit code by the gravest verdict: 0 unlikely, 10 confirmed, 11 likely, 12 other cause, 13 unexplained, 14 "
                    + "unknown.",
        };
        Option<bool> detailed = new("--detailed")
        {
            Description = "Prints all evidence, the reason of each remedy and what to collect; without it the usual case fits one screen.",
        };
        Command command = new("diagnose", "Determines whether the logs show the problem of KB 440879, who causes it and what to do.");
        diagnosis.AddTo(command);
        output.AddTo(command);
        command.Add(exitCode);
        command.Add(detailed);
        command.SetAction(parsed => UsageGuard.Run(() => Run(
            diagnosis.Read(parsed),
            stream => output.Read(parsed) is OutputFormat format and not OutputFormat.Table
                ? RowWriters.Create(stream, format, CliJson.Default.VcsaDiagnosis, _ => false, Columns)
                : new DiagnosisWriter(stream, parsed.GetValue(detailed)),
            parsed.GetValue(exitCode))));
        return command;
    }

    private static int Run(DiagnosisInputs inputs, Func<Stream, IRowWriter<VcsaDiagnosis>> createWriter, bool hasVerdictCode)
    {
        int verdict = ExitCode.Success;
        bool isWritten = RowWriters.TryWrite(createWriter, writer =>
        {
            foreach (VcsaDiagnosis diagnosis in inputs.Diagnose())
            {
                int code = VerdictCode(diagnosis.Verdict);
                verdict = verdict == ExitCode.Success || (code != ExitCode.Success && code < verdict) ? code : verdict;
                writer.Write(diagnosis);
            }
        });
        if (!isWritten)
        {
            return ExitCode.OutputFailed;
        }

        if (inputs.Servers is null)
        {
            new ReadSummary(Console.Error, inputs.Report, Arguments.ToZone(inputs.Options.TimeZone)) { HasVerdict = true }.Write();
        }

        return inputs.Servers is { WasInterrupted: true } ? ExitCode.Interrupted
            : hasVerdictCode && verdict != ExitCode.Success ? verdict
            : inputs.HasProblems ? ExitCode.InputUnreadable : ExitCode.Success;
    }

    private static TableColumn<VcsaDiagnosis>[] Columns { get; } =
    [
        new("SERVER", 0, item => item.Server ?? "-"),
        new("VERDICT", 0, item => item.Verdict.ToString()),
        new("CONFIDENCE", 0, item => item.Confidence.ToString()),
        new("SUMMARY", 0, item => item.Summary),
        new("SOURCE", 0, item => item.Source ?? "-"),
    ];

    private static int VerdictCode(DiagnosisVerdict verdict) => verdict switch
    {
        DiagnosisVerdict.Confirmed => ExitCode.Confirmed,
        DiagnosisVerdict.Likely => ExitCode.Likely,
        DiagnosisVerdict.OtherCause => ExitCode.OtherCause,
        DiagnosisVerdict.Unexplained => ExitCode.Unexplained,
        DiagnosisVerdict.Unknown => ExitCode.Unknown,
        _ => ExitCode.Success,
    };

    /// <summary>Writes diagnoses as prose, in the width of the terminal: several of them after a table of all.</summary>
    private sealed class DiagnosisWriter(Stream output, bool isDetailed) : IRowWriter<VcsaDiagnosis>
    {
        private const int PlainWidth = 100;

        private readonly OutputBuffer _output = new(output);
        private readonly DiagnosisOverview _overview = new();
        private readonly List<string[]> _answers = [];
        private readonly int _width = Console.IsOutputRedirected ? PlainWidth : Math.Clamp(Console.WindowWidth - 1, 60, 120);

        public bool IsOpen => _output.IsOpen;

        public void Write(VcsaDiagnosis row)
        {
            _overview.Add(row);
            IEnumerable<string> lines = DiagnosisText.Lines(row, _width, isDetailed);
            _answers.Add([.. _answers.Count == 0 ? lines : lines.Prepend("")]);
        }

        public void Flush()
        {
            IEnumerable<string> table = _overview.Count > 1 ? _overview.Lines(_width).Append("") : [];
            foreach (string line in table.Concat(_answers.SelectMany(lines => lines)))
            {
                _output.Write(new StringBuilder(line));
                _output.EndLine();
            }

            _output.Flush();
        }
    }
}
