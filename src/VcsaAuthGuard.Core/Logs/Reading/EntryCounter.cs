using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>
/// Counts the entries of a stretch of a log. In copies and documents not every line that continues none is an entry: fields beside the
/// text, a header of columns, the prompt of a transcript.
/// </summary>
internal static class EntryCounter
{
    private const int MaxLooked = 64 * 1024;

    /// <summary>Counts the entries of a text that starts with one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="lineFeeds">The number of its line feeds.</param>
    /// <param name="columns">The columns of the CSV file; null if they are not known.</param>
    public static long Count(ReadOnlySpan<byte> text, int lineFeeds, CsvColumns? columns)
    {
        int lines = lineFeeds + (text.Length > 0 && text[text.Length - 1] != '\n' ? 1 : 0);
        if (EntryHeader.IsPlain(text) && !HasBlankLines(text.Slice(0, Math.Min(text.Length, MaxLooked))))
        {
            return lines - Bytes.CountDashedLines(text);
        }

        long known = 0;
        long other = 0;
        QuotedEntry? last = null;
        for (int at = 0; at < text.Length;)
        {
            int end = LogLine.EndOfEntry(text, at);
            ReadOnlySpan<byte> entry = text.Slice(at, end - at);
            ReadOnlySpan<byte> rest = entry;
            ReadOnlySpan<byte> line = Bytes.Trim(LogLine.Next(ref rest));
            long found = CountQuoted(entry, columns, ref last);
            known += found > 0 ? found : IsEntry(line) ? 1 : 0;
            other += found == 0 && !line.IsEmpty && !LogLine.IsContinuation(line) ? 1 : 0;
            at = end;
        }

        // A log of which no line has a time or a known header has an entry for each line.
        return known > 0 ? known : other;
    }

    private static bool HasBlankLines(ReadOnlySpan<byte> text) => text.IndexOf("\n\n"u8) >= 0 || text.IndexOf("\n\r\n"u8) >= 0;

    private static bool IsEntry(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || LogLine.IsContinuation(line))
        {
            return false;
        }

        // The fields of an indented document.
        bool isField = line[0] is (byte)'"' or (byte)'{' or (byte)'}' or (byte)']';
        EntryHeader header = EntryHeader.Read(line);
        return header.IsKnown
            || (!isField && (header.Time is not null || SyslogPrefix.IsSyslogStart(line) || ClientEventTime.TryRead(line, out _)));
    }

    private static long CountQuoted(ReadOnlySpan<byte> entry, CsvColumns? columns, ref QuotedEntry? last)
    {
        long count = 0;
        foreach (QuotedEntry quoted in QuotedEntry.ReadAll(entry, columns))
        {
            bool isSame = last is not null && (JsonLogText.IsSame(quoted, last) || JsonLogText.IsSame(last, quoted));
            last = quoted;
            ReadOnlySpan<byte> text = quoted.Text;
            for (int at = 0; !isSame && at < text.Length; at = LogLine.EndOfEntry(text, at))
            {
                ReadOnlySpan<byte> rest = text.Slice(at);
                count += LogLine.IsBlank(LogLine.Next(ref rest)) ? 0 : 1;
            }
        }

        return count;
    }
}
