using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>Represents a failure of the session store.</summary>
public sealed class SessionStoreException : Exception
{
    internal SessionStoreException(SessionStoreProblem problem, string path, string message, string remedy, Exception? inner = null)
        : base($"{path}: {message}", inner)
    {
        Problem = problem;
        Path = path;
        Remedy = remedy;
    }

    /// <summary>Gets the kind of failure.</summary>
    public SessionStoreProblem Problem { get; }

    /// <summary>Gets the file or folder.</summary>
    public string Path { get; }

    /// <summary>Gets the recommended action, in one sentence.</summary>
    public string Remedy { get; }

    internal static SessionStoreException Unsafe(PrivateFileException inner) => new(
        SessionStoreProblem.Unsafe,
        inner.Path,
        $"no session is kept or read there: {inner.Reason}.",
        "Find out who changed it. Then end the sessions that it contains (Disconnect-VcsaSession -All works once it belongs to you with "
            + $"permissions {inner.RequiredMode}), or remove it; it is created again when it is needed.",
        inner);

    internal static SessionStoreException Unavailable(string path, Exception inner) =>
        new(
            SessionStoreProblem.Unavailable,
            path,
            $"sessions cannot be kept there: {inner.Message}",
            "Make the folder writable for this account, or use -NoKeep.",
            inner
        );
}
