using System.CommandLine;
using System.Globalization;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>
/// Defines the command <c>vcsa-authguard check PATH...</c>, a check for Nagios, Icinga and similar systems. It prints one line with
/// performance data, and its exit code is the state.
/// </summary>
/// <remarks>The Monitoring Plugins Development Guidelines: states 0 to 3, and <c>'label'=value;warn;crit;min;max</c>.</remarks>
internal static class CheckCommand
{
    private const int Ok = 0;
    private const int Warning = 1;
    private const int Critical = 2;
    private const int Unknown = 3;

    private static readonly string[] StateNames = ["OK", "WARNING", "CRITICAL", "UNKNOWN"];

    public static Command Create()
    {
        DiagnosisArguments diagnosis = new();
        Command command = new(
            "check",
            "Checks the logs for monitoring: one line with performance data, exit code 0 (OK), 1 (WARNING), 2 (CRITICAL) or 3 (UNKNOWN).");
        diagnosis.AddTo(command);
        command.SetAction(parsed =>
        {
            // Incorrect usage is no state of the server, and 2 would be CRITICAL.
            int code = UsageGuard.Run(() => Run(diagnosis.Read(parsed)), out bool isRun);
            return isRun ? code : Unknown;
        });
        return command;
    }

    private static int Run(DiagnosisInputs inputs)
    {
        List<VcsaDiagnosis> diagnoses = [.. inputs.Diagnose()];
        VcsaDiagnosis? gravest = diagnoses.OrderByDescending(diagnosis => Gravity(StateOf(diagnosis))).FirstOrDefault();
        int state = gravest is null ? Unknown : StateOf(gravest);
        state = state == Ok && inputs.HasProblems ? Unknown : state;
        string text = gravest is null ? "No log was read."
            : inputs.HasProblems && StateOf(gravest) == Ok ? "An input could not be read completely; the rest shows nothing."
            : gravest.Summary;
        string more = diagnoses.Count > 1
            ? string.Create(CultureInfo.InvariantCulture, $" ({diagnoses.Count} vCenters, the gravest: {gravest!.Source ?? "files"})")
            : "";
        Console.Out.WriteLine(Line(state, text + more, diagnoses, inputs.Options.Burst.Threshold));
        return state;
    }

    /// <summary>Returns critical for a sure cause and warning for an unsure one.</summary>
    private static int StateOf(VcsaDiagnosis diagnosis) => diagnosis.Verdict switch
    {
        DiagnosisVerdict.Confirmed => Critical,
        DiagnosisVerdict.OtherCause => diagnosis.Confidence == DiagnosisConfidence.High ? Critical : Warning,
        DiagnosisVerdict.Likely or DiagnosisVerdict.Unexplained => Warning,
        DiagnosisVerdict.Unknown => Unknown,
        _ => Ok,
    };

    /// <summary>Gets the order in which states count where there are several: unknown hides no warning.</summary>
    private static int Gravity(int state) => state switch { Critical => 3, Warning => 2, Unknown => 1, _ => 0 };

    private static string Line(int state, string text, List<VcsaDiagnosis> diagnoses, int threshold)
    {
        long Of(AuthFaultKind kind) =>
            diagnoses
                .SelectMany(diagnosis => diagnosis.Faults)
                .Where(fault => fault.Name == kind.ToString())
                .Sum(fault => (long)fault.Count);
        long peak = diagnoses.SelectMany(diagnosis => diagnosis.Bursts).Select(burst => (long)burst.PeakCount).DefaultIfEmpty().Max();
        string[] figures =
        [
            Figure("refused_calls", Of(AuthFaultKind.NotAuthenticated)),
            string.Create(CultureInfo.InvariantCulture, $"burst_peak={peak};;{threshold};0;"),
            Figure("bursts", diagnoses.Sum(diagnosis => (long)diagnosis.Bursts.Count)),
            Figure("refused_logins", Of(AuthFaultKind.LoginRefused)),
            Figure("session_limit", Of(AuthFaultKind.SessionLimit)),
            Figure("connection_limit", Of(AuthFaultKind.ConnectionLimit)),
            Figure("gateway_failures", Of(AuthFaultKind.GatewayFailure)),
        ];

        // A bar would begin the performance data. A figure is label=value[unit];warn;crit;min;max: counts have no unit and no maximum,
        // and a threshold without a colon is exceeded by more than it.
        return $"VCSA AUTH {StateNames[state]} - {TerminalText.OneLine(text).Replace('|', '/')} | {string.Join(' ', figures)}";
    }

    private static string Figure(string label, long value) => string.Create(CultureInfo.InvariantCulture, $"{label}={value};;;0;");
}
