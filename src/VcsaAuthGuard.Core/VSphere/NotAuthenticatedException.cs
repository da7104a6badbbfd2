namespace VcsaAuthGuard.VSphere;

/// <summary>
/// Represents a session that has ended or never existed (<c>vim.fault.NotAuthenticated</c>), whether the server reports it with HTTP
/// status 500 or inside a response with status 200.
/// </summary>
public sealed class NotAuthenticatedException : VSphereException
{
    internal NotAuthenticatedException(Uri server)
        : base(
            server,
            "The session is not authenticated: it was logged out, terminated, or idle for too long (NotAuthenticated).",
            "Log in again: Connect-VcsaSession, Connect-VIServer, or -Credential. Retrying with the same session does not help.")
    {
    }
}
