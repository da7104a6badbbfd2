using System.Management.Automation;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Errors;

/// <summary>Creates the error records of diagnoses.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord NotJobRun(object input, InputProblem problem) =>
        Make(
            new FormatException(problem.Message),
            "InputNotJobRun",
            ErrorCategory.InvalidData,
            input,
            $"A job run was left out. {TerminalText.OneLine(problem.Message)}",
            problem.Kind == InputProblemKind.Unreadable
                ? problem.Remedy
                : "Use rows with the columns Start and Status, and preferably Job, VM, End and Message, "
                    + "or the CSV file that the backup product exports."
        );
}
