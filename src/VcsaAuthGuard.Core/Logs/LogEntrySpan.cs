namespace VcsaAuthGuard.Logs;

/// <summary>One entry where it lies in its block.</summary>
internal readonly ref struct LogEntrySpan(ReadOnlySpan<byte> text, string source, int line)
{
    /// <summary>The entry's lines, with the line end of the last.</summary>
    public ReadOnlySpan<byte> Text { get; } = text;

    public string Source { get; } = source;

    /// <summary>The 1-based line of the header, counted from the start of the block.</summary>
    public int Line { get; } = line;
}

/// <summary>Makes a record of an entry that holds a word looked for; null when it is none.</summary>
internal delegate T? EntryParser<T>(LogEntrySpan entry, LogCounts counts)
    where T : class, ILogRecord;
