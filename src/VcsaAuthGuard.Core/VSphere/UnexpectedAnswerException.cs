using System.Net;

namespace VcsaAuthGuard.VSphere;

/// <summary>The answer is not one of the vSphere API: a proxy's page, cut XML, something too large.</summary>
public sealed class UnexpectedAnswerException : VSphereException
{
    internal UnexpectedAnswerException(Uri server, HttpStatusCode status, string what, string remedy, Exception? inner = null)
        : base(server, FormattableString.Invariant($"HTTP status {(int)status}, and {what}"), remedy, inner) => Status = status;

    /// <summary>The HTTP status of the answer.</summary>
    public HttpStatusCode Status { get; }
}
