namespace VcsaAuthGuard.Http;

/// <summary>
/// Represents a connection that was closed before anything was sent, because the server's certificate is not the pinned one.
/// </summary>
public sealed class ThumbprintMismatchException : ServerException
{
    internal ThumbprintMismatchException(Uri server, CertificateThumbprint expected, CertificateThumbprint actual, string subject)
        : base(
            server,
            $"The certificate is not the pinned one. Expected SHA-256 thumbprint: {expected}. Actual: {actual}. Subject: {subject}.",
            "If the server's certificate was renewed, compare the thumbprint with the one that the server itself shows and pin the new "
                + "one. If it was not, somebody may be intercepting the connection.")
    {
        Expected = expected;
        Actual = actual;
    }

    /// <summary>Gets the pinned thumbprint.</summary>
    public CertificateThumbprint Expected { get; }

    /// <summary>Gets the thumbprint of the server's certificate.</summary>
    public CertificateThumbprint Actual { get; }
}
