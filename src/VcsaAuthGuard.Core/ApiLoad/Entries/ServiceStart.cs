using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;


namespace VcsaAuthGuard.ApiLoad.Entries;

/// <summary>
/// Represents a section line of vpxd's log, with the time at which the service was last started and its version. A rotated log begins
/// with one too, so only a new time of start is a start.
/// </summary>
internal sealed class ServiceStart : ILogRecord
{
    public const string Needle = "Section for VMware VirtualCenter";

    private const string StartedLabel = "time the service was last started";

    /// <summary>Gets the time at which the service was started, where the line names it.</summary>
    public DateTimeOffset? Started { get; private init; }

    /// <summary>Gets the process id; null if the line has none.</summary>
    public string? Pid { get; private init; }

    /// <summary>Gets the time at which the line was logged.</summary>
    public DateTimeOffset Logged { get; private init; }

    /// <summary>Gets vCenter's version (<c>8.0.3</c>).</summary>
    public string? Version { get; private init; }

    public string? Build { get; private init; }

    public string Source { get; private init; } = "";

    public string? Server { get; private init; }

    public long Line { get; private set; }

    public long Weight => 256;

    public void MoveDown(long lines) => Line += lines;

    public ILogRecord? Within(TimeRange range) => range.Contains(Logged) ? this : null;

    public static ServiceStart? TryRead(LogEntry entry)
    {
        ReadOnlySpan<byte> line = entry.Line;
        int at = line.IndexOf(EntryForms.ServiceSection);
        if (at < 0 || entry.Header.Time is not DateTimeOffset logged)
        {
            return null;
        }

        return new()
        {
            Started = ReadStarted(line.Slice(0, at)),
            Pid = Field(line.Slice(at), "pid="u8),
            Logged = logged,
            Version = Field(line.Slice(at), "version="u8),
            Build = Field(line.Slice(at), "build="u8),
            Source = entry.Span.Source,
            Server = entry.Server,
            Line = entry.Span.Line,
        };
    }

    /// <summary>
    /// Reads the time from <c>... - time the service was last started 2026-02-11T01:00:00.000Z, </c> or <c>2026-02-11T01:00:00.000Z -
    /// time the service was last started, </c>.
    /// </summary>
    private static DateTimeOffset? ReadStarted(ReadOnlySpan<byte> line)
    {
        int label = line.IndexOf(System.Text.Encoding.ASCII.GetBytes(StartedLabel).AsSpan());
        if (label < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> behind = Bytes.TrimStart(line.Slice(label + StartedLabel.Length));
        int comma = behind.IndexOf(", "u8);
        if (LogTimestamp.TryRead(comma < 0 ? behind : behind.Slice(0, comma), out DateTimeOffset time, out _, out _))
        {
            return time;
        }

        // The label follows its time: the last word in front of the dash.
        ReadOnlySpan<byte> before = line.Slice(0, label);
        int dash = before.LastIndexOf(" - "u8);
        before = dash < 0 ? default : before.Slice(0, dash);
        before = before.Slice(before.LastIndexOf((byte)' ') + 1);
        return LogTimestamp.TryRead(before, out time, out _, out _) ? time : null;
    }

    private static string? Field(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        int at = text.IndexOf(key);
        if (at < 0)
        {
            return null;
        }

        text = text.Slice(at + key.Length);
        int end = text.IndexOfAny((byte)',', (byte)' ', (byte)'\r');
        return Bytes.ToTextOrNull(Bytes.Trim(end < 0 ? text : text.Slice(0, end)));
    }
}
