using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>
/// Finds out whether a log has any line that is understood, and from when to when it is. Lines are looked at only until one is understood,
/// and else at the start and the end of each block, so that reading is as fast as without.
/// </summary>
/// <param name="source">The name of the log.</param>
internal sealed class LogRecognition(string source)
{
    private const int MaxEntriesOfBlock = 2000;
    private const int MaxEntriesForTime = 16;
    private const int MaxHead = 16 * 1024;

    private readonly object _lock = new();
    private readonly bool _isNamed = LogName.TryParse(source.Substring(source.LastIndexOf('!') + 1), LogKinds.Diagnosis, out _)
        || LogSubjects.IsKnown(source);
    private volatile bool _isRecognized;
    private volatile bool _hasRecords;
    private byte[] _head = [];
    private byte[] _first = [];
    private volatile bool _hasFirst;

    /// <summary>Gets the problem that a log with text has in which no line was understood; null if there is none.</summary>
    public LogProblem? Problem =>
        _isRecognized || _head.Length == 0 ? null : LogProblems.Unrecognized(source, TextKind.Find(_head));

    /// <summary>Gets what the log is about if nothing was read from it although its lines were understood; null otherwise.</summary>
    public LogSubject? Subject => _hasRecords || !_isRecognized ? null : LogSubjects.Find(source, _first);

    /// <summary>Adds a stretch of the log that starts with an entry.</summary>
    /// <param name="text">The text.</param>
    /// <param name="counts">Receives the times.</param>
    /// <param name="hasRecords">Whether anything was read from it.</param>
    public void Inspect(ReadOnlySpan<byte> text, LogCounts counts, bool hasRecords)
    {
        _isRecognized |= hasRecords;
        _hasRecords |= hasRecords;
        KeepFirst(text);
        if (!_isRecognized)
        {
            Recognize(text);
        }

        CoverStart(text, counts);
        CoverEnd(text, counts);
    }

    /// <summary>Keeps the first lines, which come one by one from a pipeline.</summary>
    private void KeepFirst(ReadOnlySpan<byte> text)
    {
        if (_hasFirst)
        {
            return;
        }

        lock (_lock)
        {
            _first = [.. _first, .. text.Slice(0, Math.Min(text.Length, MaxHead - _first.Length))];
            _hasFirst = _first.Length == MaxHead;
        }
    }

    private void Recognize(ReadOnlySpan<byte> text)
    {
        for (int at = 0, entries = 0; at < text.Length && entries < MaxEntriesOfBlock; entries++)
        {
            int end = LogLine.EndOfEntry(text, at);
            ReadOnlySpan<byte> entry = text.Slice(at, end - at);
            if (IsUnderstood(entry))
            {
                _isRecognized = true;
                return;
            }

            at = end;
        }

        lock (_lock)
        {
            ReadOnlySpan<byte> head = text.Slice(0, Math.Min(text.Length, MaxHead));
            _head = _head.Length > 0 || IsBlank(head) ? _head : head.ToArray();
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            if (value > ' ')
            {
                return false;
            }
        }

        return true;
    }

    private bool IsUnderstood(ReadOnlySpan<byte> text)
    {
        if (EntryHeader.IsPlain(text))
        {
            return true; // As the first line of nearly every log.
        }

        LogEntrySpan span = new(text, source, line: 1);
        LogEntry entry = LogEntry.Read(span);
        if (entry.Header.IsKnown || IsFormOfBody(entry.Kind))
        {
            return true;
        }

        // Phrases that can be anywhere in a line occur in scripts and articles too.
        bool hasPlace = entry.Header.Time is not null || entry.Line.StartsWith("{"u8) || ClientEventTime.TryRead(entry.Line, out _);
        if (entry.Kind is not (EntryKind.Other or EntryKind.Request) && hasPlace)
        {
            return true;
        }

        // Java services write headers of many forms, and requests occur in the access logs of any product.
        bool hasTime = entry.Header.Time is not null;
        bool isVMware = _isNamed || entry.Line.IndexOf("com.vmware."u8) >= 0;
        bool isRequest = entry.Kind == EntryKind.Request;
        return (hasTime && (isVMware || isRequest)) || (isRequest && _isNamed) || HasQuotedEntry(text);
    }

    /// <summary>Determines whether an entry's body starts with the form of its kind.</summary>
    private static bool IsFormOfBody(EntryKind kind) =>
        kind is EntryKind.SoapFailure
            or EntryKind.CallBegin
            or EntryKind.CallFinish
            or EntryKind.CallError
            or EntryKind.ActivationFailure
            or EntryKind.LoginAccount
            or EntryKind.HttpSessionLimit
            or EntryKind.ConnectionLimit;

    private bool HasQuotedEntry(ReadOnlySpan<byte> text)
    {
        foreach (QuotedEntry quoted in QuotedEntry.ReadAll(text))
        {
            LogEntry entry = LogEntry.Read(new LogEntrySpan(quoted.Text, source, line: 1));
            if (entry.Header.IsKnown || IsFormOfBody(entry.Kind))
            {
                return true;
            }
        }

        return false;
    }

    private static void CoverStart(ReadOnlySpan<byte> text, LogCounts counts)
    {
        for (int at = 0, entries = 0; at < text.Length && entries < MaxEntriesForTime; entries++)
        {
            int end = LogLine.EndOf(text, at);
            if (TryCover(text.Slice(at, end - at), counts))
            {
                return;
            }

            at = end;
        }
    }

    private static void CoverEnd(ReadOnlySpan<byte> text, LogCounts counts)
    {
        const int MaxLines = 4096;
        int entries = 0;
        for (int end = text.Length, lines = 0; end > 0 && lines < MaxLines && entries < MaxEntriesForTime; lines++)
        {
            int start = LogLine.StartOf(text, end - 1);
            ReadOnlySpan<byte> line = text.Slice(start, end - start);
            if (!LogLine.IsContinuation(line))
            {
                entries++;
                if (TryCover(line, counts))
                {
                    return;
                }
            }

            end = start;
        }
    }

    private static bool TryCover(ReadOnlySpan<byte> line, LogCounts counts)
    {
        line = Bytes.Trim(LogLine.WithoutEnd(line));
        EntryHeader header = EntryHeader.Read(line);
        DateTimeOffset? time = header.Time;
        bool mayBeDocument = !header.IsKnown || (line.Length > 0 && line[0] is (byte)'{' or (byte)'[' or (byte)'"');
        if (mayBeDocument && QuotedEntry.ReadAll(line) is { Count: > 0 } quoted)
        {
            return CoverAll(quoted, counts, time);
        }

        if (time is null && ClientEventTime.TryRead(line, out DateTimeOffset eventTime))
        {
            time = eventTime;
        }

        if (time is DateTimeOffset known)
        {
            counts.Cover(known);
        }

        return time is not null;
    }

    /// <summary>Covers the times of the texts of a document, which may be a whole log in one line.</summary>
    private static bool CoverAll(IReadOnlyList<QuotedEntry> quoted, LogCounts counts, DateTimeOffset? lineTime)
    {
        bool isFound = false;
        foreach (QuotedEntry entry in quoted)
        {
            ReadOnlySpan<byte> rest = entry.Text;
            if ((EntryHeader.Read(Bytes.Trim(LogLine.Next(ref rest))).Time ?? entry.EnvelopeTime ?? lineTime) is DateTimeOffset time)
            {
                counts.Cover(time);
                isFound = true;
            }
        }

        return isFound;
    }
}
