using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace VcsaAuthGuard.ApiLoad;

/// <summary>
/// Converts session ids (<c>528e6e0c-246d-58b5-3234-278c6e0c5d0d</c>) and other ids to 64-bit numbers, because millions are kept. The
/// probability that two of 5 million sessions share a number is below one in a million.
/// </summary>
internal static class SessionIds
{
    /// <summary>The number of characters in a session id.</summary>
    public const int Length = 36;

    /// <summary>Reads the session id that <paramref name="text"/> starts with; 0 if it starts with none.</summary>
    public static ulong Read(ReadOnlySpan<byte> text)
    {
        bool isId =
            text.Length >= Length
            && text[8] == '-'
            && text[13] == '-'
            && text[18] == '-'
            && text[23] == '-'
            && IsHex(text[0])
            && IsHex(text[Length - 1]);
        return isId ? Hash(text.Slice(0, Length)) : 0;
    }

    /// <summary>Converts an id that is text.</summary>
    public static ulong Read(string? text) => text is null ? 0 : Read(Encoding.UTF8.GetBytes(text));

    /// <summary>Finds the first session id in the first line of a call's entry, behind <c>-- ERROR LRO -- </c>; returns 0 if there is
    /// none.</summary>
    public static ulong Find(string entry)
    {
        const string Form = "-- ERROR ";
        int end = entry.IndexOf('\n');
        string line = end < 0 ? entry : entry.Remove(end);
        int at = line.IndexOf(Form, StringComparison.Ordinal);
        at = at < 0 ? -1 : line.IndexOf(" -- ", at + Form.Length, StringComparison.Ordinal);
        return at < 0 || line.Length < at + 4 + Length ? 0 : Read(line.Substring(at + 4, Length));
    }

    /// <summary>Returns a hash of some bytes; 0 only for no bytes.</summary>
    public static ulong Hash(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        const ulong Prime = 0x9FB21C651E98DF25;

        // Two chains that do not wait for one another.
        ulong one = (ulong)text.Length * Prime;
        ulong two = Prime;
        while (text.Length >= 2 * sizeof(ulong))
        {
            one = Mix(one ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * Prime;
            two = Mix(two ^ BinaryPrimitives.ReadUInt64LittleEndian(text.Slice(sizeof(ulong)))) * Prime;
            text = text.Slice(2 * sizeof(ulong));
        }

        if (text.Length >= sizeof(ulong))
        {
            one = Mix(one ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * Prime;
            text = text.Slice(sizeof(ulong));
        }

        ulong rest = 0;
        if (text.Length >= sizeof(uint))
        {
            rest = BinaryPrimitives.ReadUInt32LittleEndian(text);
            text = text.Slice(sizeof(uint));
        }

        foreach (byte value in text)
        {
            rest = (rest << 8) | value;
        }

        ulong hash = Mix((Mix(one ^ rest) * Prime) + two);
        return hash == 0 ? 1 : hash;
    }

    private static bool IsHex(byte value) => (uint)(value - '0') <= 9 || (uint)((value | 0x20) - 'a') <= 'f' - 'a';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value ^= value >> 32;
        value *= 0xD6E8FEB86659FD93;
        return value ^ (value >> 29);
    }
}
