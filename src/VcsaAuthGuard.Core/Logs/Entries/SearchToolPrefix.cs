namespace VcsaAuthGuard.Logs.Entries;

/// <summary>
/// Measures the text that search tools, container tools and remote shells put in front of each line they print: <c>FILE:12:</c>,
/// <c>FILE-12-</c> and <c>12:</c> (grep, ripgrep, findstr, Select-String), and in front of an arrow also <c>FILE:</c>, <c>[TIME] </c>,
/// <c>[pod/NAME] </c>, <c>NAME: </c> and <c>TIME </c>. In front of a header these are no prefix: the header is found behind any text.
/// </summary>
internal static class SearchToolPrefix
{
    private const int MaxPathLength = 300;

    /// <summary>The names that a file with a log may end with, before a colon, where its path has blanks.</summary>
    private static readonly byte[][] PathEnds = [".log:"u8.ToArray(), ".txt:"u8.ToArray(), ".gz:"u8.ToArray(), ".json:"u8.ToArray()];

    /// <summary>Skips the prefix that <paramref name="text"/> starts with; only in front of a line of a log.</summary>
    public static bool TrySkip(ref ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = WithoutMatchMark(text);
        return rest.Length > 0 && (TrySkipTime(rest, ref text) || TrySkipBracket(rest, ref text) || TrySkipPath(rest, ref text));
    }

    /// <summary>Removes what Select-String with context shows in front of the line that matched, and in front of the others.</summary>
    private static ReadOnlySpan<byte> WithoutMatchMark(ReadOnlySpan<byte> text) =>
        text.StartsWith("> "u8) || text.StartsWith("  "u8) ? Bytes.TrimStart(text.Slice(2)) : text;

    /// <summary>Skips <c>TIME </c>, as <c>docker logs -t</c> and <c>kubectl logs --timestamps</c> print it.</summary>
    private static bool TrySkipTime(ReadOnlySpan<byte> line, ref ReadOnlySpan<byte> text)
    {
        if (!LogTimestamp.TryRead(line, out _, out int length, out _) || !StartsArrow(line.Slice(length)))
        {
            return false;
        }

        text = Bytes.TrimStart(line.Slice(length));
        return true;
    }

    private static bool TrySkipBracket(ReadOnlySpan<byte> line, ref ReadOnlySpan<byte> text)
    {
        int close = line[0] == '[' ? line.Slice(0, Math.Min(line.Length, MaxPathLength)).IndexOf((byte)']') : -1;

        // A quoted word or a field belongs to the header of an entry.
        if (close < 2 || !StartsArrow(line.Slice(close + 1))
            || line.Slice(1, close - 1).IndexOfAny((byte)'\'', (byte)'=', (byte)'@') >= 0)
        {
            return false;
        }

        text = Bytes.TrimStart(line.Slice(close + 1));
        return true;
    }

    /// <summary>Skips a path, a line number or a name, up to the separator in front of the line.</summary>
    private static bool TrySkipPath(ReadOnlySpan<byte> line, ref ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> reach = line.Slice(0, Math.Min(line.Length, MaxPathLength));
        if (LogTimestamp.TryRead(line, out _, out _, out _))
        {
            return false;
        }

        for (int at = PathWithBlanks(reach); at < reach.Length && !IsNotInPath(reach[at]); at++)
        {
            if (reach[at] is not ((byte)':' or (byte)'-') || at == 0)
            {
                continue;
            }

            ReadOnlySpan<byte> behind = line.Slice(at + 1);
            int number = NumberLength(behind);
            bool isNumbered = number > 0 && number < behind.Length && behind[number] == reach[at] && StartsLine(behind.Slice(number + 1));
            if (isNumbered || IsBare(reach.Slice(0, at), behind))
            {
                text = Bytes.TrimStart(isNumbered ? behind.Slice(number + 1) : behind);
                return true;
            }
        }

        return false;
    }

    /// <summary>Determines whether a separator stands directly in front of the line, behind a line number, a path or a name.</summary>
    private static bool IsBare(ReadOnlySpan<byte> front, ReadOnlySpan<byte> behind) =>
        NumberLength(front) == front.Length ? StartsLine(behind) : StartsArrow(behind);

    /// <summary>Returns where the end of a path with blanks is; 0 if the line starts with none.</summary>
    private static int PathWithBlanks(ReadOnlySpan<byte> line)
    {
        bool isRooted = line.Length > 3 && (line[0] == '/' || line[0] == '.' || line.Slice(1).StartsWith(":\\"u8));
        if (!isRooted)
        {
            return 0;
        }

        foreach (byte[] end in PathEnds)
        {
            if (line.IndexOf(end) is int at and > 0)
            {
                return at + end.Length - 1;
            }
        }

        return 0;
    }

    private static bool IsNotInPath(byte value) => value < ' ' || value is (byte)' ' or (byte)'"' or (byte)'[' or (byte)'{' or (byte)'<';

    private static int NumberLength(ReadOnlySpan<byte> text)
    {
        const int MaxDigits = 10;
        int length = 0;
        while (length < text.Length && length < MaxDigits && Bytes.IsDigit(text[length]))
        {
            length++;
        }

        return length;
    }

    private static bool StartsArrow(ReadOnlySpan<byte> text) => Bytes.TrimStart(text).StartsWith("-->"u8);

    /// <summary>Determines whether a text starts as a line of a log does: with an arrow, a time, a priority or a JSON document.</summary>
    private static bool StartsLine(ReadOnlySpan<byte> text)
    {
        text = Bytes.TrimStart(text);
        return text.StartsWith("-->"u8)
            || text.StartsWith("{\""u8)
            || LogTimestamp.TryRead(text.StartsWith("["u8) ? text.Slice(1) : text, out _, out _, out _)
            || SyslogPrefix.IsSyslogStart(text);
    }
}
