namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Represents log text that was a string of JSON or a field of CSV.</summary>
/// <param name="Text">The text, without quotes and escapes.</param>
/// <param name="Key">The name of the string in its JSON object; null in CSV.</param>
/// <param name="EnvelopeTime">The time that the document has beside the text; null if it has none, or several.</param>
/// <param name="EnvelopeHost">The host that the document names beside the text; null if it names none, or several.</param>
internal sealed record QuotedEntry(byte[] Text, string? Key, DateTimeOffset? EnvelopeTime, string? EnvelopeHost = null)
{
    /// <summary>
    /// Takes the log text out of an entry whose line is JSON or CSV, as shippers and log platforms write it. Returns an empty list where
    /// the line
    /// is a plain log line, or holds no log text.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="columns">The columns of the CSV file; null if they are not known.</param>
    public static IReadOnlyList<QuotedEntry> ReadAll(ReadOnlySpan<byte> entry, CsvColumns? columns = null)
    {
        ReadOnlySpan<byte> rest = entry;
        ReadOnlySpan<byte> line = Bytes.Trim(LogLine.Next(ref rest));
        if (line.IsEmpty || IsUsual(line))
        {
            return [];
        }

        bool isLiteral = TextLiteral.IsAtStart(line) || entry.IndexOf("\n'-->"u8) >= 0;
        bool isJson = !isLiteral && (StartsJson(line) || (line[0] == '"' && HasJsonString(rest)));
        if (!isJson && line[0] != '"' && EntryHeader.IsAtStart(line))
        {
            return [];
        }

        int brace = isJson ? 0 : isLiteral ? -1 : line.IndexOf("{\""u8);
        bool isCsv = !isJson && !isLiteral
            && (line[0] == '"' || line.IndexOf(",\""u8) >= 0 || line.IndexOf(";\""u8) >= 0 || line.IndexOf("\t\""u8) >= 0);
        IReadOnlyList<QuotedEntry> found = isCsv ? CsvLogText.ReadAll(entry, columns) : [];
        found = found.Count > 0 || brace < 0 ? found : ReadDocuments(line.Slice(brace), rest);
        if (found.Count > 0 || isJson)
        {
            return found;
        }

        List<QuotedEntry> literals = [];
        Join(literals, line.IndexOf("CEF:"u8) >= 0 ? TextLiteral.ReadCef(entry) : TextLiteral.ReadAll(entry));
        return literals;
    }

    /// <summary>Determines whether one of the lines of an indented array has escapes of JSON.</summary>
    private static bool HasJsonString(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            ReadOnlySpan<byte> line = Bytes.Trim(LogLine.Next(ref lines));
            if (line.Length > 0 && line[0] == '"' && JsonLogText.IsString(line))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartsJson(ReadOnlySpan<byte> line) =>
        line[0] == '{'
        || (line[0] == '[' && StartsArray(line))
        || (line[0] == '"' && (JsonLogText.StartsWithName(line) || JsonLogText.IsString(line)));

    /// <summary>
    /// Determines whether a line is a document or a record of its own whose text continues an entry, as container logs and shippers
    /// write an entry of several lines.
    /// </summary>
    /// <param name="line">The line; it may be cut.</param>
    public static bool IsContinuation(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("-->"u8) < 0 && line.IndexOf("--\\u003e"u8) < 0 && line.IndexOf("--\\u003E"u8) < 0)
        {
            return false;
        }

        line = Bytes.TrimStart(line);
        int brace = line.IndexOf("{\""u8);
        if (brace >= 0 && (brace == 0 || !(TextLiteral.IsAtStart(line) || EntryHeader.IsAtStart(line))))
        {
            List<QuotedEntry> found = JsonLogText.ReadAll(line.Slice(brace));
            return found.Count > 0 && found.TrueForAll(text => LogLine.IsContinuation(text.Text));
        }

        if (line.StartsWith("\""u8) && StartsJson(line))
        {
            return JsonLogText.ReadAll(line).Exists(text => LogLine.IsContinuation(text.Text));
        }

        return line.IndexOf("\"-->"u8) >= 0 && CsvLogText.IsContinuation(line);
    }

    /// <summary>Determines whether a text that follows this one in the same log continues its entry. Exports may have the newest line
    /// first; what is older than the entry's first line is of another.</summary>
    /// <param name="next">The text that follows.</param>
    public bool IsContinuedBy(QuotedEntry next) =>
        LogLine.IsContinuation(next.Text)
        && (EnvelopeHost is null || next.EnvelopeHost is null || EnvelopeHost == next.EnvelopeHost)
        && !(next.EnvelopeTime < EnvelopeTime);

    /// <summary>Returns the text with a line more.</summary>
    public QuotedEntry With(QuotedEntry next)
    {
        bool needsEnd = Text.Length > 0 && Text[Text.Length - 1] != '\n';
        return this with { Text = [.. Text, .. needsEnd ? "\n"u8.ToArray() : [], .. next.Text] };
    }

    /// <summary>Reads the texts of a document, with those of the documents behind it that continue them.</summary>
    private static List<QuotedEntry> ReadDocuments(ReadOnlySpan<byte> document, ReadOnlySpan<byte> others)
    {
        List<QuotedEntry> found = [];
        Join(found, JsonLogText.ReadAll(document));
        while (!others.IsEmpty)
        {
            ReadOnlySpan<byte> line = Bytes.TrimStart(LogLine.Next(ref others));
            int brace = line.StartsWith("\""u8) ? 0 : line.IndexOf("{\""u8);
            if (brace >= 0)
            {
                Join(found, JsonLogText.ReadAll(line.Slice(brace)));
            }
        }

        return found;
    }

    /// <summary>Adds texts; one that continues the last is added to it.</summary>
    private static void Join(List<QuotedEntry> found, List<QuotedEntry> texts)
    {
        foreach (QuotedEntry text in texts)
        {
            if (found.Count > 0 && found[found.Count - 1].IsContinuedBy(text))
            {
                found[found.Count - 1] = found[found.Count - 1].With(text);
            }
            else
            {
                found.Add(text);
            }
        }
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
