using System.Management.Automation;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Errors;

/// <summary>The records of diagnoses.</summary>
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
                : "Give rows with the columns Start and Status, and better Job, VM, End and Message, "
                    + "or the CSV file the backup product exports."
        );
}
