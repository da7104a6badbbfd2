using System.Management.Automation;

namespace VcsaAuthGuard.Errors;

/// <summary>Creates the error records of alerts.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord InvalidAlert(ArgumentException exception) =>
        Make(
            exception,
            "AlertInvalid",
            ErrorCategory.InvalidArgument,
            exception.ParamName ?? "",
            exception.Message.Split('\n')[0],
            "Correct the parameter named in the message."
        );

    public static ErrorRecord NotWritten(string path, Exception exception) =>
        Make(exception, "FileNotWritten", ErrorCategory.WriteError, path, exception.Message, "Check the folder and its permissions.");

    public static ErrorRecord FileExists(string path) =>
        Make(
            new IOException($"{path} is there already."),
            "FileExists",
            ErrorCategory.ResourceExists,
            path,
            null,
            "Use another path, or omit -NoClobber."
        );
}
