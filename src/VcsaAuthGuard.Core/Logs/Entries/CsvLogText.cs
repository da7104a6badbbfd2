namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Finds log text in the quoted fields of a record of CSV, as log platforms export it. A field may go on over several
/// lines.</summary>
internal static class CsvLogText
{
    /// <summary>Returns the fields that hold log text: those with a header or a known form, and a record's only field.</summary>
    /// <param name="record">The record.</param>
    /// <param name="columns">The columns of the CSV file; null if they are not known.</param>
    public static IReadOnlyList<QuotedEntry> ReadAll(ReadOnlySpan<byte> record, CsvColumns? columns = null)
    {
        List<QuotedEntry> found = [];
        string? host = null;
        int column = 0;
        bool isFieldStart = true;
        DateTimeOffset? time = null;
        DateTimeOffset? entryTime = null;
        for (int at = 0; at < record.Length; at++)
        {
            if (isFieldStart && columns is CsvColumns wanted && column == wanted.HostIndex)
            {
                host ??= ReadHost(record.Slice(at), wanted.Separator);
            }

            int start = record[at] == '"' ? at + 1 : at;
            time = isFieldStart && LogTimestamp.TryRead(record.Slice(start), out DateTimeOffset read, out _, out _)
                ? read : time;
            if (!isFieldStart || record[at] != '"')
            {
                column += record[at] == columns?.Separator ? 1 : 0;
                isFieldStart = record[at] is (byte)',' or (byte)';' or (byte)'\t' or (byte)'\n';
                column = record[at] == '\n' ? 0 : column;
                time = record[at] == '\n' ? null : time;
                continue;
            }

            byte[] field = ReadField(record, at + 1, out int end);
            bool isOnly = at == 0 && LogLine.IsBlank(WithoutLineEnd(record.Slice(end)));
            if (isOnly || (!IsArrow(field) && JsonLogText.IsLogText(field)))
            {
                found.Add(new(field, null, null));
                entryTime = time;
            }
            else if (found.Count > 0 && IsArrow(field) && !(time < entryTime))
            {
                found[found.Count - 1] = found[found.Count - 1].With(new(field, null, null));
            }

            at = end - 1;
            isFieldStart = false;
        }

        return host is null ? found : found.ConvertAll(entry => entry with { EnvelopeHost = host });
    }

    /// <summary>Determines whether a record has a field that continues an entry, but none that starts one.</summary>
    public static bool IsContinuation(ReadOnlySpan<byte> record)
    {
        bool isFound = false;
        bool isFieldStart = true;
        for (int at = 0; at < record.Length; at++)
        {
            if (!isFieldStart || record[at] != '"')
            {
                isFieldStart = record[at] is (byte)',' or (byte)';' or (byte)'\t';
                continue;
            }

            byte[] field = ReadField(record, at + 1, out int end);
            ReadOnlySpan<byte> rest = field;
            if (EntryHeader.Read(Bytes.Trim(LogLine.Next(ref rest))).IsKnown)
            {
                return false;
            }

            isFound |= IsArrow(field);
            at = end - 1;
            isFieldStart = false;
        }

        return isFound;
    }

    private static bool IsArrow(ReadOnlySpan<byte> field) => Bytes.TrimStart(field).StartsWith("-->"u8);

    /// <summary>Returns the host that a field names; null if it names none.</summary>
    private static string? ReadHost(ReadOnlySpan<byte> field, byte separator)
    {
        int end = field[0] == '"' ? field.Slice(1).IndexOf((byte)'"') : field.IndexOfAny(separator, (byte)'\n', (byte)'\r');
        ReadOnlySpan<byte> value = field[0] == '"' ? field.Slice(1) : field;
        value = Bytes.Trim(end < 0 ? value : value.Slice(0, end));
        return SyslogPrefix.IsNoHost(value) ? null : Bytes.ToText(value);
    }

    /// <summary>Reads a field up to its closing quote, or to the end if it has none; quotes inside it are doubled.</summary>
    private static byte[] ReadField(ReadOnlySpan<byte> record, int start, out int end)
    {
        List<byte> field = [];
        for (end = start; end < record.Length; end++)
        {
            if (record[end] == '"')
            {
                end++;
                if (end == record.Length || record[end] != '"')
                {
                    return [.. field];
                }
            }

            field.Add(record[end]);
        }

        return [.. field];
    }

    private static ReadOnlySpan<byte> WithoutLineEnd(ReadOnlySpan<byte> text) =>
        text.EndsWith("\n"u8) ? text.Slice(0, text.Length - 1) : text;
}
