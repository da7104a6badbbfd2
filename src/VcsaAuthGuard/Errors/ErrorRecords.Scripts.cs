using System.Management.Automation;
using System.Management.Automation.Language;

namespace VcsaAuthGuard.Errors;

internal static partial class ErrorRecords
{
    public static ErrorRecord ScriptNotFound(string path, Exception exception) =>
        Make(exception, "ScriptNotFound", ErrorCategory.ObjectNotFound, path, exception.Message, "Check the path.");

    public static ErrorRecord ScriptUnreadable(string path, Exception exception) =>
        Make(
            exception,
            "ScriptUnreadable",
            ErrorCategory.ReadError,
            path,
            $"{path}: {exception.Message}",
            "Check that the file is a script and that you have permission to read it."
        );

    public static ErrorRecord ScriptNotParsed(string? path, IReadOnlyList<ParseError> mistakes)
    {
        ParseError first = mistakes[0];
        string more = mistakes.Count > 1 ? $" ({mistakes.Count - 1} more)" : "";
        string message =
            $"{path ?? "The script"}, line {first.Extent.StartLineNumber}: {first.Message}{more} The rules were not applied.";
        return Make(
            new ParseException([.. mistakes]),
            "ScriptNotParsed",
            ErrorCategory.ParserError,
            path ?? "ScriptDefinition",
            message,
            "Correct the script's syntax and run the command again."
        );
    }

    public static ErrorRecord ScriptNotFixed(string path, string reason) =>
        Make(
            new InvalidOperationException(reason),
            "ScriptNotFixed",
            ErrorCategory.WriteError,
            path,
            $"{path} was not changed: {reason}",
            "Change it manually as described in the finding's Remedy."
        );
}
