using System.Buffers.Text;
using System.Text;
#if NET
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
#endif

namespace VcsaAuthGuard.Logs;

/// <summary>Provides operations on UTF-8 text that both builds of the engine share.</summary>
internal static class Bytes
{
    public static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    public static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';

    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        int start = 0;
        while (start < text.Length && IsBlank(text[start]))
        {
            start++;
        }

        return text.Slice(start);
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        text = TrimStart(text);
        int end = text.Length;
        while (end > 0 && (IsBlank(text[end - 1]) || text[end - 1] == '\r'))
        {
            end--;
        }

        return text.Slice(0, end);
    }

    /// <summary>Cuts the text up to the first blank off the front of <paramref name="rest"/>, with the blanks behind it.</summary>
    public static ReadOnlySpan<byte> NextWord(scoped ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = end < 0 ? rest : rest.Slice(0, end);
        rest = end < 0 ? default : TrimStart(rest.Slice(end + 1));
        return word;
    }

    /// <summary>
    /// Gets the text between <paramref name="before"/> and the next <paramref name="after"/>; returns false if either is missing.
    /// </summary>
    public static bool TryBetween(
        ReadOnlySpan<byte> text,
        ReadOnlySpan<byte> before,
        ReadOnlySpan<byte> after,
        out ReadOnlySpan<byte> found
    )
    {
        found = default;
        int start = text.IndexOf(before);
        if (start < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text.Slice(start + before.Length);
        int end = rest.IndexOf(after);
        if (end < 0)
        {
            return false;
        }

        found = rest.Slice(0, end);
        return true;
    }

    /// <summary>Reads the digits <paramref name="text"/> starts with.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> text, out int number, out int length) =>
        Utf8Parser.TryParse(text, out number, out length) && length > 0 && IsDigit(text[0]);

    public static unsafe string ToText(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return "";
        }

        fixed (byte* start = text)
        {
            return Encoding.UTF8.GetString(start, text.Length);
        }
    }

    public static string? ToTextOrNull(ReadOnlySpan<byte> text) => text.IsEmpty ? null : ToText(text);

    public static int CountLineFeeds(ReadOnlySpan<byte> text)
    {
#if NET
        // The framework's own count, compiled for older processors in a native program, uses half the width.
        int count = Avx2.IsSupported ? CountLineFeeds256(ref text) : 0;
        return count + text.Count((byte)'\n');
#else
        int count = 0;
        for (int next; (next = text.IndexOf((byte)'\n')) >= 0; text = text.Slice(next + 1))
        {
            count++;
        }

        return count;
#endif
    }

    /// <summary>Counts the lines behind the first that start with a dash, as those do that continue an entry.</summary>
    public static int CountDashedLines(ReadOnlySpan<byte> text)
    {
        int count = 0;
#if NET
        count = Avx2.IsSupported ? CountDashedLines256(ref text) : 0;
#endif
        ReadOnlySpan<byte> start = "\n-"u8;
        for (int next; (next = text.IndexOf(start)) >= 0; text = text.Slice(next + 1))
        {
            count++;
        }

        return count;
    }

#if NET
    /// <summary>Counts in all whole vectors of <paramref name="text"/> and leaves the rest of it.</summary>
    private static unsafe int CountLineFeeds256(ref ReadOnlySpan<byte> text)
    {
        Vector256<byte> lineFeed = Vector256.Create((byte)'\n');
        Vector256<long> total = Vector256<long>.Zero;
        int at = 0;
        fixed (byte* start = text)
        {
            while (text.Length - at >= Vector256<byte>.Count)
            {
                // A match is -1, so that a byte of the sum holds up to 255 of them.
                Vector256<byte> sum = Vector256<byte>.Zero;
                int end = at + (Math.Min(byte.MaxValue, (text.Length - at) / Vector256<byte>.Count) * Vector256<byte>.Count);
                for (; at < end; at += Vector256<byte>.Count)
                {
                    sum = Avx2.Subtract(sum, Avx2.CompareEqual(Avx.LoadVector256(start + at), lineFeed));
                }

                total = Avx2.Add(total, Avx2.SumAbsoluteDifferences(sum, Vector256<byte>.Zero).AsInt64());
            }
        }

        text = text.Slice(at);
        return Sum(total);
    }

    /// <summary>Counts line feeds with a dash behind them in whole vectors of <paramref name="text"/> and leaves the rest of it.</summary>
    private static unsafe int CountDashedLines256(ref ReadOnlySpan<byte> text)
    {
        Vector256<byte> lineFeed = Vector256.Create((byte)'\n');
        Vector256<byte> dash = Vector256.Create((byte)'-');
        Vector256<long> total = Vector256<long>.Zero;
        int at = 0;
        fixed (byte* start = text)
        {
            // The byte behind a vector has to be in the text too.
            while (text.Length - at > Vector256<byte>.Count)
            {
                Vector256<byte> sum = Vector256<byte>.Zero;
                int end = at + (Math.Min(byte.MaxValue, (text.Length - at - 1) / Vector256<byte>.Count) * Vector256<byte>.Count);
                for (; at < end; at += Vector256<byte>.Count)
                {
                    Vector256<byte> found = Avx2.CompareEqual(Avx.LoadVector256(start + at), lineFeed);
                    Vector256<byte> behind = Avx2.CompareEqual(Avx.LoadVector256(start + at + 1), dash);
                    sum = Avx2.Subtract(sum, Avx2.And(found, behind));
                }

                total = Avx2.Add(total, Avx2.SumAbsoluteDifferences(sum, Vector256<byte>.Zero).AsInt64());
            }
        }

        text = text.Slice(at);
        return Sum(total);
    }

    private static int Sum(Vector256<long> total) =>
        (int)(total.GetElement(0) + total.GetElement(1) + total.GetElement(2) + total.GetElement(3));
#endif
}
