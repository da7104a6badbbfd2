namespace VcsaAuthGuard.Logs.Entries;

/// <summary>Represents the column of a CSV file that names the host of each record, by the header in the file's first line.</summary>
/// <param name="Index">The number of the column, from 0.</param>
/// <param name="Separator">The byte that separates columns.</param>
internal readonly record struct CsvHostColumn(int Index, byte Separator)
{
    private const int MaxHeader = 4096;

    private static readonly string[] Names = ["host", "hostname", "host.name", "host.hostname", "log.syslog.hostname", "_HOSTNAME"];

    /// <summary>Finds the column; returns null if the text does not start with a header that has one.</summary>
    public static CsvHostColumn? Find(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = text.Slice(0, Math.Min(text.Length, MaxHeader));
        string header = Bytes.ToText(LogLine.Next(ref rest)).TrimStart('\uFEFF');
        foreach (char separator in (char[])[',', ';', '\t'])
        {
            string[] columns = [.. header.Split(separator).Select(name => name.Trim().Trim('"'))];
            int index = columns.Length < 2
                ? -1
                : Array.FindIndex(columns, name => Names.Contains(name, StringComparer.OrdinalIgnoreCase));
            if (index >= 0)
            {
                return new(index, (byte)separator);
            }
        }

        return null;
    }
}
