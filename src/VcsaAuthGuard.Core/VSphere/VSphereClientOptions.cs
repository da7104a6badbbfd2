using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>Specifies the server of a <see cref="VSphereClient"/> and how to connect to it.</summary>
public sealed record VSphereClientOptions
{
    /// <summary>Gets the address of the SOAP API, <c>https://vc01.example.org/sdk</c>; see <see cref="ServerAddress.Parse"/>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Gets the only certificate to accept, regardless of issuer and name; null if the system's rules decide.</summary>
    public CertificateThumbprint? Thumbprint { get; init; }

    /// <summary>Gets a value indicating whether every certificate is accepted, including an attacker's. False by default.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Gets the time limit of one call, from connecting to the end of its response. 60 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets the user agent, which the session list shows.</summary>
    public string UserAgent { get; init; } = "VcsaAuthGuard/" + typeof(VSphereClientOptions).Assembly.GetName().Version?.ToString(3);
}
