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
            "Pipe in what Get-VcsaDiagnosis gives; if it gave nothing, its errors say why."
        );

    public static ErrorRecord NotPlanned(object input) =>
        Make(
            new ArgumentException($"A {input.GetType().FullName} is no window of a plan."),
            "PlanInvalid", ErrorCategory.InvalidArgument, input, null, "Give what Optimize-BackupWindow gives.");

    public static ErrorRecord NotSession(object input) =>
        Make(
            new ArgumentException($"A {input.GetType().FullName} is neither a session nor a summary of sessions."),
            "SessionInvalid", ErrorCategory.InvalidArgument, input, null, "Give what Get-VcsaSession gives, with or without -Summary.");
}
