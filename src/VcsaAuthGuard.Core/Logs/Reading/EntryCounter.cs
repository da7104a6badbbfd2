using VcsaAuthGuard.Logs.Entries;
#if NET
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
#endif

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>
/// Counts the lines and entries of a stretch of a log. In copies and documents not every line that continues none is an entry: fields
/// beside the text, a header of columns, the prompt of a transcript.
/// </summary>
internal struct EntryCounter
{
    private const int MaxLooked = 64 * 1024;

    private int _dashed;
    private bool _mayHaveBlankLines;

    /// <summary>Gets the number of line feeds.</summary>
    public int LineFeeds { get; private set; }

    /// <summary>Counts the lines of the next part of a text.</summary>
    public void AddLines(ReadOnlySpan<byte> text, int from, int to)
    {
#if NET
        if (Avx2.IsSupported)
        {
            AddLines256(text, ref from, to);
        }
#endif
        for (int next; (next = text.Slice(from, to - from).IndexOf((byte)'\n')) >= 0;)
        {
            from += next + 1;
            LineFeeds++;
            byte behind = from < text.Length ? text[from] : (byte)0;
            _dashed += behind == '-' ? 1 : 0;
            _mayHaveBlankLines |= behind is (byte)'\n' or (byte)'\r';
        }
    }

    /// <summary>Counts the entries of a text that starts with one and whose lines were added.</summary>
    /// <param name="text">The text.</param>
    /// <param name="columns">The columns of the CSV file; null if they are not known.</param>
    public readonly long CountEntries(ReadOnlySpan<byte> text, CsvColumns? columns)
    {
        int lines = LineFeeds + (text.Length > 0 && text[text.Length - 1] != '\n' ? 1 : 0);
        bool hasBlankLines = _mayHaveBlankLines && HasBlankLines(text.Slice(0, Math.Min(text.Length, MaxLooked)));
        if (!hasBlankLines && EntryHeader.IsPlain(text))
        {
            return lines - _dashed;
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

#if NET
    /// <summary>Counts in the whole vectors of a part and moves its start behind them: all that is counted in one pass.</summary>
    private unsafe void AddLines256(ReadOnlySpan<byte> text, ref int from, int to)
    {
        Vector256<byte> lineFeed = Vector256.Create((byte)'\n');
        Vector256<byte> carriageReturn = Vector256.Create((byte)'\r');
        Vector256<byte> dash = Vector256.Create((byte)'-');
        Vector256<long> lineFeeds = Vector256<long>.Zero;
        Vector256<long> dashed = Vector256<long>.Zero;
        Vector256<byte> blank = Vector256<byte>.Zero;
        to = Math.Min(to, text.Length - 1); // The byte behind a vector has to be in the text too.
        fixed (byte* start = text)
        {
            while (to - from >= Vector256<byte>.Count)
            {
                // A match is -1, so that a byte of the sum holds up to 255 of them.
                Vector256<byte> sum = Vector256<byte>.Zero;
                Vector256<byte> sumDashed = Vector256<byte>.Zero;
                int end = from + (Math.Min(byte.MaxValue, (to - from) / Vector256<byte>.Count) * Vector256<byte>.Count);
                for (; from < end; from += Vector256<byte>.Count)
                {
                    Vector256<byte> found = Avx2.CompareEqual(Avx.LoadVector256(start + from), lineFeed);
                    Vector256<byte> behind = Avx.LoadVector256(start + from + 1);
                    Vector256<byte> ends = Avx2.Or(Avx2.CompareEqual(behind, lineFeed), Avx2.CompareEqual(behind, carriageReturn));
                    sum = Avx2.Subtract(sum, found);
                    sumDashed = Avx2.Subtract(sumDashed, Avx2.And(found, Avx2.CompareEqual(behind, dash)));
                    blank = Avx2.Or(blank, Avx2.And(found, ends));
                }

                lineFeeds = Avx2.Add(lineFeeds, Avx2.SumAbsoluteDifferences(sum, Vector256<byte>.Zero).AsInt64());
                dashed = Avx2.Add(dashed, Avx2.SumAbsoluteDifferences(sumDashed, Vector256<byte>.Zero).AsInt64());
            }
        }

        LineFeeds += Sum(lineFeeds);
        _dashed += Sum(dashed);
        _mayHaveBlankLines |= Avx2.MoveMask(blank) != 0;
    }

    private static int Sum(Vector256<long> total) =>
        (int)(total.GetElement(0) + total.GetElement(1) + total.GetElement(2) + total.GetElement(3));
#endif
}
