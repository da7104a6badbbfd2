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

    /// <summary>Creates the record without repeating the address, because one with a user or a query may contain a secret.</summary>
    public static ErrorRecord InvalidPlatformName(string name, FormatException exception)
    {
        string shown = name.IndexOfAny(['@', '?', '#', '=']) >= 0 ? "(not shown)" : TerminalText.OneLine(name);
        return Make(
            exception,
            "PlatformNameInvalid",
            ErrorCategory.InvalidArgument,
            shown,
            $"{shown}: {exception.Message}",
            "Use the platform's name, such as logs.example.org."
        );
    }

    public static ErrorRecord NoPlatformCredential() =>
        Make(
            new ArgumentException("AriaLogs requires a login, but -Credential is missing."),
            "PlatformCredentialMissing",
            ErrorCategory.InvalidArgument,
            "Credential",
            null,
            "Pass -Credential (Get-Credential), and -Provider if the user is not a local user of the platform."
        );

    public static ErrorRecord NotOfPlatform(string parameter, IEnumerable<LogPlatform> platforms, LogPlatform given) =>
        Make(
            new ArgumentException($"-{parameter} applies to {string.Join(" and ", platforms)}, but -Platform is {given}."),
            "ParameterNotOfPlatform", ErrorCategory.InvalidArgument, parameter, null, $"Leave -{parameter} out.");

    public static ErrorRecord EmptyWindow(DateTimeOffset after) =>
        Make(
            new ArgumentException("-After is not earlier than -Before."),
            "WindowEmpty",
            ErrorCategory.InvalidArgument,
            after,
            FormattableString.Invariant(
                $"There is no time range between {after:yyyy-MM-dd HH:mm:sszzz} and -Before, which defaults to now."
            ),
            "Use an -After that is earlier than -Before."
        );

    public static ErrorRecord OneServer() =>
        Make(
            new ArgumentException("-Server lists several vCenter Servers, but logs from files or the pipeline belong to one."),
            "OneServerOnly",
            ErrorCategory.InvalidArgument,
            "Server",
            null,
            "Use one name, or query a log platform (-Platform), which distinguishes them."
        );
}
