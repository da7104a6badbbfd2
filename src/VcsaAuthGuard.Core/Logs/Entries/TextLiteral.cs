namespace VcsaAuthGuard.Logs.Entries;

/// <summary>
/// Finds log text in the quoted values of lines that are neither JSON nor CSV: logfmt, the line protocol of InfluxDB, YAML, lists and
/// dictionaries of Python, statements of SQL.
/// </summary>
internal static class TextLiteral
{
    /// <summary>Returns the values that start as a line of a log does, in their order.</summary>
    /// <param name="text">The lines of an entry; a value may go on over several.</param>
    public static List<QuotedEntry> ReadAll(ReadOnlySpan<byte> text)
    {
        List<QuotedEntry> found = [];
        for (int at = 0; at < text.Length;)
        {
            int quote = text.Slice(at).IndexOfAny((byte)'"', (byte)'\'');
            if (quote < 0)
            {
                break;
            }

            at += quote + 1;
            if (StartsValue(text.Slice(0, at - 1)) && StartsLogText(text.Slice(at)))
            {
                int close = CloseOf(text, at);
                found.Add(new(Unescape(text.Slice(at, close - at), text[at - 1]), null, null));
                at = Math.Min(text.Length, close + 1);
            }
        }

        return found;
    }

    /// <summary>Determines whether a line starts with a value in single quotes, alone or the first of a list or dictionary.</summary>
    public static bool IsAtStart(ReadOnlySpan<byte> line)
    {
        int start = 0;
        while (start < line.Length && "[{(- "u8.IndexOf(line[start]) >= 0)
        {
            start++;
        }

        return start < line.Length && line[start] == '\'';
    }

    /// <summary>Returns the messages of events in the Common Event Format: <c>CEF:0|...|msg=TEXT</c>, in which an equals sign has a
    /// backslash.</summary>
    /// <param name="text">The lines of an entry, each of which may be an event.</param>
    public static List<QuotedEntry> ReadCef(ReadOnlySpan<byte> text)
    {
        List<QuotedEntry> found = [];
        while (!text.IsEmpty)
        {
            ReadOnlySpan<byte> line = LogLine.Next(ref text);
            int message = line.IndexOf("msg="u8);
            if (message >= 0 && StartsLogText(line.Slice(message + 4)))
            {
                found.Add(new(JsonLogText.Unescape(line.Slice(message + 4)), null, null));
            }
        }

        return found;
    }

    /// <summary>Determines whether a quote behind <paramref name="front"/> starts a value.</summary>
    private static bool StartsValue(ReadOnlySpan<byte> front)
    {
        // Python marks what kind of text a literal is: b'...', r'...', u'...'.
        if (front.Length > 0 && front[front.Length - 1] is (byte)'b' or (byte)'r' or (byte)'u')
        {
            front = front.Slice(0, front.Length - 1);
        }

        return front.IsEmpty || Bytes.IsBlank(front[front.Length - 1]) || "=:,([{>|\n"u8.IndexOf(front[front.Length - 1]) >= 0;
    }

    private static bool StartsLogText(ReadOnlySpan<byte> text)
    {
        text = Bytes.TrimStart(text);
        return text.StartsWith("-->"u8)
            || text.StartsWith("Event ["u8)
            || LogTimestamp.TryRead(text.StartsWith("["u8) ? text.Slice(1) : text, out _, out _, out _)
            || SyslogPrefix.IsSyslogStart(text);
    }

    /// <summary>Returns where the value that starts at <paramref name="start"/> ends; the end of the text where it is cut.</summary>
    private static int CloseOf(ReadOnlySpan<byte> text, int start)
    {
        byte quote = text[start - 1];
        for (int at = start; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == quote)
            {
                ReadOnlySpan<byte> behind = text.Slice(at + 1);
                bool isDoubled = behind.Length > 0 && behind[0] == quote;
                if (!isDoubled && (behind.IsEmpty || ",;)]}:\r\n"u8.IndexOf(behind[0]) >= 0 || (quote == '"' && behind[0] == ' ')))
                {
                    return at;
                }

                at += isDoubled ? 1 : 0;
            }
        }

        return text.Length;
    }

    private static byte[] Unescape(ReadOnlySpan<byte> value, byte quote)
    {
        // SQL and YAML double a single quote and know no backslash.
        ReadOnlySpan<byte> doubled = [quote, quote];
        if (value.IndexOf(doubled) < 0)
        {
            return JsonLogText.HasOnlyEscapes(value) ? JsonLogText.Unescape(value) : value.ToArray();
        }

        List<byte> text = new(value.Length);
        for (int at = 0; at < value.Length; at++)
        {
            text.Add(value[at]);
            at += value[at] == quote ? 1 : 0;
        }

        return [.. text];
    }
}
