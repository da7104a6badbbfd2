namespace VcsaAuthGuard.Logs.Entries;

/// <summary>One entry where it lies in its block.</summary>
internal readonly ref struct LogEntrySpan(ReadOnlySpan<byte> text, string source, int line)
{
    /// <summary>The entry's lines, with the line end of the last.</summary>
    public ReadOnlySpan<byte> Text { get; } = text;

    /// <summary>Whether there is certainly a single line, so that nobody needs to look for its end.</summary>
    public bool IsOneLine { get; init; }

    public string Source { get; } = source;

    /// <summary>The 1-based line of the header, counted from the start of the block.</summary>
    public int Line { get; } = line;
}

/// <summary>Adds what an entry that holds a word looked for says to the records of its block; an entry that says nothing is counted.</summary>
internal delegate void EntryParser<T>(LogEntrySpan entry, LogCounts counts, List<T> records)
    where T : class, ILogRecord;
