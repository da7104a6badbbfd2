using System.Management.Automation;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Errors;

/// <summary>
/// Creates the error records for vCenter Server sessions. The target is a name and never PowerCLI's object: an error shows its target,
/// and that object has the session's secret in its properties.
/// </summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord From(ServerException exception)
    {
        (string id, ErrorCategory category) = exception switch
        {
            ServerUnreachableException { IsTimeout: true } => ("ServerTimeout", ErrorCategory.OperationTimeout),
            ServerUnreachableException => ("ServerUnreachable", ErrorCategory.ConnectionError),
            CertificateNotTrustedException => ("CertificateNotTrusted", ErrorCategory.SecurityError),
            ThumbprintMismatchException => ("ThumbprintMismatch", ErrorCategory.SecurityError),
            LoginRefusedException => ("LoginRefused", ErrorCategory.AuthenticationError),
            NotAuthenticatedException => ("NotAuthenticated", ErrorCategory.AuthenticationError),
            PrivilegeMissingException => ("PrivilegeMissing", ErrorCategory.PermissionDenied),
            UnexpectedResponseException => ("UnexpectedAnswer", ErrorCategory.ProtocolError),
            _ => ("VSphereFault", ErrorCategory.InvalidOperation),
        };
        return Make(exception, id, category, exception.Server.Authority, null, exception.Remedy);
    }

    /// <summary>Creates the error for an invalid server name. One with a user or a query may contain a secret and is not shown.</summary>
    public static ErrorRecord InvalidServerName(string name, FormatException exception)
    {
        string shown = name.IndexOfAny(['@', '?', '#', '=']) >= 0 ? "(not shown)" : TerminalText.OneLine(name);
        return Make(
            exception,
            "ServerNameInvalid",
            ErrorCategory.InvalidArgument,
            shown,
            $"{shown}: {exception.Message}",
            "Use the name that you use with Connect-VIServer."
        );
    }

    public static ErrorRecord InvalidThumbprint(string thumbprint, FormatException exception) =>
        Make(
            exception,
            "ThumbprintInvalid",
            ErrorCategory.InvalidArgument,
            thumbprint,
            null,
            "Use the SHA-256 thumbprint that the error CertificateNotTrusted shows."
        );

    public static ErrorRecord NoServer() =>
        Make(
            new InvalidOperationException("No server was given, and there is no connection to a server."),
            "NoServer",
            ErrorCategory.ObjectNotFound,
            "Server",
            null,
            "Use -Server with -Credential, or connect first: Connect-VcsaSession or Connect-VIServer."
        );

    public static ErrorRecord NoSession(string server) =>
        Make(
            new InvalidOperationException(
                $"There is no session on {server} to use: PowerCLI is not connected to it, and Connect-VcsaSession has stored none."
            ),
            "NoSession",
            ErrorCategory.ConnectionError,
            server,
            null,
            $"Use -Credential, or connect first: Connect-VcsaSession {server} or Connect-VIServer {server}"
        );

    public static ErrorRecord UnknownSessionInput(object input) =>
        Make(
            new ArgumentException($"A {input.GetType().FullName} is neither a server, nor a session with Key, UserName and LoginTime."),
            "InputNotSession",
            ErrorCategory.InvalidArgument,
            input.GetType().Name,
            null,
            "Pipe in server names, PowerCLI's VIServer objects, or UserSession objects: "
                + "(Get-View $server.ExtensionData.Content.SessionManager).SessionList"
        );

    public static ErrorRecord FilterNeeded() =>
        Make(
            new ArgumentException("No session was chosen: without a filter all sessions of the server would be ended."),
            "FilterNeeded",
            ErrorCategory.InvalidArgument,
            "Server",
            null,
            "Choose sessions with -UserName, -IpAddress, -UserAgent, -IdleOver or -Key, or pipe in sessions of Get-VcsaSession."
        );

    public static ErrorRecord TooManySessions(int count, int maxCount) =>
        Make(
            new InvalidOperationException(
                $"{Phrases.Count(count, "session")} would be ended, more than the {maxCount} of -MaxCount. None was ended."),
            "TooManySessions",
            ErrorCategory.LimitsExceeded,
            count,
            null,
            $"Check the list with -WhatIf -MaxCount {count}. If it is right, run the command with -MaxCount {count}."
        );

    public static ErrorRecord SessionWithoutServer(string user) =>
        Make(
            new ArgumentException($"The session of {user} does not say which server it is from."),
            "SessionWithoutServer",
            ErrorCategory.InvalidArgument,
            user,
            null,
            "Give the server with -Server, or pipe in sessions of Get-VcsaSession."
        );

    public static ErrorRecord SessionOfOtherServer(string user, string server) =>
        Make(
            new ArgumentException($"The session of {user} is from {server}, which is not the server of -Server."),
            "SessionOfOtherServer",
            ErrorCategory.InvalidArgument,
            server,
            null,
            "Run the command once for each server."
        );

    public static ErrorRecord SessionNotEnded(string session, string reason) =>
        Make(
            new InvalidOperationException($"{session}: {reason}"),
            "SessionNotEnded",
            ErrorCategory.InvalidOperation,
            session,
            null,
            "See the server's reason. The other sessions are not affected."
        );
}
