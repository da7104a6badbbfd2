using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>The server has another certificate than the pinned one, so nothing was sent to it.</summary>
public sealed class ThumbprintMismatchException : VSphereException
{
    internal ThumbprintMismatchException(Uri server, CertificateThumbprint expected, CertificateThumbprint seen, string subject)
        : base(
            server,
            $"The certificate is not the pinned one. Expected SHA-256 thumbprint: {expected}. Seen: {seen}. Subject: {subject}.",
            "If the server's certificate was renewed, compare the thumbprint with the one the server itself shows and pin the new one. If not, somebody may stand in between.")
    {
        Expected = expected;
        Seen = seen;
    }

    /// <summary>The pinned thumbprint.</summary>
    public CertificateThumbprint Expected { get; }

    /// <summary>The thumbprint of the certificate seen.</summary>
    public CertificateThumbprint Seen { get; }
}
