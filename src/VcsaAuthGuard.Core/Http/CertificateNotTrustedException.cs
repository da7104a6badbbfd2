namespace VcsaAuthGuard.Http;

/// <summary>Represents a connection that was closed before anything was sent, because the server's certificate is not trusted.</summary>
public sealed class CertificateNotTrustedException : ServerException
{
    internal CertificateNotTrustedException(Uri server, CertificateThumbprint thumbprint, string subject, string reason)
        : base(
            server,
            $"The certificate is not trusted: {reason}. Subject: {subject}. SHA-256 thumbprint: {thumbprint}.",
            "Compare the thumbprint with the one that the server itself shows. If they are equal, trust the issuer (for vCenter Server: "
                + $"its root certificates, https://{server.Authority}/certs/download.zip) or pin the certificate: "
                + $"-Thumbprint {thumbprint}. "
                + "-SkipCertificateCheck accepts any certificate, including an attacker's.")
    {
        Thumbprint = thumbprint;
        Subject = subject;
        Reason = reason;
    }

    /// <summary>Gets the thumbprint of the server's certificate.</summary>
    public CertificateThumbprint Thumbprint { get; }

    /// <summary>Gets the subject of the server's certificate.</summary>
    public string Subject { get; }

    /// <summary>Gets the reason why the certificate is not trusted.</summary>
    public string Reason { get; }
}
