namespace VcsaAuthGuard.Logs.Entries;

/// <summary>What a syslog relay or a collector puts in front of a line: RFC 5424, RFC 3164, the latter with an ISO 8601 time, or a bare priority.</summary>
internal static class SyslogPrefix
{
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>Measures the prefix of <paramref name="line"/>.</summary>
    /// <param name="line">One line.</param>
    /// <param name="time">The prefix's time when it is a full ISO 8601 one.</param>
    /// <param name="hasOffset">Whether that time says its offset.</param>
    /// <returns>The prefix's length in bytes with the blanks behind it; 0 when there is none.</returns>
    public static int Measure(ReadOnlySpan<byte> line, out DateTimeOffset? time, out bool hasOffset)
    {
        time = null;
        hasOffset = false;
        ReadOnlySpan<byte> rest = line;
        bool hasPriority = SkipPriority(ref rest);
        if (hasPriority && rest.Length > 2 && rest[0] == '1' && rest[1] == ' ')
        {
            ReadOnlySpan<byte> structured = rest.Slice(2);
            if (TrySkipRfc5424(ref structured, out time, out hasOffset))
            {
                return line.Length - structured.Length;
            }
        }

        ReadOnlySpan<byte> afterPriority = rest;
        if (TrySkipRfc3164(ref rest, out time, out hasOffset))
        {
            return line.Length - rest.Length;
        }

        return hasPriority ? line.Length - afterPriority.Length : 0;
    }

    /// <summary>The length of the <c>&lt;14&gt;</c> that <paramref name="line"/> starts with; 0 when it does not.</summary>
    public static int MeasurePriority(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = line;
        return SkipPriority(ref rest) ? line.Length - Bytes.TrimStart(rest).Length : 0;
    }

    private static bool SkipPriority(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 3 || rest[0] != '<')
        {
            return false;
        }

        int end = rest.Slice(0, Math.Min(5, rest.Length)).IndexOf((byte)'>');
        if (end < 2 || !Bytes.TryReadNumber(rest.Slice(1), out int priority, out int digits) || digits != end - 1 || priority > 191)
        {
            return false;
        }

        rest = rest.Slice(end + 1);
        return true;
    }

    private static bool TrySkipRfc5424(ref ReadOnlySpan<byte> rest, out DateTimeOffset? time, out bool hasOffset)
    {
        time = null;
        ReadOnlySpan<byte> stamp = Bytes.NextWord(ref rest);
        if (LogTimestamp.TryRead(stamp, out DateTimeOffset read, out int length, out hasOffset) && length == stamp.Length)
        {
            time = read;
        }
        else if (!stamp.SequenceEqual("-"u8))
        {
            return false;
        }

        for (int hostAppProcessMessage = 0; hostAppProcessMessage < 4; hostAppProcessMessage++)
        {
            if (Bytes.NextWord(ref rest).IsEmpty)
            {
                return false;
            }
        }

        if (!TrySkipStructuredData(ref rest))
        {
            return false;
        }

        if (rest.StartsWith("\uFEFF"u8))
        {
            rest = rest.Slice(3);
        }

        return true;
    }

    private static bool TrySkipStructuredData(ref ReadOnlySpan<byte> rest)
    {
        if (!rest.IsEmpty && rest[0] == '-')
        {
            rest = Bytes.TrimStart(rest.Slice(1));
            return true;
        }

        if (rest.IsEmpty || rest[0] != '[')
        {
            return false;
        }

        bool quoted = false;
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '\\')
            {
                i++;
            }
            else if (rest[i] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && rest[i] == ']' && (i + 1 == rest.Length || rest[i + 1] != '['))
            {
                bool ends = i + 1 == rest.Length || rest[i + 1] == ' ';
                rest = ends ? Bytes.TrimStart(rest.Slice(i + 1)) : rest;
                return ends;
            }
        }

        return false;
    }

    private static bool TrySkipRfc3164(ref ReadOnlySpan<byte> rest, out DateTimeOffset? time, out bool hasOffset)
    {
        time = null;
        hasOffset = false;
        ReadOnlySpan<byte> text = rest;
        if (LogTimestamp.TryRead(text, out DateTimeOffset read, out int length, out bool offset) && length < text.Length && text[length] == ' ')
        {
            text = Bytes.TrimStart(text.Slice(length));
        }
        else if (IsMonthDayTime(text))
        {
            text = Bytes.TrimStart(text.Slice(15));
            read = default;
        }
        else
        {
            return false;
        }

        ReadOnlySpan<byte> host = Bytes.NextWord(ref text);
        ReadOnlySpan<byte> tag = Bytes.NextWord(ref text);

        if (host.IsEmpty || tag.Length < 2 || tag[tag.Length - 1] != ':')
        {
            return false;
        }

        if (read != default)
        {
            time = read;
            hasOffset = offset;
        }

        rest = text;
        return true;
    }

    private static bool IsMonthDayTime(ReadOnlySpan<byte> text) // "Feb 11 02:14:07 "
    {
        if (text.Length < 16 || text[3] != ' ' || text[6] != ' ' || text[9] != ':' || text[12] != ':' || text[15] != ' ')
        {
            return false;
        }

        foreach (string month in Months)
        {
            if (text[0] == month[0] && text[1] == month[1] && text[2] == month[2])
            {
                return true;
            }
        }

        return false;
    }
}
