namespace VcsaAuthGuard.Http;

/// <summary>
/// Represents a request to a server that failed: which server, what happened and what to do. The text never contains a secret.
/// </summary>
public abstract class ServerException : Exception
{
    private protected ServerException(Uri server, string message, string remedy, Exception? inner = null)
        : base($"{server.Authority}: {message}", inner)
    {
        Server = server;
        Detail = message;
        Remedy = remedy;
    }

    /// <summary>Gets the address that was called.</summary>
    public Uri Server { get; }

    /// <summary>Gets the message without the server's name.</summary>
    internal string Detail { get; }

    /// <summary>Gets the recommended action, in one sentence.</summary>
    public string Remedy { get; }
}
