using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>Represents the records of one block and its counts.</summary>
internal sealed class BlockScan<T>
    where T : class, ILogRecord
{
    private readonly CsvColumns? _columns;
    private QuotedEntry? _lastQuoted;

    private BlockScan(CsvColumns? columns) => _columns = columns;

    public List<T> Records { get; } = [];

    public LogCounts Counts { get; } = new();

    public static BlockScan<T> Run(LogBlock block, string source, NeedleSet needles, EntryParser<T> parse, CsvColumns? columns = null)
    {
        BlockScan<T> scan = new(columns);
        ReadOnlySpan<byte> text = block.Bytes;
        scan.Counts.Bytes = text.Length + block.BytesLeftOut;
        scan.CountCutEntries(text, block.IsCut);

        // Only a block at the start of a log, or behind an entry that was cut, can begin with lines that have no entry.
        int counted = 0;
        EntryCounter counter = default;
        int at = block.Continues ? scan.ReadContinuation(text, source, needles, parse) : scan.SkipOrphans(text, block.IsCut, needles);
        while (at < text.Length)
        {
            int hit = needles.IndexIn(text.Slice(at));
            if (hit < 0)
            {
                break;
            }

            hit += at;
            int lineStart = LogLine.StartOf(text, hit);
            int start = lineStart == at ? at : StartOfEntry(text, lineStart);
            int lineEnd = LogLine.EndOf(text, hit);
            int end = block.IsCut ? text.Length : LogLine.EndOfEntryAt(text, lineEnd);
            counter.AddLines(text, counted, start);
            counted = start;
            ReadOnlySpan<byte> entry = text.Slice(start, end - start);
            bool isCut = SizeOf(entry) > LogBlockReader.MaxEntryLength;
            entry = isCut ? entry.Slice(0, LogBlockReader.MaxEntryLength) : entry;
            if (!isCut || needles.IndexIn(entry) >= 0)
            {
                bool isOneLine = start == lineStart && end == lineEnd;
                LogEntrySpan span = new(entry, source, counter.LineFeeds + 1) { IsOneLine = isOneLine, Behind = text.Slice(end) };
                scan.Parse(span, needles, parse);
            }

            at = end;
        }

        counter.AddLines(text, counted, text.Length);
        scan.Counts.Lines = counter.LineFeeds + block.LinesLeftOut;
        scan.Counts.Entries = counter.CountEntries(text, columns);
        return scan;
    }

    /// <summary>Parses an entry, or the entries that it has inside quotes.</summary>
    private void Parse(LogEntrySpan entry, NeedleSet needles, EntryParser<T> parse)
    {
        bool isQuoted = false;
        IReadOnlyList<QuotedEntry> all = QuotedEntry.ReadAll(entry.Text, _columns);
        for (int i = 0; i < all.Count; i++)
        {
            QuotedEntry quoted = all[i];
            if (needles.IndexIn(quoted.Text) < 0)
            {
                continue;
            }

            // An indented document has a line for each of its texts.
            isQuoted = true;
            bool isSame = _lastQuoted is not null && (JsonLogText.IsSame(quoted, _lastQuoted) || JsonLogText.IsSame(_lastQuoted, quoted));
            _lastQuoted = quoted;
            if (!isSame)
            {
                ParseQuoted(quoted, entry, needles, parse);
            }
        }

        if (!isQuoted)
        {
            parse(_columns is CsvColumns columns ? entry.WithText(columns.WithoutColumnsBehindText(entry.Text)) : entry, Counts, Records);
        }
    }

    private void ParseQuoted(QuotedEntry quoted, LogEntrySpan around, NeedleSet needles, EntryParser<T> parse)
    {
        ReadOnlySpan<byte> text = quoted.Text;
        for (int at = 0; at < text.Length;)
        {
            int end = LogLine.EndOfEntry(text, at);
            ReadOnlySpan<byte> entry = text.Slice(at, end - at);
            if (needles.IndexIn(entry) >= 0)
            {
                parse(
                    new LogEntrySpan(entry, around.Source, around.Line)
                    {
                        Behind = text.Slice(end),
                        EnvelopeTime = quoted.EnvelopeTime,
                        EnvelopeHost = quoted.EnvelopeHost,
                    },
                    Counts,
                    Records
                );
            }

            at = end;
        }
    }

    /// <summary>Returns the size of an entry, without its last line end.</summary>
    private static int SizeOf(ReadOnlySpan<byte> entry)
    {
        int size = entry.Length;
        size -= size > 0 && entry[size - 1] == '\n' ? 1 : 0;
        return size - (size > 0 && entry[size - 1] == '\r' ? 1 : 0);
    }

    /// <summary>Reads the lines at the start of the text that belong to the last block's entry; gives where the first entry
    /// starts.</summary>
    private int ReadContinuation(ReadOnlySpan<byte> text, string source, NeedleSet needles, EntryParser<T> parse)
    {
        int end = LogLine.IsContinuation(text) ? LogLine.EndOfEntry(text, 0) : 0;
        if (needles.IndexIn(text.Slice(0, end)) >= 0)
        {
            parse(new LogEntrySpan(text.Slice(0, end), source, line: 1), Counts, Records);
        }

        return end;
    }

    /// <summary>Counts the orphans at the start of the text; gives where the first entry starts.</summary>
    private int SkipOrphans(ReadOnlySpan<byte> text, bool isCut, NeedleSet needles)
    {
        if (!LogLine.IsContinuation(text))
        {
            return 0;
        }

        int end = isCut ? text.Length : LogLine.EndOfEntry(text, 0);
        ReadOnlySpan<byte> orphans = text.Slice(0, Math.Min(end, LogBlockReader.MaxEntryLength));
        for (int at = 0, hit; at < orphans.Length && (hit = needles.IndexIn(orphans.Slice(at))) >= 0; at = LogLine.EndOf(orphans, at + hit))
        {
            Counts.Orphans++;
        }

        return end;
    }

    /// <summary>Counts entries over the longest. A block is hardly longer than one, so few of its entries need to be looked at.</summary>
    private void CountCutEntries(ReadOnlySpan<byte> text, bool isCut)
    {
        if (isCut)
        {
            Counts.CutEntries++;
            return;
        }

        while (text.Length > LogBlockReader.MaxEntryLength)
        {
            int end = LogLine.EndOfEntry(text, 0);
            Counts.CutEntries += SizeOf(text.Slice(0, end)) > LogBlockReader.MaxEntryLength ? 1 : 0;
            text = text.Slice(end);
        }
    }

    /// <summary>Returns the start of the entry that holds the line at <paramref name="start"/>, which is not among orphans.</summary>
    private static int StartOfEntry(ReadOnlySpan<byte> text, int start)
    {
        while (start > 0 && LogLine.IsContinuation(text.Slice(start)))
        {
            start = LogLine.StartOf(text, start - 1);
        }

        return start;
    }
}
