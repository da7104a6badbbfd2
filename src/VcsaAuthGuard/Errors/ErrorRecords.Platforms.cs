using System.Management.Automation;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Errors;

/// <summary>Creates the error records of log platforms.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord From(PlatformException exception)
    {
        (string id, ErrorCategory category) = exception.Problem switch
        {
            PlatformProblem.Unreachable => ("PlatformUnreachable", ErrorCategory.ConnectionError),
            PlatformProblem.Timeout => ("PlatformTimeout", ErrorCategory.OperationTimeout),
            PlatformProblem.CertificateNotTrusted => ("CertificateNotTrusted", ErrorCategory.SecurityError),
            PlatformProblem.ThumbprintMismatch => ("ThumbprintMismatch", ErrorCategory.SecurityError),
            PlatformProblem.LoginRefused => ("PlatformLoginRefused", ErrorCategory.AuthenticationError),
            PlatformProblem.SessionLost => ("PlatformSessionLost", ErrorCategory.AuthenticationError),
            PlatformProblem.TooManyRequests => ("PlatformBusy", ErrorCategory.ResourceBusy),
            PlatformProblem.ServerError => ("PlatformFailed", ErrorCategory.NotSpecified),
            PlatformProblem.UnexpectedAnswer => ("PlatformAnswerUnexpected", ErrorCategory.ProtocolError),
            PlatformProblem.Incomplete => ("PlatformAnswerIncomplete", ErrorCategory.LimitsExceeded),
            PlatformProblem.Ambiguous => ("AlertAmbiguous", ErrorCategory.ResourceExists),
            PlatformProblem.OldAlertLeft => ("OldAlertLeft", ErrorCategory.InvalidResult),
            _ => ("PlatformRefused", ErrorCategory.InvalidOperation),
        };
        return Make(exception, id, category, exception.Server.Authority, null, exception.Remedy);
    }

    /// <summary>One with a user or a query in it may have a secret there, so it is not repeated.</summary>
    public static ErrorRecord InvalidPlatformName(string name, FormatException exception)
    {
        string shown = name.IndexOfAny(['@', '?', '#', '=']) >= 0 ? "(not shown)" : TerminalText.OneLine(name);
        return Make(
            exception,
            "PlatformNameInvalid",
            ErrorCategory.InvalidArgument,
            shown,
            $"{shown}: {exception.Message}",
            "Give the platform's name, such as logs.example.org."
        );
    }

    public static ErrorRecord NoPlatformCredential() =>
        Make(
            new ArgumentException("AriaLogs is asked within a session, and -Credential is missing."),
            "PlatformCredentialMissing",
            ErrorCategory.InvalidArgument,
            "Credential",
            null,
            "Pass -Credential (Get-Credential), and -Provider where the user is not one of the platform's own."
        );

    public static ErrorRecord NotOfPlatform(string parameter, LogPlatform platform, LogPlatform given) =>
        Make(
            new ArgumentException($"-{parameter} is for {platform}, and -Platform is {given}."),
            "ParameterNotOfPlatform", ErrorCategory.InvalidArgument, parameter, null, $"Leave -{parameter} out.");

    public static ErrorRecord EmptyWindow(DateTimeOffset after) =>
        Make(
            new ArgumentException("-After is not earlier than -Before."),
            "WindowEmpty",
            ErrorCategory.InvalidArgument,
            after,
            FormattableString.Invariant(
                $"Nothing is at {after:yyyy-MM-dd HH:mm:sszzz} or later and also before -Before, which is now when not given."
            ),
            "Give an -After that is earlier than -Before."
        );

    public static ErrorRecord OneServer() =>
        Make(
            new ArgumentException("-Server names several vCenter Servers, and logs from files or the pipeline are one's."),
            "OneServerOnly",
            ErrorCategory.InvalidArgument,
            "Server",
            null,
            "Name one, or ask a log platform (-Platform), which tells them apart."
        );
}
