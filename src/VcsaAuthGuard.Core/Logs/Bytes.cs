using System.Buffers.Text;
using System.Text;

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
        return text.Count((byte)'\n');
#else
        int count = 0;
        for (int next; (next = text.IndexOf((byte)'\n')) >= 0; text = text.Slice(next + 1))
        {
            count++;
        }

        return count;
#endif
    }
}
