using System.Management.Automation;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Platforms;

namespace VcsaAuthGuard;

/// <summary>What can go wrong with alerts.</summary>
internal static partial class Errors
{
    public static ErrorRecord Of(PlatformException exception)
    {
        (string id, ErrorCategory category) = exception.Problem switch
        {
            PlatformProblem.Unreachable => ("PlatformUnreachable", ErrorCategory.ConnectionError),
            PlatformProblem.Timeout => ("PlatformTimeout", ErrorCategory.OperationTimeout),
            PlatformProblem.LoginRefused => ("PlatformLoginRefused", ErrorCategory.AuthenticationError),
            PlatformProblem.SessionLost => ("PlatformSessionLost", ErrorCategory.AuthenticationError),
            PlatformProblem.TooManyRequests => ("PlatformBusy", ErrorCategory.ResourceBusy),
            PlatformProblem.ServerError => ("PlatformFailed", ErrorCategory.NotSpecified),
            PlatformProblem.UnexpectedAnswer => ("PlatformAnswerUnexpected", ErrorCategory.ProtocolError),
            PlatformProblem.Ambiguous => ("AlertAmbiguous", ErrorCategory.ResourceExists),
            PlatformProblem.OldAlertLeft => ("OldAlertLeft", ErrorCategory.InvalidResult),
            _ => ("PlatformRefused", ErrorCategory.InvalidOperation),
        };
        return Make(exception, id, category, exception.Server.Authority, null, exception.Remedy);
    }

    public static ErrorRecord InvalidAlert(ArgumentException exception) =>
        Make(exception, "AlertInvalid", ErrorCategory.InvalidArgument, exception.ParamName ?? "", exception.Message.Split('\n')[0], "Correct the parameter that the message names.");

    /// <summary>One with a user or a query in it may have a secret there, so it is not repeated.</summary>
    public static ErrorRecord InvalidPlatformName(string name, FormatException exception)
    {
        string shown = name.IndexOfAny(['@', '?', '#', '=']) >= 0 ? "(not shown)" : TerminalText.OneLine(name);
        return Make(exception, "PlatformNameInvalid", ErrorCategory.InvalidArgument, shown, $"{shown}: {exception.Message}", "Give the platform's name, such as logs.example.org.");
    }

    public static ErrorRecord NotWritten(string path, Exception exception) =>
        Make(exception, "FileNotWritten", ErrorCategory.WriteError, path, exception.Message, "Check the folder and the rights to it.");

    public static ErrorRecord FileExists(string path) =>
        Make(new IOException($"{path} is there already."), "FileExists", ErrorCategory.ResourceExists, path, null, "Give another path, or leave -NoClobber out.");
}
