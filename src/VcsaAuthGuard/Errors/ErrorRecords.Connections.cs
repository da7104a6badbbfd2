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
            new InvalidOperationException($"{server}: vCenter Server accepts the session, but Connect-VIServer did not: {failure}"),
            "PowerCliConnectFailed",
            ErrorCategory.ConnectionError,
            server,
            null,
            "PowerCLI validates certificates according to its own setting: see InvalidCertificateAction in Get-PowerCLIConfiguration. "
                + "Otherwise see its error message."
        );

    public static ErrorRecord PowerCliDisconnectFailed(string server, string failure) =>
        Make(
            new InvalidOperationException(
                $"{server}: Disconnect-VIServer failed, and the session is not a stored one: {failure}"
            ),
            "PowerCliDisconnectFailed",
            ErrorCategory.ConnectionError,
            server,
            null,
            "Check PowerCLI's connections: $global:DefaultVIServers."
        );

    public static ErrorRecord UnknownConnection(object input) =>
        Make(
            new ArgumentException($"A {input.GetType().FullName} is neither a server's name nor a connection."),
            "InputNotConnection",
            ErrorCategory.InvalidArgument,
            input.GetType().Name,
            null,
            "Use a server name, the output of Connect-VcsaSession, or PowerCLI's VIServer object. "
                + "An object from another process contains no session."
        );
}
