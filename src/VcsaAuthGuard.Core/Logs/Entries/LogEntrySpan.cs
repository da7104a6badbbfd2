namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Represents one entry where it lies in its block, or as it was taken out of its quotes.</summary>
internal readonly ref struct LogEntrySpan(ReadOnlySpan<byte> text, string source, int line)
{
    /// <summary>Gets the entry's lines, with the line end of the last.</summary>
    public ReadOnlySpan<byte> Text { get; } = text;

    /// <summary>Gets the lines that follow the entry in the same block; empty if they are not known.</summary>
    public ReadOnlySpan<byte> Behind { get; init; }

    /// <summary>Gets a value indicating whether there is certainly a single line, so that its end need not be looked for.</summary>
    public bool IsOneLine { get; init; }

    /// <summary>Gets the time that the envelope has for an entry without one; null if it has none.</summary>
    public DateTimeOffset? EnvelopeTime { get; init; }

    /// <summary>Gets the host that the envelope names; null if it names none.</summary>
    public string? EnvelopeHost { get; init; }

    public string Source { get; } = source;

    /// <summary>Gets the 1-based line of the header, counted from the start of the block.</summary>
    public int Line { get; } = line;

    /// <summary>Returns the entry with another text.</summary>
    public LogEntrySpan WithText(ReadOnlySpan<byte> text) =>
        new(text, Source, Line) { Behind = Behind, IsOneLine = IsOneLine, EnvelopeTime = EnvelopeTime, EnvelopeHost = EnvelopeHost };
}

/// <summary>Adds the records of an entry with a search term to those of its block; an entry without records is counted.</summary>
internal delegate void EntryParser<T>(LogEntrySpan entry, LogCounts counts, List<T> records)
    where T : class, ILogRecord;
