using System.Buffers.Binary;
using System.Globalization;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Represents a place between two entries of a log, with a checksum of the text before it. It proves later that the log still holds the
/// text that was read up to there.
/// </summary>
/// <param name="Offset">The number of bytes before the place.</param>
/// <param name="Length">The number of bytes before the place that the checksum covers.</param>
/// <param name="Sum">The first 8 bytes of their SHA-256.</param>
internal readonly record struct LogCheckpoint(long Offset, int Length, ulong Sum)
{
    /// <summary>The number of bytes that a checksum covers at most.</summary>
    public const int MaxLength = 1024;

    /// <summary>Gets the checksum as 16 hexadecimal digits, as <c>sha256sum | head -c 16</c> prints it.</summary>
    public string SumText => Sum.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Creates a checkpoint from the text that ends there; its last <see cref="MaxLength"/> bytes count.</summary>
    public static LogCheckpoint Create(long offset, ReadOnlySpan<byte> before)
    {
        before = before.Length > MaxLength ? before.Slice(before.Length - MaxLength) : before;
        return new(offset, before.Length, SumOf(before));
    }

    /// <summary>Parses a checksum as <see cref="SumText"/> writes it.</summary>
    public static bool TryParseSum(string text, out ulong sum) =>
        ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out sum) && text.Length == 16;

    /// <summary>Returns whether this text, which ends at the checkpoint's offset, is the text that was read.</summary>
    public bool Matches(ReadOnlySpan<byte> before) => before.Length == Length && SumOf(before) == Sum;

    private static ulong SumOf(ReadOnlySpan<byte> text) => BinaryPrimitives.ReadUInt64BigEndian(Sha256Sum.Compute(text));
}
