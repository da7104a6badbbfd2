namespace VcsaAuthGuard.Logs.Entries;

/// <summary>
/// Measures the text that a relay, a collector or a container puts in front of a line: RFC 5424, RFC 3164, the latter with an ISO 8601
/// time, a bare
/// priority, a number in brackets, the line marker of ESXi 8, or the columns of a container's log.
/// </summary>
internal static class SyslogPrefix
{
    /// <summary>The number of prefixes that may follow one another: a line that passed two relays has two or three.</summary>
    public const int MaxNested = 8;

    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>Measures the first prefix of <paramref name="line"/>.</summary>
    /// <param name="line">One line.</param>
    /// <param name="time">The prefix's time when it is a full ISO 8601 one.</param>
    /// <param name="hasOffset">Whether that time has an offset.</param>
    /// <param name="host">The host that the prefix names; empty if it names none.</param>
    /// <returns>The prefix's length in bytes with the blanks behind it; 0 if there is none.</returns>
    public static int Measure(
        ReadOnlySpan<byte> line, out DateTimeOffset? time, out bool hasOffset, out ReadOnlySpan<byte> host)
    {
        time = null;
        hasOffset = false;
        ReadOnlySpan<byte> rest = line;
        bool hasPriority = SkipPriority(ref rest);
        ReadOnlySpan<byte> behind = rest;
        ReadOnlySpan<byte> named = line.Slice(0, 0);
        bool isFound = TrySkipRfc5424(ref behind, out time, out hasOffset, ref named)
            || TrySkipRfc3164(ref behind, out time, out hasOffset, ref named)
            || TrySkipMarker(ref behind, out time, out hasOffset)
            || TrySkipContainer(ref behind, out time, out hasOffset)
            || TrySkipNumber(ref behind)
            || SearchToolPrefix.TrySkip(ref behind);
        host = named;
        return isFound ? line.Length - behind.Length : hasPriority ? line.Length - rest.Length : 0;
    }

