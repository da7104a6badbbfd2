using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.Tests.Http;

/// <summary>Tests that a pin accepts one certificate alone, and that the chain and the name count without a pin.</summary>
public sealed class CertificateVerifierTests
{
    private static readonly Uri Server = new("https://vc01.example.org");

    [Theory]
    [InlineData(SslPolicyErrors.None, true)]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch, false)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, false)]
    public void Without_a_pin_the_system_has_to_trust_the_chain_and_the_name(SslPolicyErrors errors, bool isAccepted)
    {
        using X509Certificate2 certificate = Create();
        CertificateVerifier verifier = new(Server, pinned: null, skipCertificateCheck: false);
        Assert.Equal(isAccepted, verifier.Accepts(certificate, null, errors));
        Assert.Equal(isAccepted, verifier.Rejection is null);
    }

    [Fact]
    public void A_pin_refuses_every_other_certificate_even_one_that_the_system_trusts()
    {
        using X509Certificate2 pinned = Create();
        using X509Certificate2 other = Create();
        CertificateVerifier verifier = new(Server, CertificateThumbprint.FromCertificate(pinned), skipCertificateCheck: true);
        Assert.True(verifier.Accepts(pinned, null, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(verifier.Accepts(other, null, SslPolicyErrors.None));
        Assert.IsType<ThumbprintMismatchException>(verifier.Rejection);
    }

    private static X509Certificate2 Create()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new CertificateRequest("CN=vc01.example.org", key, HashAlgorithmName.SHA256).CreateSelfSigned(start, start.AddYears(1));
    }
}
