namespace VcsaAuthGuard.VSphere;

/// <summary>A call of the vSphere API that did not work: which server, what happened, and what to do. No secret is ever in it.</summary>
public abstract class VSphereException : Exception
{
    private protected VSphereException(Uri server, string message, string remedy, Exception? inner = null)
        : base($"{server.Authority}: {message}", inner)
    {
        Server = server;
        Remedy = remedy;
    }

    /// <summary>The address that was called.</summary>
    public Uri Server { get; }

    /// <summary>What to do, in a sentence.</summary>
    public string Remedy { get; }
}
