using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Http;

/// <summary>
/// Accepts or rejects a server's certificate, and keeps the reason of the last rejection: the HTTP client's own exception has less detail.
/// </summary>
/// <param name="server">The server that messages name.</param>
/// <param name="pinned">The only certificate to accept; null if the system's rules decide.</param>
/// <param name="skipCertificateCheck">Whether every certificate is accepted.</param>
internal sealed class CertificateVerifier(Uri server, CertificateThumbprint? pinned, bool skipCertificateCheck)
{
    private const int MaxShownLength = 200;

    /// <summary>Gets the reason why the last certificate was rejected; null if it was accepted.</summary>
    public ServerException? Rejection { get; private set; }

    public bool Accepts(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Rejection = certificate is null ? null : FindRejection(certificate, chain, errors);
        return certificate is not null && Rejection is null;
    }

    private ServerException? FindRejection(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        CertificateThumbprint actual = CertificateThumbprint.FromCertificate(certificate);
        string subject = TerminalText.Cut(certificate.Subject, MaxShownLength);
        if (pinned is not null)
        {
            // Issuer, name and dates do not matter: the pin identifies exactly one certificate.
            return actual == pinned ? null : new ThumbprintMismatchException(server, pinned, actual, subject);
        }

        return errors == SslPolicyErrors.None || skipCertificateCheck
            ? null
            : new CertificateNotTrustedException(server, actual, subject, DescribeErrors(chain, errors));
    }

    private static string DescribeErrors(X509Chain? chain, SslPolicyErrors errors)
    {
        List<string> reasons = [];
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            reasons.Add("it is for another name");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            reasons.AddRange((chain?.ChainStatus ?? []).Select(DescribeStatus).Distinct());
        }

        return reasons.Count > 0 ? string.Join("; ", reasons) : errors.ToString();
    }

    private static string DescribeStatus(X509ChainStatus status)
    {
        string text = TerminalText.Cut(status.StatusInformation.Trim().TrimEnd('.'), MaxShownLength);
        return text.Length > 0 ? text : status.Status.ToString();
    }
}
