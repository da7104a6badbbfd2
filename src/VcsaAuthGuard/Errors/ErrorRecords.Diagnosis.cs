using System.Management.Automation;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Errors;

/// <summary>The records of diagnoses.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord NotJobRun(object input, string why) =>
        Make(
            new FormatException(why), "InputNotJobRun", ErrorCategory.InvalidData, input, $"A job run was left out. {TerminalText.OneLine(why)}",
            "Give rows with the columns Start and Status, and better Job, VM, End and Message, or the CSV file the backup product exports.");
}
