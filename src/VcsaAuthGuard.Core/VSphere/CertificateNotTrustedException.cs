using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>The server's certificate is not trusted, so nothing was sent to it.</summary>
public sealed class CertificateNotTrustedException : VSphereException
{
    internal CertificateNotTrustedException(Uri server, CertificateThumbprint thumbprint, string subject, string reason)
        : base(
            server,
            $"The certificate is not trusted: {reason}. Subject: {subject}. SHA-256 thumbprint: {thumbprint}.",
            "Compare the thumbprint with the one the server itself shows. If it is the same, trust the issuer (for vCenter Server: its root certificates, "
                + $"https://{server.Authority}/certs/download.zip) or pin the certificate: -Thumbprint {thumbprint}. -SkipCertificateCheck accepts anyone's.")
    {
        Thumbprint = thumbprint;
        Subject = subject;
        Reason = reason;
    }

    /// <summary>The thumbprint of the certificate seen.</summary>
    public CertificateThumbprint Thumbprint { get; }

    /// <summary>Whose certificate it says it is.</summary>
    public string Subject { get; }

    /// <summary>Why it is not trusted.</summary>
    public string Reason { get; }
}
