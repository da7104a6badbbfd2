using System.Management.Automation;
using VcsaAuthGuard.VSphere.SharedSessions;

namespace VcsaAuthGuard.Errors;

/// <summary>Creates the error records of shared sessions. As with all sessions the target is a name.</summary>
internal static partial class ErrorRecords
{
    public static ErrorRecord From(SessionStoreException exception)
    {
        (string id, ErrorCategory category) = exception.Problem switch
        {
            SessionStoreProblem.Unsafe => ("SessionStoreUnsafe", ErrorCategory.SecurityError),
            SessionStoreProblem.Locked => ("SessionLockTimeout", ErrorCategory.OperationTimeout),
            _ => ("SessionStoreUnavailable", ErrorCategory.ResourceUnavailable),
        };
        return Make(exception, id, category, exception.Path, null, exception.Remedy);
    }

    public static ErrorRecord PowerCliRefused(string server, string failure) =>
        Make(
            new InvalidOperationException($"{server}: vCenter Server accepts the session, and Connect-VIServer did not take it: {failure}"),
            "PowerCliConnectFailed",
            ErrorCategory.ConnectionError,
            server,
            null,
            "PowerCLI checks certificates by its own setting: Get-PowerCLIConfiguration shows InvalidCertificateAction. "
                + "Otherwise its message says what it lacks."
        );

    public static ErrorRecord PowerCliDisconnectFailed(string server, string failure) =>
        Make(
            new InvalidOperationException(
                $"{server}: Disconnect-VIServer failed, and the session is not one of those kept here: {failure}"
            ),
            "PowerCliDisconnectFailed",
            ErrorCategory.ConnectionError,
            server,
            null,
            "See what PowerCLI is connected to: $global:DefaultVIServers."
        );

    public static ErrorRecord UnknownConnection(object input) =>
        Make(
            new ArgumentException($"A {input.GetType().FullName} is neither a server's name nor a connection."),
            "InputNotConnection",
            ErrorCategory.InvalidArgument,
            input.GetType().Name,
            null,
            "Give a server's name, what Connect-VcsaSession returned, or PowerCLI's VIServer object. "
                + "One that came from another process has no session in it."
        );
}
