using System.Runtime.InteropServices;
using System.Security.Authentication;

namespace VcsaAuthGuard.VSphere;

/// <summary>How this module speaks HTTPS to VMware's products: which certificates it accepts, and that it follows no redirect.</summary>
public static class VSphereHttp
{
    /// <summary>A handler for other APIs than SOAP, by the same rules.</summary>
    /// <param name="options">Which certificate to accept; the address is the one that messages name.</param>
    /// <returns>A handler that sends nothing to a server whose certificate it refuses, and throws a <see cref="VSphereException"/> then.</returns>
    public static HttpMessageHandler CreateHandler(VSphereClientOptions options)
    {
        ServerCertificateCheck certificate = new(options);
        return new RefusalHandler(certificate, CreateHandler(certificate));
    }

    internal static HttpClientHandler CreateHandler(ServerCertificateCheck check)
    {
        HttpClientHandler handler = new()
        {
            // A redirect would carry a password to where nobody meant it to go; cookies are set by hand so that they stay secrets.
            AllowAutoRedirect = false,
            UseCookies = false,
            ServerCertificateCustomValidationCallback = (_, certificate, chain, errors) => check.Accepts(certificate, chain, errors),
        };
        if (RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
        {
            // Windows PowerShell 5.1 may still have TLS 1.0 for its default, which vCenter Server refuses.
            handler.SslProtocols = SslProtocols.Tls12;
        }

        return handler;
    }

    /// <summary>Says why a certificate was refused, in place of the HTTP client's words.</summary>
    private sealed class RefusalHandler(ServerCertificateCheck certificate, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or IOException && certificate.Refusal is not null)
            {
                throw certificate.Refusal;
            }
        }
    }
}
