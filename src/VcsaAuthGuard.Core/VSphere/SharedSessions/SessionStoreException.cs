namespace VcsaAuthGuard.VSphere.SharedSessions;

/// <summary>Sessions cannot be kept, or a kept one cannot be used, because of the place where they are kept.</summary>
public sealed class SessionStoreException : Exception
{
    internal SessionStoreException(SessionStoreProblem problem, string path, string message, string remedy, Exception? inner = null)
        : base($"{path}: {message}", inner)
    {
        Problem = problem;
        Path = path;
        Remedy = remedy;
    }

    /// <summary>What is wrong.</summary>
    public SessionStoreProblem Problem { get; }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>What to do, in a sentence.</summary>
    public string Remedy { get; }

    internal static SessionStoreException Unavailable(string path, Exception inner) =>
        new(SessionStoreProblem.Unavailable, path, $"sessions cannot be kept there: {inner.Message}", "Make the folder writable for this account, or use -NoKeep.", inner);
}
