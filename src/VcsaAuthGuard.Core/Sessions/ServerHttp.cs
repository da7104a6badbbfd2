using System.Runtime.InteropServices;
using System.Security.Authentication;

namespace VcsaAuthGuard.Sessions;

/// <summary>HTTP to a vCenter Server, with its caller's idea of which certificate to accept.</summary>
public static class ServerHttp
{
    /// <summary>A client that follows no redirect, keeps no cookie and has no time limit of its own.</summary>
    /// <param name="options">Which certificates it accepts.</param>
    public static HttpClient CreateClient(VSphereClientOptions options) => CreateClient(new ServerCertificateCheck(options));

    internal static HttpClient CreateClient(ServerCertificateCheck certificate)
    {
        HttpClientHandler handler = new()
        {
            // A redirect would carry a password to where nobody meant it to go; the cookie is set by hand so that it stays a SessionSecret.
            AllowAutoRedirect = false,
            UseCookies = false,
            ServerCertificateCustomValidationCallback = (_, seen, chain, errors) => certificate.Accepts(seen, chain, errors),
        };
        if (RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal))
        {
            // Windows PowerShell 5.1 may still have TLS 1.0 for its default, which vCenter Server refuses.
            handler.SslProtocols = SslProtocols.Tls12;
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
