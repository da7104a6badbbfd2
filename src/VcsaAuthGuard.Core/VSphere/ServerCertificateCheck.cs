using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.VSphere;

/// <summary>Decides on a server's certificate, and remembers why it refused one: the HTTP client tells its caller too little.</summary>
internal sealed class ServerCertificateCheck(VSphereClientOptions options)
{
    /// <summary>What is wrong with the last certificate seen; null when nothing is.</summary>
    public VSphereException? Refusal { get; private set; }

    public bool Accepts(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Refusal = certificate is null ? null : RefusalOf(certificate, chain, errors);
        return certificate is not null && Refusal is null;
    }

    private VSphereException? RefusalOf(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        CertificateThumbprint seen = CertificateThumbprint.Of(certificate);
        string subject = SafeText.Cut(certificate.Subject);
        if (options.Thumbprint is CertificateThumbprint expected)
        {
            // The pin alone counts: it names one certificate, whatever it says of itself.
            return seen == expected ? null : new ThumbprintMismatchException(options.Address, expected, seen, subject);
        }

        return errors == SslPolicyErrors.None || options.SkipCertificateCheck
            ? null
            : new CertificateNotTrustedException(options.Address, seen, subject, Reason(chain, errors));
    }

    private static string Reason(X509Chain? chain, SslPolicyErrors errors)
    {
        List<string> reasons = [];
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            reasons.Add("it is for another name");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            reasons.AddRange((chain?.ChainStatus ?? []).Select(status => SafeText.Cut(status.StatusInformation.Trim().TrimEnd('.')) is { Length: > 0 } text ? text : status.Status.ToString()).Distinct());
        }

        return reasons.Count > 0 ? string.Join("; ", reasons) : errors.ToString();
    }
}
