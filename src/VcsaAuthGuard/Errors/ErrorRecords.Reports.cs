using System.Management.Automation;

namespace VcsaAuthGuard.Errors;

/// <summary>Creates the error records of reports.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord NothingToReport() =>
        Make(
            new ArgumentException("There is no diagnosis, no window, no plan and no session to report."),
            "NothingToReport",
            ErrorCategory.InvalidArgument,
            "",
            null,
            "Pipe in the output of Get-VcsaDiagnosis; if it returned nothing, see its errors."
        );

    public static ErrorRecord NotDiagnosis(object input) =>
        Make(
            new ArgumentException($"A {input.GetType().FullName} is not a diagnosis."),
            "DiagnosisInvalid", ErrorCategory.InvalidArgument, input, null, "Pipe in the output of Get-VcsaDiagnosis.");

    public static ErrorRecord NotPlanned(object input) =>
        Make(
            new ArgumentException($"A {input.GetType().FullName} is not a window of a plan."),
            "PlanInvalid", ErrorCategory.InvalidArgument, input, null, "Use the output of Optimize-BackupWindow.");

    public static ErrorRecord NotSession(object input) =>
        Make(
            new ArgumentException($"A {input.GetType().FullName} is neither a session nor a summary of sessions."),
            "SessionInvalid", ErrorCategory.InvalidArgument, input, null, "Use the output of Get-VcsaSession, with or without -Summary.");
}
