using System.Security.Cryptography;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// What a log is known by, under whatever name and however often it was renamed, copied or linked: sums of its first bytes. Their text
/// is not kept, for session ids may be in it.
/// </summary>
/// <param name="Length">How many bytes <paramref name="Sum"/> is of.</param>
/// <param name="Start">The sum of the first <see cref="Least"/> bytes.</param>
/// <param name="Sum">The sum of the first <paramref name="Length"/> bytes.</param>
internal readonly record struct LogHead(int Length, string Start, string Sum)
{
    /// <summary>Shorter heads prove nothing, as among <see cref="LogCopies"/>.</summary>
    public const int Least = 64;

    /// <summary>More is not looked at.</summary>
    public const int Most = 1024;

    public static LogHead Of(byte[] head) => new(head.Length, SumOf(head, Least), SumOf(head, head.Length));

    /// <summary>Whether a log that starts so is this one: a copy that is still being written, where it is shorter.</summary>
    public bool Matches(byte[] head) =>
        head.Length >= Least && (head.Length < Length ? SumOf(head, Least) == Start : SumOf(head, Length) == Sum);

    private static string SumOf(byte[] head, int length)
    {
#if NET
        return Convert.ToHexString(SHA256.HashData(head.AsSpan(0, length)));
#else
        using SHA256 sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(head, 0, length)).Replace("-", "");
#endif
    }
}
