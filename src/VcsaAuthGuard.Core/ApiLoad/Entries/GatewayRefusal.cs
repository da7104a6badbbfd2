using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;


namespace VcsaAuthGuard.ApiLoad.Entries;

/// <summary>Represents a request over the host gateway that failed according to an access log.</summary>
internal sealed class GatewayRefusal : ILogRecord
{
    public DateTimeOffset? Time { get; init; }

    /// <summary>Gets the host, in PowerCLI's form.</summary>
    public string VMHostId { get; init; } = "";

    public int Status { get; init; }

    /// <summary>Gets the time at which the request ended; null if the line has no time.</summary>
    public GatewayRequest? Request { get; init; }

    /// <summary>Gets whether the host itself could not be reached.</summary>
    public bool IsUnreachable { get; init; }

    public string Source { get; init; } = "";

    public string? Server { get; init; }

    public long Line { get; private set; }

    public string Text { get; init; } = "";

    public long Weight => 256 + (2L * Text.Length);

    public void MoveDown(long lines) => Line += lines;

    public ILogRecord? Within(TimeRange range) => range.Contains(Time) ? this : null;

    public static GatewayRefusal Create(
        in AccessLine access, int host, LogEntrySpan entry, string? server, ReadOnlySpan<byte> line) => new()
        {
            Time = access.Time,
            VMHostId = FormattableString.Invariant($"HostSystem-host-{host}"),
            Status = access.Status,
            Request = GatewayRequest.Create(access),
            IsUnreachable = access.IsUnreachable,
            Source = entry.Source,
            Server = server,
            Line = entry.Line,
            Text = Bytes.ToText(line),
        };
}
