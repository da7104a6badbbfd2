namespace VcsaAuthGuard.Logs.Entries;

/// <summary>
/// Represents an entry that was understood: its first line, its header, and the kind of what it says. Everything that reads entries takes
/// this, so that an entry is found, timed and classified in one way.
/// </summary>
internal readonly ref struct LogEntry
{
    private LogEntry(LogEntrySpan span, ReadOnlySpan<byte> line, EntryHeader header, EntryKind kind, ReadOnlySpan<byte> body)
    {
        Span = span;
        Line = line;
        Header = header;
        Kind = kind;
        Body = body;
    }

    public LogEntrySpan Span { get; }

    /// <summary>Gets the first line, without the line ends that a collector wrote as text.</summary>
    public ReadOnlySpan<byte> Line { get; }

    /// <summary>Gets the header; its time is the envelope's if the entry has no time.</summary>
    public EntryHeader Header { get; }

    public EntryKind Kind { get; }

    /// <summary>Gets the host that the innermost envelope names; null if none does.</summary>
    public string? Server => Header.Host.IsEmpty ? Span.EnvelopeHost : Bytes.ToText(Header.Host);

    /// <summary>Gets the rest of the first line from the form on that makes the entry's kind.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Gets the part of a call's entry behind <c>BEGIN</c>, <c>FINISH</c> or <c>ERROR</c>; it starts with the call's
    /// number.</summary>
    public ReadOnlySpan<byte> Call
    {
        get
        {
            ReadOnlySpan<byte> rest = Body;
            return ReadCall(ref rest) == EntryKind.Other ? default : rest;
        }
    }

    /// <summary>Reads the first line of an entry.</summary>
    public static LogEntry Read(LogEntrySpan span)
    {
        ReadOnlySpan<byte> rest = span.Text;
        EntryLines.Next(ref rest, out ReadOnlySpan<byte> line);
        line = Bytes.Trim(line);
        EntryHeader header = EntryHeader.Read(line);
        if (header.Time is null && span.EnvelopeTime is DateTimeOffset envelopeTime)
        {
            (header.Time, header.HasOffset) = (envelopeTime, true);
        }

        ReadOnlySpan<byte> body = header.Body;
        EntryKind kind = ClassifyBody(ref body);

        // In a line of no known shape, a form may also stand where the last bracket of a header would have ended.
        ReadOnlySpan<byte> behind = header.Body;
        for (int close = 0; kind == EntryKind.Other && !header.IsKnown && (close = behind.IndexOf("] "u8)) >= 0;)
        {
            behind = behind.Slice(close + 2);
            body = behind;
            kind = ClassifyBody(ref body);
        }

        if (kind == EntryKind.Other)
        {
            body = line;
            kind = ClassifyLine(span, ref body);
        }

        return new(span, line, header, kind, body);
    }

    /// <summary>Finds the form that a body starts with.</summary>
    private static EntryKind ClassifyBody(ref ReadOnlySpan<byte> body)
    {
        if (body.StartsWith(EntryForms.SoapFailure))
        {
            return EntryKind.SoapFailure;
        }

        ReadOnlySpan<byte> rest = body;
        if (ReadCall(ref rest) is EntryKind call and not EntryKind.Other)
        {
            return call;
        }

        if (body.StartsWith(EntryForms.ActivationFailure))
        {
            return EntryKind.ActivationFailure;
        }

        if (body.StartsWith(EntryForms.LoginAccount))
        {
            return EntryKind.LoginAccount;
        }

        if (StartsWithNumberBehind(body, EntryForms.HttpSessions))
        {
            return EntryKind.HttpSessionLimit;
        }

        ReadOnlySpan<byte> untagged = EntryForms.WithoutTags(body);
        ReadOnlySpan<byte> limit = untagged.StartsWith(EntryForms.Connections) ? untagged.Slice(EntryForms.Connections.Length) : default;
        limit = limit.StartsWith("> "u8) ? limit.Slice(2) : limit; // As one article prints it.
        if (StartsWithNumberBehind(limit, "max allowed: "u8))
        {
            body = untagged;
            return EntryKind.ConnectionLimit;
        }

        return EntryKind.Other;
    }

    /// <summary>Finds what may stand anywhere in an entry's first line.</summary>
    private static EntryKind ClassifyLine(LogEntrySpan span, ref ReadOnlySpan<byte> line)
    {
        if (EntryForms.Anywhere.IndexIn(span.Text) < 0)
        {
            return EntryKind.Other;
        }

        int sentence = line.IndexOf(EntryForms.UserSessions);
        if (sentence >= 0 && IsSessions(line.Slice(sentence), EntryForms.UserSessions))
        {
            line = line.Slice(sentence);
            return EntryKind.UserSessionLimit;
        }

        sentence = line.IndexOf(EntryForms.AllSessions);
        if (sentence >= 0 && IsSessions(line.Slice(sentence), EntryForms.AllSessions))
        {
            line = line.Slice(sentence);
            return EntryKind.UserSessionLimit;
        }

        if (line.IndexOf(EntryForms.FrameFailure) >= 0)
        {
            return EntryKind.FrameFailure;
        }

        if (line.IndexOf(EntryForms.ServiceSection) >= 0)
        {
            return EntryKind.ServiceSection;
        }

        if (EntryForms.IndexOfSession(span.Text) >= 0)
        {
            return EntryKind.SessionOwners;
        }

        if (line.IndexOf("SessionEvent] ["u8) >= 0 || line.IndexOf("EventEx] ["u8) >= 0 || EntryForms.IsJsonEvent(line))
        {
            return EntryKind.Event;
        }

        if (line.IndexOf("sso.LoginFailure"u8) >= 0)
        {
            return EntryKind.SignOnRefusal;
        }

        if (line.IndexOf("for user [after add]: "u8) >= 0)
        {
            return EntryKind.SessionCount;
        }

        return RequestMethod.Find(line, out _) >= 0 ? EntryKind.Request : EntryKind.Other;
    }

    /// <summary>Reads <c>[VpxLRO] -- BEGIN </c> and the like, with any number of blanks, off the front of
    /// <paramref name="rest"/>.</summary>
    private static EntryKind ReadCall(ref ReadOnlySpan<byte> rest)
    {
        if (!rest.StartsWith("[VpxLRO] "u8))
        {
            return EntryKind.Other;
        }

        ReadOnlySpan<byte> text = Bytes.TrimStart(rest.Slice("[VpxLRO] "u8.Length));
        if (!Bytes.NextWord(ref text).SequenceEqual("--"u8))
        {
            return EntryKind.Other;
        }

        ReadOnlySpan<byte> word = Bytes.NextWord(ref text);
        rest = text;
        return word.SequenceEqual("BEGIN"u8) ? EntryKind.CallBegin
            : word.SequenceEqual("FINISH"u8) ? EntryKind.CallFinish
            : word.SequenceEqual("ERROR"u8) ? EntryKind.CallError
            : EntryKind.Other;
    }

    private static bool IsSessions(ReadOnlySpan<byte> sentence, ReadOnlySpan<byte> form)
    {
        ReadOnlySpan<byte> rest = sentence.Slice(form.Length);
        return Bytes.TryReadNumber(rest, out _, out int digits)
            && StartsWithNumberBehind(rest.Slice(digits), ". Existing session count is "u8);
    }

    private static bool StartsWithNumberBehind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> label) =>
        text.StartsWith(label) && text.Length > label.Length && Bytes.IsDigit(text[label.Length]);
}
