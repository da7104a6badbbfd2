namespace VcsaAuthGuard.VSphere;

/// <summary>
/// The session is over or was never there (<c>vim.fault.NotAuthenticated</c>), whether the server said so with an HTTP status of 500
/// or inside an answer with 200.
/// </summary>
public sealed class NotAuthenticatedException : VSphereException
{
    internal NotAuthenticatedException(Uri server)
        : base(
            server,
            "The session is not authenticated: it was logged out, ended by somebody, or idle for too long (NotAuthenticated).",
            "Log in anew: Connect-VcsaSession, Connect-VIServer, or -Credential. Retrying with the same session does not help.")
    {
    }
}
