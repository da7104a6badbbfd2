using System.Security.Cryptography;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>Computes SHA-256 sums with what each target framework offers.</summary>
internal static class Sha256Sum
{
    /// <summary>Returns the SHA-256 sum of some bytes.</summary>
    public static byte[] Compute(ReadOnlySpan<byte> bytes)
    {
#if NET
        return SHA256.HashData(bytes);
#else
        using SHA256 sha = SHA256.Create();
        return sha.ComputeHash(bytes.ToArray());
#endif
    }

    /// <summary>Returns the SHA-256 sum of some bytes as upper-case hexadecimal digits.</summary>
    public static string ComputeHex(ReadOnlySpan<byte> bytes)
    {
#if NET
        return Convert.ToHexString(Compute(bytes));
#else
        return BitConverter.ToString(Compute(bytes)).Replace("-", "");
#endif
    }
}
