using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.VSphere;

/// <summary>Where a <see cref="VSphereClient"/> connects to, and how.</summary>
public sealed record VSphereClientOptions
{
    /// <summary>The SOAP API's address, <c>https://vc01.example.org/sdk</c>; see <see cref="ServerAddress.Parse"/>.</summary>
    public required Uri Address { get; init; }

    /// <summary>The certificate to accept, whoever issued it and to whichever name, and no other. Null: the system's rules decide.</summary>
    public CertificateThumbprint? Thumbprint { get; init; }

    /// <summary>Accepts any certificate: whoever stands between can read and change everything, the password too. False by default.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>How long one call may take, from connecting to the end of its answer. 60 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What the session list shows as this client's user agent.</summary>
    public string UserAgent { get; init; } = "VcsaAuthGuard/" + typeof(VSphereClientOptions).Assembly.GetName().Version?.ToString(3);
}
