using System.Net;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>A request to a log platform that did not work: what happened, in the server's words, and what to do. No secret is ever in it.</summary>
public sealed class PlatformException : Exception
{
    internal PlatformException(Uri server, PlatformProblem problem, string message, string remedy, HttpStatusCode? status = null, Exception? inner = null)
        : base($"{server.Authority}: {message}", inner)
    {
        Server = server;
        Problem = problem;
        Remedy = remedy;
        Status = status;
    }

    /// <summary>The address that was called.</summary>
    public Uri Server { get; }

    /// <summary>What happened.</summary>
    public PlatformProblem Problem { get; }

    /// <summary>The HTTP status of the answer; null where there was none.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>What to do, in a sentence.</summary>
    public string Remedy { get; }
}
