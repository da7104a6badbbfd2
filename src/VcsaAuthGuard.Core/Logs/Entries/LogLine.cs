namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Finds the ends of lines and entries, and tells which lines continue an entry.</summary>
internal static class LogLine
{
    /// <summary>The number of bytes of a line that decide whether it continues an entry.</summary>
    public const int ContinuationReach = 512;

    /// <summary>The number of bytes of a JSON document that decide the same; the log's line may be its last field.</summary>
    private const int DocumentReach = 32 * 1024;

    private static ReadOnlySpan<byte> Arrow => "-->"u8;

    /// <summary>
    /// Determines whether the line that <paramref name="text"/> starts with (what follows it does not matter) continues an entry: it
    /// starts with an arrow, with or without a prefix or inside a document or record of its own, or it is blank.
    /// </summary>
    public static bool IsContinuation(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith(Arrow))
        {
            return true;
        }

        if (IsUsualHeader(text))
        {
            return false;
        }

        int reach = JsonLogText.StartsDocument(text) ? DocumentReach : ContinuationReach;
        if (text.Length > reach)
        {
            text = text.Slice(0, reach);
        }

        int lineEnd = text.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = lineEnd < 0 ? text : text.Slice(0, lineEnd);
        return IsBlank(line)
            || (line.IndexOf(Arrow) >= 0 && (Bytes.TrimStart(line).StartsWith(Arrow) || IsArrowBehindPrefix(line)))
            || QuotedEntry.IsContinuation(line)
            || JsonLogText.IsField(line);
    }

    private static bool IsArrowBehindPrefix(ReadOnlySpan<byte> line)
    {
        line = line.Slice(SyslogPrefix.MeasurePriority(line));
        ReadOnlySpan<byte> rest = SyslogPrefix.Skip(line);
        return rest.StartsWith(Arrow) || (!JsonLogText.StartsDocument(rest) && ArrowPrefix.IsContinuation(rest));
    }

    /// <summary>Determines whether a line holds nothing but blanks.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> line) => Bytes.Trim(line).IsEmpty;

    /// <summary>
    /// Determines whether a line starts with a time in the usual shape and two words that are no prefix: then no arrow can follow
    /// the time. Nearly every line does; looking at all of it for an arrow takes longer.
    /// </summary>
    private static bool IsUsualHeader(ReadOnlySpan<byte> text)
    {
        const int TimeLength = 24; // yyyy-MM-ddTHH:mm:ss.fffZ
        const int Reach = 64;
        if (text.Length < TimeLength + Reach || text[TimeLength] != ' ' || text[TimeLength - 1] != 'Z' || text[19] != '.'
            || !Bytes.IsDigit(text[0]) || !Bytes.IsDigit(text[20]) || !Bytes.IsDigit(text[21]) || !Bytes.IsDigit(text[22]))
        {
            return false;
        }

        int words = 0;
        int firstEnd = 0;
        for (int i = TimeLength + 1; i < TimeLength + Reach; i++)
        {
            byte value = text[i];
            if (value == ' ')
            {
                if (Bytes.IsBlank(text[i - 1]))
                {
                    return false;
                }

                if (++words == 1)
                {
                    firstEnd = i;
                }
                else
                {
                    // A number of one digit is a relay's version, a letter a container's; a plus is the line marker of ESXi. A word that is
                    // no level may be a relay's host.
                    ReadOnlySpan<byte> level = text.Slice(TimeLength + 1, firstEnd - TimeLength - 1);
                    return text[i - 1] != ':' && text[firstEnd - 1] is not ((byte)'+' or (byte)':') && i - firstEnd > 2
                        && (level.SequenceEqual("info"u8) || LogLevel.IsLevel(level));
                }
            }
            else if (value is (byte)'\t' or (byte)'\n')
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Cuts the first line off <paramref name="rest"/> and returns it without its line end.</summary>
    public static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? rest : rest.Slice(0, end);
        rest = end < 0 ? default : rest.Slice(end + 1);
        return WithoutReturn(line);
    }

    /// <summary>Returns a line without its end.</summary>
    public static ReadOnlySpan<byte> WithoutEnd(ReadOnlySpan<byte> line) =>
        WithoutReturn(line.Length > 0 && line[line.Length - 1] == '\n' ? line.Slice(0, line.Length - 1) : line);

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) =>
        line.Length > 0 && line[line.Length - 1] == '\r' ? line.Slice(0, line.Length - 1) : line;

    /// <summary>Returns the start of the line that holds position <paramref name="at"/>.</summary>
    public static int StartOf(ReadOnlySpan<byte> text, int at) => text.Slice(0, at).LastIndexOf((byte)'\n') + 1;

    /// <summary>Returns the position after the line feed that ends the line at <paramref name="at"/>, or the end of the text.</summary>
    public static int EndOf(ReadOnlySpan<byte> text, int at)
    {
        int end = text.Slice(at).IndexOf((byte)'\n');
        return end < 0 ? text.Length : at + end + 1;
    }

    /// <summary>Returns the end of the entry whose header line holds position <paramref name="at"/>.</summary>
    public static int EndOfEntry(ReadOnlySpan<byte> text, int at) => EndOfEntryAt(text, EndOf(text, at));

    /// <summary>Returns the end of the entry that has a line that ends at <paramref name="end"/>.</summary>
    public static int EndOfEntryAt(ReadOnlySpan<byte> text, int end)
    {
        while (end < text.Length && IsContinuation(text.Slice(end)))
        {
            end = EndOf(text, end);
        }

        return end;
    }
}
