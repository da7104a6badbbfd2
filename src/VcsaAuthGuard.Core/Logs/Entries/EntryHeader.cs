namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Represents the header of a log entry, in any of the shapes that <c>docs/reading-logs.md</c> lists. Parts the line lacks are
/// empty.</summary>
internal ref struct EntryHeader
{
    public DateTimeOffset? Time;
    public bool HasOffset;
    public ReadOnlySpan<byte> Level;
    public ReadOnlySpan<byte> Process;
    public ReadOnlySpan<byte> ThreadId;
    public ReadOnlySpan<byte> OpId;
    public ReadOnlySpan<byte> Sub;

    /// <summary>The host that the innermost of the prefixes names; empty if none does.</summary>
    public ReadOnlySpan<byte> Host;

    /// <summary>
    /// Indicates whether the header has a known form; if not, only <see cref="Time"/> and <see cref="Body"/> (the line after that time)
    /// are set.
    /// </summary>
    public bool IsKnown;

    /// <summary>The entry's message up to the end of its first line.</summary>
    public ReadOnlySpan<byte> Body;

    /// <summary>The number of bytes of a line within which a header is searched for.</summary>
    private const int SearchReach = 4096;

    /// <summary>Reads the header of an entry, wherever in its first line it begins.</summary>
    public static EntryHeader Read(ReadOnlySpan<byte> line) => Read(line, mayBeInside: true);

    /// <summary>Determines whether a line starts with a header, or with prefixes that are known and a header.</summary>
    public static bool IsAtStart(ReadOnlySpan<byte> line) => Read(line, mayBeInside: false).IsKnown;

    /// <summary>Determines whether a text starts with a header and no prefix, so that no line of it continues behind one.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> text) => ReadBehindPrefix(LogLine.Next(ref text)).IsKnown;

    private static EntryHeader Read(ReadOnlySpan<byte> line, bool mayBeInside)
    {
        // The shortest prefix first: what ESXi writes before its brackets looks like the host and the tag of a syslog line.
        EntryHeader header = ReadBehindPrefix(line.Slice(SyslogPrefix.MeasurePriority(line)));
        DateTimeOffset? envelopeTime = null;
        bool envelopeHasOffset = false;
        ReadOnlySpan<byte> host = default;
        for (int i = 0; i < SyslogPrefix.MaxNested && !header.IsKnown; i++)
        {
            int prefix = SyslogPrefix.Measure(line, out DateTimeOffset? time, out bool hasOffset, out ReadOnlySpan<byte> named);
            if (prefix == 0)
            {
                break;
            }

            host = named.IsEmpty ? host : named;

            (envelopeTime, envelopeHasOffset) = time is null ? (envelopeTime, envelopeHasOffset) : (time, hasOffset);
            line = Bytes.TrimStart(line.Slice(prefix));
            header = ReadBehindPrefix(line.Slice(SyslogPrefix.MeasurePriority(line)));
        }

        if (!header.IsKnown && mayBeInside && TryFind(line, out EntryHeader inside, out DateTimeOffset? before, out bool beforeHasOffset))
        {
            (envelopeTime, envelopeHasOffset) = before is null ? (envelopeTime, envelopeHasOffset) : (before, beforeHasOffset);
            header = inside;
        }

        if (header.Time is null)
        {
            (header.Time, header.HasOffset) = (envelopeTime, envelopeHasOffset);
        }

        header.Host = host;
        return header;
    }

    /// <summary>Finds the first known header behind an envelope of any shape.</summary>
    /// <param name="line">The line, which does not start with one.</param>
    /// <param name="header">The header.</param>
    /// <param name="before">The last time in front of it.</param>
    /// <param name="beforeHasOffset">Whether that time has an offset.</param>
    private static bool TryFind(ReadOnlySpan<byte> line, out EntryHeader header, out DateTimeOffset? before, out bool beforeHasOffset)
    {
        const int MinTimeLength = 19;
        (before, beforeHasOffset) = (null, false);
        int end = Math.Min(line.Length, SearchReach);
        int untimed = FindUntimed(line.Slice(0, end));
        for (int at = 0; at + MinTimeLength <= end; at++)
        {
            if (at == untimed)
            {
                header = ReadBehindPrefix(line.Slice(at));
                return true;
            }

            bool mayBeTime =
                Bytes.IsDigit(line[at])
                && line[at + 4] == '-'
                && line[at + 7] == '-'
                && line[at + 13] == ':'
                && (at == 0 || !IsInWord(line[at - 1]) || (at == 1 && line[0] is (byte)'+' or (byte)'-'));
            if (!mayBeTime || !LogTimestamp.TryRead(line.Slice(at), out DateTimeOffset time, out int length, out bool hasOffset))
            {
                continue;
            }

            bool isBracketed = at > 0 && line[at - 1] == '[';
            header = ReadBehindPrefix(line.Slice(isBracketed ? at - 1 : at));
            header = header.IsKnown || !isBracketed ? header : ReadBehindPrefix(line.Slice(at));
            if (header.IsKnown || line.Slice(at + length).StartsWith(EntryForms.LogRotation))
            {
                bool isQuoted = at > 0 && line[at - 1] == '"' && header.Body.EndsWith("\""u8);
                header.Body = isQuoted ? header.Body.Slice(0, header.Body.Length - 1) : header.Body;
                return true;
            }

            bool isGlued = at > 0 && IsLetter(line[at - 1]);
            (before, beforeHasOffset) = isGlued ? (before, beforeHasOffset) : (time, hasOffset);
        }

        header = default;
        return false;
    }

    /// <summary>Returns where <c>LEVEL PROCESS[THREAD] [Originator@...</c> begins, without a time; -1 if it is missing.</summary>
    private static int FindUntimed(ReadOnlySpan<byte> line)
    {
        int originator = line.IndexOf(" [Originator@"u8);
        if (originator < 0)
        {
            return -1;
        }

        ReadOnlySpan<byte> front = line.Slice(0, originator);
        const int WordsOfHeader = 3; // LEVEL PROCESS THREAD
        for (int words = 1; words <= WordsOfHeader; words++)
        {
            while (front.Length > 0 && front[front.Length - 1] == ' ')
            {
                front = front.Slice(0, front.Length - 1);
            }

            int start = front.LastIndexOf((byte)' ') + 1;
            if (words > 1 && ReadBehindPrefix(line.Slice(start)) is { IsKnown: true, Time: null })
            {
                return start;
            }

            front = front.Slice(0, start);
        }

        return -1;
    }

    /// <summary>Returns whether a digit behind a byte goes on with a number or a name. A letter may be the end of a word to which a time
    /// was glued: <c>INF2023-05-11T...</c>.</summary>
    private static bool IsInWord(byte value) => Bytes.IsDigit(value) || value is (byte)'-' or (byte)'.' or (byte)'+' or (byte)'_';

    private static bool IsLetter(byte value) => (uint)((value | 0x20) - 'a') <= 'z' - 'a';

    private static EntryHeader ReadBehindPrefix(ReadOnlySpan<byte> line)
    {
        EntryHeader header = new() { Body = line };

        // [TIME THREAD LEVEL 'SUB' opID=...] of vCenter 4 and 5.0: the time stands inside the bracket.
        int start = line.Length > 0 && line[0] == '[' ? 1 : 0;
        if (LogTimestamp.TryRead(line.Slice(start), out DateTimeOffset time, out int length, out bool hasOffset))
        {
            header.Time = time;
            header.HasOffset = hasOffset;
            length += start;
        }

        ReadOnlySpan<byte> rest = Bytes.TrimStart(line.Slice(length));
        header.IsKnown = start == 1 ? length > 0 && header.TryReadOldBracket(line, length)
            : rest.Length > 0 && rest[0] == '[' ? length > 0 && header.TryReadOldBracket(rest, 1)
            : header.TryReadLevelAndThread(rest);
        return header;
    }

    private bool TryReadLevelAndThread(ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> level = Bytes.NextWord(ref rest);
        if (!LogLevel.IsLevel(level))
        {
            return false;
        }

        // vpxd[4085937] | vpxd[4085937]: | vpxd 20973 | -[1001392061]
        ReadOnlySpan<byte> process = Bytes.NextWord(ref rest);
        ReadOnlySpan<byte> thread;
        int bracket = process.IndexOf((byte)'[');
        if (bracket >= 0)
        {
            thread = process.Slice(bracket + 1);
            int close = thread.IndexOf((byte)']');
            bool endsThere = close == thread.Length - 1 || (close == thread.Length - 2 && thread[thread.Length - 1] == ':');
            if (close <= 0 || bracket == 0 || !endsThere)
            {
                return false;
            }

            thread = thread.Slice(0, close);
        }
        else
        {
            thread = Bytes.NextWord(ref rest);
            if (process.IndexOf((byte)']') >= 0 || thread.IndexOfAny((byte)'[', (byte)']') >= 0)
            {
                return false;
            }
        }

        // ESXi 8: In(166) Hostd[1]: info -[1] [Originator@6876 ...]: the inner level is the one the program gave.
        ReadOnlySpan<byte> inner = rest;
        ReadOnlySpan<byte> innerLevel = Bytes.NextWord(ref inner);
        if (LogLevel.IsLevel(innerLevel) && Bytes.NextWord(ref inner).StartsWith("-["u8))
        {
            level = innerLevel;
            rest = inner;
        }

        if (rest.IsEmpty || rest[0] != '[' || !TryReadModernBracket(rest))
        {
            return false;
        }

        Level = level;
        Process = bracket >= 0 ? process.Slice(0, bracket) : process;
        ThreadId = thread;
        return true;
    }

    // [Originator@6876 sub=vmomi.soapStub[774949] opID=7ac8f6ad] BODY; a bracket without @ or = ([VpxLRO]) belongs to the body
    private bool TryReadModernBracket(ReadOnlySpan<byte> rest)
    {
        int end = CloseOf(rest);
        if (end < 0 || rest.Slice(0, end).IndexOfAny((byte)'@', (byte)'=') < 0)
        {
            return false;
        }

        ParseBracket(rest, end);
        return true;
    }

    // [7F03ECE76700 verbose 'Default' opID=2140bc71] BODY, behind or around the time
    private bool TryReadOldBracket(ReadOnlySpan<byte> rest, int start)
    {
        ReadOnlySpan<byte> words = Bytes.TrimStart(rest.Slice(start));
        ReadOnlySpan<byte> thread = Bytes.NextWord(ref words);
        ReadOnlySpan<byte> level = Bytes.NextWord(ref words);
        int end = CloseOf(rest);
        if (
            end < 0
            || thread.IndexOfAny((byte)'[', (byte)']') >= 0
            || !LogLevel.IsLevel(level)
            || words.IsEmpty
            || words[0] != '\''
            || words.Slice(1).IndexOf((byte)'\'') < 0
        )
        {
            return false;
        }

        Level = level;
        ThreadId = thread;
        ParseBracket(rest, end);
        return true;
    }

    private void ParseBracket(ReadOnlySpan<byte> rest, int end)
    {
        ReadOnlySpan<byte> fields = rest.Slice(0, end);
        OpId = Field(fields, "opID="u8, "opId="u8, mayHoldBlanks: false);
        Sub = Field(fields, "sub="u8, "sub="u8, mayHoldBlanks: true);
        ReadOnlySpan<byte> body = rest.Slice(end + 1);
        if (body.StartsWith("[meta "u8) && body.IndexOf((byte)']') is int close and > 0)
        {
            body = body.Slice(close + 1); // What rsyslog and syslog-ng add: [meta sequenceId="231559791"] (RFC 5424, section 7.3).
        }

        Body = Bytes.TrimStart(body.Length > 0 && body[0] == ':' ? body.Slice(1) : body);
    }

    /// <summary>Returns the index at which the bracket that opens at 0 ends, or that of the first closing bracket, or -1.</summary>
    private static int CloseOf(ReadOnlySpan<byte> rest)
    {
        int end = FindClose(rest);
        return end >= 0 ? end : rest.IndexOf((byte)']');
    }

    /// <summary>Finds the bracket that closes the one at 0. Brackets nest, and values in double quotes may contain any.</summary>
    private static int FindClose(ReadOnlySpan<byte> text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'[':
                    depth++;
                    break;
                case (byte)']' when --depth == 0:
                    return i;
                case (byte)'"' when i > 0 && text[i - 1] == '=':
                    int close = text.Slice(i + 1).IndexOf((byte)'"');
                    i += close < 0 ? 0 : close + 1;
                    break;
            }
        }

        return -1;
    }

    /// <summary>Returns the value of the first of two spellings of a key that is not inside the quotes of another value.</summary>
    private static ReadOnlySpan<byte> Field(
        ReadOnlySpan<byte> fields,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> otherKey,
        bool mayHoldBlanks
    )
    {
        for (int i = 1; i < fields.Length; i++)
        {
            if (fields[i] == '"' && fields[i - 1] == '=')
            {
                int close = fields.Slice(i + 1).IndexOf((byte)'"');
                i += close < 0 ? 0 : close + 1;
            }
            else if (
                (Bytes.IsBlank(fields[i - 1]) || fields[i - 1] == '[')
                && (fields.Slice(i).StartsWith(key) || fields.Slice(i).StartsWith(otherKey))
            )
            {
                return Value(fields.Slice(i + key.Length), mayHoldBlanks);
            }
        }

        return default;
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> rest, bool mayHoldBlanks)
    {
        if (rest.Length > 0 && rest[0] == '"' && rest.Slice(1).IndexOf((byte)'"') is int close and >= 0)
        {
            return rest.Slice(1, close);
        }

        if (!mayHoldBlanks)
        {
            int blank = rest.IndexOfAny((byte)' ', (byte)'\t');
            return blank < 0 ? rest : rest.Slice(0, blank);
        }

        // `sub=Http2Session #28 opID=...`: up to the next ` key=`.
        int equals = rest.IndexOf((byte)'=');
        int end = equals < 0 ? rest.Length : rest.Slice(0, equals).LastIndexOf((byte)' ');
        return Bytes.Trim(rest.Slice(0, Math.Max(0, end)));
    }
}
