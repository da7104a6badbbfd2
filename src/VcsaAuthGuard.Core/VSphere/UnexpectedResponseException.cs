using System.Net;

namespace VcsaAuthGuard.VSphere;

/// <summary>Represents a response that is not one of the vSphere API: a proxy's page, truncated XML, or one that is too large.</summary>
public sealed class UnexpectedResponseException : VSphereException
{
    internal UnexpectedResponseException(Uri server, HttpStatusCode status, string what, string remedy, Exception? inner = null)
        : base(server, FormattableString.Invariant($"HTTP status {(int)status}, and {what}"), remedy, inner) => Status = status;

    /// <summary>Gets the HTTP status of the response.</summary>
    public HttpStatusCode Status { get; }
}
