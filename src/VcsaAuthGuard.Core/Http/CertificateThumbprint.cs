using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VcsaAuthGuard.Http;

/// <summary>Represents a certificate's SHA-256 thumbprint.</summary>
public sealed record CertificateThumbprint
{
    private const int Sha1Digits = 40;
    private const int Sha256Digits = 64;

    private readonly string _digits;

    private CertificateThumbprint(string digits) => _digits = digits;

    /// <summary>Parses a thumbprint: 64 hexadecimal digits, with or without colons, dashes and spaces.</summary>
    /// <param name="text">The thumbprint.</param>
    /// <exception cref="FormatException">The text is not a SHA-256 thumbprint; the message names a SHA-1 thumbprint.</exception>
    public static CertificateThumbprint Parse(string text)
    {
        string digits = string.Concat((text ?? "").Where(c => c is not (':' or '-' or ' '))).ToUpperInvariant();
        bool isHexadecimal = digits.All(c => c is (>= '0' and <= '9') or (>= 'A' and <= 'F'));
        return (isHexadecimal, digits.Length) switch
        {
            (true, Sha256Digits) => new(digits),
            (true, Sha1Digits) => throw new FormatException("This is a SHA-1 thumbprint (40 digits); a SHA-256 thumbprint has 64."),
            _ => throw new FormatException("A SHA-256 thumbprint has 64 hexadecimal digits, with or without colons between them."),
        };
    }

    /// <summary>Returns the thumbprint of a certificate.</summary>
    /// <param name="certificate">The certificate.</param>
    public static CertificateThumbprint FromCertificate(X509Certificate certificate)
    {
#if NET
        return new(Convert.ToHexString(SHA256.HashData(certificate.GetRawCertData())));
#else
        using SHA256 sha256 = SHA256.Create();
        return new(BitConverter.ToString(sha256.ComputeHash(certificate.GetRawCertData())).Replace("-", ""));
#endif
    }

    /// <summary>Returns 64 hexadecimal digits in upper case.</summary>
    public override string ToString() => _digits;
}
