using System.Net;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Represents a request to a log platform that failed. The text never contains a secret.</summary>
public sealed class PlatformException : ServerException
{
    internal PlatformException(
        Uri server, PlatformProblem problem, string message, string remedy, HttpStatusCode? status = null, Exception? inner = null)
        : base(server, message, remedy, inner)
    {
        Problem = problem;
        Status = status;
    }

    /// <summary>Gets the kind of failure.</summary>
    public PlatformProblem Problem { get; }

    /// <summary>Gets the HTTP status of the response; null if there was none.</summary>
    public HttpStatusCode? Status { get; }
}