    /// <summary>Returns the text behind all prefixes of <paramref name="line"/>, without the blanks in front of it.</summary>
    public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> line)
    {
        for (int i = 0; i < MaxNested && !line.StartsWith("-->"u8) && Measure(line, out _, out _, out _) is int length and > 0; i++)
        {
            line = Bytes.TrimStart(line.Slice(length));
        }

        return line;
    }

    /// <summary>Returns the length of the <c>&lt;14&gt;</c> that <paramref name="line"/> starts with; 0 if it does not.</summary>
    public static int MeasurePriority(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = line;
        return SkipPriority(ref rest) ? line.Length - Bytes.TrimStart(rest).Length : 0;
    }

    /// <summary>Determines whether a text starts with a priority or with the time of RFC 3164.</summary>
    public static bool IsSyslogStart(ReadOnlySpan<byte> text) => MeasurePriority(text) > 0 || MonthDayTimeLength(text) > 0;

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

    /// <summary>Skips <c>1 TIME HOST APP PROCID MSGID SD </c>, whose priority a file does not have.</summary>
    private static bool TrySkipRfc5424(
        ref ReadOnlySpan<byte> text, out DateTimeOffset? time, out bool hasOffset, ref ReadOnlySpan<byte> host)
    {
        time = null;
        hasOffset = false;
        if (text.Length <= 2 || text[0] != '1' || text[1] != ' ')
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text.Slice(2);
        ReadOnlySpan<byte> stamp = Bytes.NextWord(ref rest);
        if (LogTimestamp.TryRead(stamp, out DateTimeOffset read, out int length, out hasOffset) && length == stamp.Length)
        {
            time = read;
        }
        else if (!stamp.SequenceEqual("-"u8))
        {
            return false;
        }

        ReadOnlySpan<byte> named = Bytes.NextWord(ref rest);
        for (int appProcessMessage = 0; appProcessMessage < 3; appProcessMessage++)
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

        host = IsNoHost(named) ? host : named;
        text = rest.StartsWith("\uFEFF"u8) ? rest.Slice(3) : rest;
        return true;
    }

    private static bool TrySkipStructuredData(ref ReadOnlySpan<byte> rest)
    {
        if (!rest.IsEmpty && rest[0] == '-' && (rest.Length == 1 || Bytes.IsBlank(rest[1])))
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

    /// <summary>Skips <c>Mmm dd hh:mm:ss HOST TAG: </c>, or a whole RFC 5424 header in the place of the tag, as relays write it.</summary>
    private static bool TrySkipRfc3164(
        ref ReadOnlySpan<byte> rest, out DateTimeOffset? time, out bool hasOffset, ref ReadOnlySpan<byte> host)
    {
        ReadOnlySpan<byte> text = rest;
        if (!TrySkipTime(ref text, out time, out hasOffset))
        {
            return false;
        }

        ReadOnlySpan<byte> named = Bytes.NextWord(ref text);
        if (named.SequenceEqual("-->"u8))
        {
            return false;
        }

        ReadOnlySpan<byte> known = IsNoHost(named) ? host : named;
        ReadOnlySpan<byte> inner = text;
        if (!named.IsEmpty && TrySkipRfc5424(ref inner, out DateTimeOffset? innerTime, out bool innerHasOffset, ref known))
        {
            host = known;
            (time, hasOffset) = innerTime is null ? (time, hasOffset) : (innerTime, innerHasOffset);
            rest = inner;
            return true;
        }

        bool isBeforeTime =
            MeasurePriority(text) > 0
            || MonthDayTimeLength(text) > 0
            || (
                !IsNoHost(named)
                && LogTimestamp.TryRead(text, out _, out int length, out _)
                && length < text.Length
                && text[length] == ' '
            );
        if (!named.IsEmpty && isBeforeTime)
        {
            host = known;
            rest = text; // A relay that adds no tag.
            return true;
        }

        ReadOnlySpan<byte> tag = Bytes.NextWord(ref text);
        if (named.IsEmpty || tag.Length < 2 || tag[tag.Length - 1] != ':')
        {
            return false;
        }

        host = known;
        rest = text;
        return true;
    }

    /// <summary>Returns whether a word in the place of a host is none: not of a name's characters, a level, or the name by which every
    /// machine calls itself.</summary>
    public static bool IsNoHost(ReadOnlySpan<byte> word)
    {
        foreach (byte value in word)
        {
            bool isInName = Bytes.IsDigit(value) || (uint)((value | 0x20) - 'a') <= 'z' - 'a'
                || value is (byte)'.' or (byte)'-' or (byte)'_' or (byte)':';
            if (!isInName)
            {
                return true;
            }
        }

        return word.IsEmpty || word[word.Length - 1] == ':' || word.SequenceEqual("-"u8) || LogLevel.IsLevel(word)
            || word.StartsWith("localhost"u8) || word.SequenceEqual("127.0.0.1"u8) || word.SequenceEqual("::1"u8);
    }

    /// <summary>Skips what ESXi 8 puts in front of an entry's further lines: <c>TIME In(166)+ Hostd[2099490] </c>, with a colon or
    /// without.</summary>
    private static bool TrySkipMarker(ref ReadOnlySpan<byte> rest, out DateTimeOffset? time, out bool hasOffset)
    {
        ReadOnlySpan<byte> text = rest;
        if (!TrySkipTime(ref text, out time, out hasOffset))
        {
            return false;
        }

        ReadOnlySpan<byte> marker = Bytes.NextWord(ref text);
        marker = marker.EndsWith(":"u8) ? marker.Slice(0, marker.Length - 1) : marker;
        if (!marker.EndsWith("+"u8) || !LogLevel.IsLevel(marker.Slice(0, marker.Length - 1)))
        {
            return false;
        }

        ReadOnlySpan<byte> behind = text;
        ReadOnlySpan<byte> process = Bytes.NextWord(ref behind);
        rest = process.EndsWith("]"u8) && process[0] != '[' ? behind : text;
        return true;
    }

    /// <summary>Skips <c>TIME stdout F </c>, the columns of a container's log, or <c>NAME | </c>, those of a group of containers.</summary>
    private static bool TrySkipContainer(ref ReadOnlySpan<byte> rest, out DateTimeOffset? time, out bool hasOffset)
    {
        ReadOnlySpan<byte> text = rest;
        if (TrySkipTime(ref text, out time, out hasOffset))
        {
            ReadOnlySpan<byte> stream = Bytes.NextWord(ref text);
            ReadOnlySpan<byte> part = Bytes.NextWord(ref text);
            bool isContainer =
                (stream.SequenceEqual("stdout"u8) || stream.SequenceEqual("stderr"u8))
                && (part.SequenceEqual("F"u8) || part.SequenceEqual("P"u8));
            rest = isContainer ? text : rest;
            return isContainer;
        }

        text = rest;
        bool isNamed = !Bytes.NextWord(ref text).IsEmpty && Bytes.NextWord(ref text).SequenceEqual("|"u8);
        rest = isNamed ? text : rest;
        return isNamed;
    }

    /// <summary>Skips <c>[#3] </c>.</summary>
    private static bool TrySkipNumber(ref ReadOnlySpan<byte> rest)
    {
        if (
            !rest.StartsWith("[#"u8)
            || !Bytes.TryReadNumber(rest.Slice(2), out _, out int digits)
            || !rest.Slice(2 + digits).StartsWith("] "u8)
        )
        {
            return false;
        }

        rest = Bytes.TrimStart(rest.Slice(digits + 4));
        return true;
    }

    /// <summary>Skips a full ISO 8601 time, or an RFC 3164 one, which has neither year nor zone and is not used.</summary>
    private static bool TrySkipTime(ref ReadOnlySpan<byte> text, out DateTimeOffset? time, out bool hasOffset)
    {
        time = null;
        if (
            LogTimestamp.TryRead(text, out DateTimeOffset read, out int length, out hasOffset)
            && length < text.Length
            && text[length] == ' '
        )
        {
            time = read;
            text = Bytes.TrimStart(text.Slice(length));
            return true;
        }

        hasOffset = false;
        length = MonthDayTimeLength(text);
        if (length == 0)
        {
            return false;
        }

        text = Bytes.TrimStart(text.Slice(length));
        return true;
    }

    /// <summary>Returns the length of <c>Feb 11 02:14:07</c>, with a fraction of a second or without; 0 if the text starts with
    /// none.</summary>
    private static int MonthDayTimeLength(ReadOnlySpan<byte> text)
    {
        const int TimeLength = 15;
        if (text.Length <= TimeLength || text[3] != ' ' || text[6] != ' ' || text[9] != ':' || text[12] != ':' || !StartsWithMonth(text))
        {
            return 0;
        }

        int length = TimeLength;
        if (text[length] == '.')
        {
            length++;
            while (length < text.Length && Bytes.IsDigit(text[length]))
            {
                length++;
            }
        }

        return length < text.Length && text[length] == ' ' ? length : 0;
    }

    private static bool StartsWithMonth(ReadOnlySpan<byte> text)
    {
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
