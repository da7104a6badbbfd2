using System.Security.Cryptography;

namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>Represents the SHA-256 fingerprint of a host key as OpenSSH shows it: <c>SHA256:</c> and 43 characters of base64.</summary>
public sealed record HostKeyFingerprint
{
    private const string Prefix = "SHA256:";
    private const int Length = 43;

    private HostKeyFingerprint(string value) => Value = value;

    /// <summary>Gets the fingerprint with its prefix.</summary>
    public string Value { get; }

    /// <summary>Reads a fingerprint.</summary>
    /// <param name="text"><c>SHA256:...</c>; the prefix, and the padding at the end, may be left out.</param>
    /// <exception cref="FormatException">It is not valid.</exception>
    public static HostKeyFingerprint Parse(string text)
    {
        string value = (text ?? "").Trim();
        value = value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? value.Substring(Prefix.Length) : value;
        value = value.TrimEnd('=');
        bool isBase64 =
            value.Length == Length
            && value.All(letter => letter is '+' or '/' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'));
        return isBase64
            ? new(Prefix + value)
            : throw new FormatException(
                $"'{text}' is not a SHA-256 fingerprint of a host key: it consists of SHA256: "
                    + $"and {Length} characters, as ssh-keygen -lf shows it."
            );
    }

    /// <summary>Returns the fingerprint of a public key as SSH sends it.</summary>
    internal static HostKeyFingerprint FromKey(byte[] key)
    {
#pragma warning disable CA1850 // .NET Framework has no other way.
        using SHA256 hash = SHA256.Create();
        return new(Prefix + Convert.ToBase64String(hash.ComputeHash(key)).TrimEnd('='));
#pragma warning restore CA1850
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
