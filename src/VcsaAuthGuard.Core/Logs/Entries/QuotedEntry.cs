namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Represents log text that was a string of JSON or a field of CSV.</summary>
/// <param name="Text">The text, without quotes and escapes.</param>
/// <param name="Key">The name of the string in its JSON object; null in CSV.</param>
/// <param name="EnvelopeTime">The time that the document has beside the text; null when it has none, or several.</param>
/// <param name="EnvelopeHost">The host that the document names beside the text; null when it names none, or several.</param>
internal sealed record QuotedEntry(byte[] Text, string? Key, DateTimeOffset? EnvelopeTime, string? EnvelopeHost = null)
{
    /// <summary>
    /// Takes the log text out of an entry whose line is JSON or CSV, as shippers and log platforms write it. Returns an empty list where
    /// the line
    /// is a plain log line, or holds no log text.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="hostColumn">The column of CSV that names the host; null where there is none.</param>
    public static IReadOnlyList<QuotedEntry> ReadAll(ReadOnlySpan<byte> entry, CsvHostColumn? hostColumn = null)
    {
        ReadOnlySpan<byte> rest = entry;
        ReadOnlySpan<byte> line = Bytes.Trim(LogLine.Next(ref rest));
        if (line.IsEmpty || IsUsual(line))
        {
            return [];
        }

        bool isJson = line[0] == '{' || (line[0] == '[' && StartsArray(line)) || (line[0] == '"' && JsonLogText.StartsWithName(line));
        int brace = isJson ? 0 : line.IndexOf("{\""u8);
        bool isCsv = !isJson && (line[0] == '"' || line.IndexOf(",\""u8) >= 0 || line.IndexOf(";\""u8) >= 0 || line.IndexOf("\t\""u8) >= 0);
        if ((brace < 0 && !isCsv) || (!isJson && line[0] != '"' && EntryHeader.IsAtStart(line)))
        {
            return [];
        }

        IReadOnlyList<QuotedEntry> found = isCsv ? CsvLogText.ReadAll(entry, hostColumn) : [];
        return found.Count > 0 || brace < 0 ? found : JsonLogText.ReadAll(line.Slice(brace));
    }

    /// <summary>Determines whether a line starts as nearly all lines of vCenter do: <c>TIME LEVEL PROCESS[</c>.</summary>
    private static bool IsUsual(ReadOnlySpan<byte> line)
    {
        const int TimeLength = 24; // yyyy-MM-ddTHH:mm:ss.fffZ
        if (line.Length <= TimeLength || line[10] != 'T' || line[TimeLength - 1] != 'Z' || line[TimeLength] != ' ')
        {
            return false;
        }

        ReadOnlySpan<byte> rest = line.Slice(TimeLength + 1);
        int blank = rest.IndexOf((byte)' ');
        return blank > 0 && LogLevel.IsLevel(rest.Slice(0, blank)) && rest.Slice(blank + 1).IndexOf(" [Originator@"u8) is >= 0 and <= 64;
    }

    /// <summary>Determines whether a line starts with an array of objects or strings.</summary>
    private static bool StartsArray(ReadOnlySpan<byte> line)
    {
        line = Bytes.TrimStart(line.Slice(1));
        return line.IsEmpty || line[0] is (byte)'{' or (byte)'"';
    }
}
