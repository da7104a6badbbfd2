namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Represents the columns of a CSV file with log text, by the header in the file's first line.</summary>
/// <param name="HostIndex">The number of the column that names the host of each record, from 0; -1 if there is none.</param>
/// <param name="TextIndex">The number of the column with the log text; -1 if there is none.</param>
/// <param name="Count">The number of columns.</param>
/// <param name="Separator">The byte that separates columns.</param>
internal readonly record struct CsvColumns(int HostIndex, int TextIndex, int Count, byte Separator)
{
    private const int MaxHeader = 4096;

    private static readonly string[] HostNames = ["host", "hostname", "host.name", "host.hostname", "log.syslog.hostname", "_HOSTNAME"];

    private static readonly string[] TextNames =
        ["_raw", "raw", "text", "message", "log", "line", "event.original", "log.original", "SyslogMessage", "full_message", "msg"];

    /// <summary>Finds the columns; returns null if the text does not start with a header that has one of them.</summary>
    public static CsvColumns? Find(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = text.Slice(0, Math.Min(text.Length, MaxHeader));
        string header = Bytes.ToText(LogLine.Next(ref rest)).TrimStart('\uFEFF');
        foreach (char separator in (char[])[',', ';', '\t'])
        {
            string[] columns = [.. header.Split(separator).Select(name => name.Trim().Trim('"'))];
            int host = IndexOfAny(columns, HostNames);
            int textIndex = IndexOfAny(columns, TextNames);
            if (columns.Length > 1 && (host >= 0 || textIndex >= 0))
            {
                return new(host, textIndex, columns.Length, (byte)separator);
            }
        }

        return null;
    }

    /// <summary>Removes the columns behind the text from a record without quotes: exporters put quotes only where they are
    /// needed.</summary>
    public ReadOnlySpan<byte> WithoutColumnsBehindText(ReadOnlySpan<byte> record)
    {
        if (TextIndex < 0 || record.IndexOf((byte)'\n') is >= 0 and int lineFeed && lineFeed < record.Length - 1)
        {
            return record;
        }

        ReadOnlySpan<byte> text = record;
        for (int column = TextIndex + 1; column < Count; column++)
        {
            int separator = text.LastIndexOf(Separator);
            if (separator < 0)
            {
                return record;
            }

            text = text.Slice(0, separator);
        }

        return text;
    }

    private static int IndexOfAny(string[] columns, string[] names) =>
        Array.FindIndex(columns, name => names.Contains(name, StringComparer.OrdinalIgnoreCase));
}
