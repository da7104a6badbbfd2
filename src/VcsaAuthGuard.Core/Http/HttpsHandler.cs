using System.Runtime.InteropServices;
using System.Security.Authentication;

namespace VcsaAuthGuard.Http;

/// <summary>Creates the handler through which every HTTP client of this module sends: certificate rules, no redirects, no
/// cookies.</summary>
public static class HttpsHandler
{
    /// <summary>Creates a handler for requests to one server.</summary>
    /// <param name="server">The server that messages name.</param>
    /// <param name="thumbprint">The only certificate to accept, regardless of issuer and name; null if the system's rules decide.</param>
    /// <param name="skipCertificateCheck">Whether every certificate is accepted.</param>
    /// <returns>
    /// A handler that sends nothing to a server whose certificate it rejects, and throws <see cref="CertificateNotTrustedException"/> or
    /// <see cref="ThumbprintMismatchException"/> then.
    /// </returns>
    public static HttpMessageHandler Create(Uri server, CertificateThumbprint? thumbprint = null, bool skipCertificateCheck = false)
    {
        CertificateVerifier verifier = new(server, thumbprint, skipCertificateCheck);
        HttpClientHandler handler = new()
        {
            // A redirect could carry a password to another server. Cookies are set by hand, so that no other code sees the secrets in them.
            AllowAutoRedirect = false,
            UseCookies = false,
            ServerCertificateCustomValidationCallback = (_, certificate, chain, errors) => verifier.Accepts(certificate, chain, errors),
        };
        if (RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
        {
            // Windows PowerShell 5.1 may still default to TLS 1.0, which vCenter Server refuses.
            handler.SslProtocols = SslProtocols.Tls12;
        }

        return new RejectionHandler(verifier, handler);
    }

    /// <summary>Replaces the HTTP client's exception by the reason why the certificate was rejected.</summary>
    private sealed class RejectionHandler(CertificateVerifier verifier, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or IOException && verifier.Rejection is not null)
            {
                throw verifier.Rejection;
            }
        }
    }
}
