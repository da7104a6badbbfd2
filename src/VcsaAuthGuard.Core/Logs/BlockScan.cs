namespace VcsaAuthGuard.Logs;

/// <summary>The records of one block, with what was counted in it.</summary>
internal sealed class BlockScan<T>
    where T : class, ILogRecord
{
    private BlockScan()
    {
    }

    public List<T> Records { get; } = [];

    public LogCounts Counts { get; } = new();

    public static BlockScan<T> Run(LogBlock block, string source, NeedleSet needles, EntryParser<T> parse)
    {
        BlockScan<T> scan = new();
        ReadOnlySpan<byte> text = block.Bytes;
        scan.Counts.Bytes = text.Length;
        int firstEnd = block.IsCut ? text.Length : text.Length > LogBlockReader.LongestEntry ? LogLine.EndOfEntry(text, 0) : 0;

        // Only the first entry of a block can be too long: blocks grow over their size for that alone.
        bool isFirstCut = block.IsCut || SizeOf(text.Slice(0, firstEnd)) > LogBlockReader.LongestEntry;
        scan.Counts.CutEntries = isFirstCut ? 1 : 0;

        int counted = 0;
        int lines = 0;
        for (int at = 0; at < text.Length;)
        {
            int hit = needles.IndexIn(text.Slice(at));
            if (hit < 0)
            {
                break;
            }

            hit += at;
            int start = StartOfEntry(text, hit);
            if (start < 0)
            {
                scan.Counts.Orphans++;
                at = LogLine.EndOf(text, hit);
                continue; // Orphans are counted line by line.
            }

            bool isCut = isFirstCut && start == 0;
            int end = isCut ? firstEnd : LogLine.EndOfEntry(text, hit);
            lines += Bytes.CountLineFeeds(text.Slice(counted, start - counted));
            counted = start;
            ReadOnlySpan<byte> entry = text.Slice(start, isCut ? LogBlockReader.LongestEntry : end - start);
            if (!isCut || needles.IndexIn(entry) >= 0)
            {
                scan.Add(parse(new LogEntrySpan(entry, source, lines + 1), scan.Counts));
            }

            at = end;
        }

        scan.Counts.Lines = lines + Bytes.CountLineFeeds(text.Slice(counted)) + block.LinesLeftOut;
        return scan;
    }

    private void Add(T? record)
    {
        if (record is null)
        {
            Counts.Mentions++;
        }
        else
        {
            Records.Add(record);
        }
    }

    /// <summary>The size of an entry, without its last line end.</summary>
    private static int SizeOf(ReadOnlySpan<byte> entry)
    {
        int size = entry.Length;
        size -= size > 0 && entry[size - 1] == '\n' ? 1 : 0;
        return size - (size > 0 && entry[size - 1] == '\r' ? 1 : 0);
    }

    /// <summary>The start of the entry that holds position <paramref name="at"/>; -1 when only continuations stand before it.</summary>
    private static int StartOfEntry(ReadOnlySpan<byte> text, int at)
    {
        int start = LogLine.StartOf(text, at);
        while (LogLine.IsContinuation(text.Slice(start)))
        {
            if (start == 0)
            {
                return -1;
            }

            start = LogLine.StartOf(text, start - 1);
        }

        return start;
    }
}
