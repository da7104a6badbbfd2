using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Faults;

/// <summary>
/// Represents one refused or failed API call, read from one entry of a vCenter log. A field that the log does not contain is null.
/// </summary>
public sealed record AuthFault : ILogRecord
{
    /// <summary>Gets the time at which the entry was logged, in UTC; null if the entry has no time.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Gets the kind of refusal or failure.</summary>
    public AuthFaultKind Kind { get; init; }

    /// <summary>Gets the ESXi host behind the gateway, in PowerCLI's form (<c>HostSystem-host-150117</c>).</summary>
    public string? VMHostId { get; init; }

    /// <summary>Gets the ESXi host's name, where the caller supplied it.</summary>
    public string? VMHost { get; init; }

    /// <summary>Gets the uuid of the volume the fault names.</summary>
    public string? DatastoreUuid { get; init; }

    /// <summary>Gets the datastore's name, where the caller supplied it.</summary>
    public string? Datastore { get; init; }

    /// <summary>Gets the managed object the fault names, as logged (<c>vim.Datastore:62aef28d-…</c>).</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "vmodl's own name for it, and part of the output contract.")]
    public string? Object { get; init; }

    /// <summary>Gets the API method that was called, as logged.</summary>
    public string? Method { get; init; }

    /// <summary>Gets the HTTP status of the answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Gets the privilege the fault names.</summary>
    public string? PrivilegeId { get; init; }

    /// <summary>Gets the fault's message.</summary>
    public string? Message { get; init; }

    /// <summary>Gets the account that was refused, as the entry names it.</summary>
    public string? User { get; init; }

    /// <summary>Gets the address of the client, as the entry or the one behind it names it.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>Gets the type of the fault of a refused login or of a failed call over the gateway
    /// (<c>vim.fault.InvalidLogin</c>).</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the operation id that ties the entries of one operation together.</summary>
    public string? OpId { get; init; }

    /// <summary>Gets the thread (not the process) that logged the entry.</summary>
    public string? ThreadId { get; init; }

    /// <summary>Gets the log level as the log writes it; the article's fault is logged at <c>info</c>.</summary>
    public string? Level { get; init; }

    /// <summary>Gets the vCenter Server: the host that a log platform or the envelope of a relayed line names; null if neither
    /// does.</summary>
    public string? Server { get; init; }

    /// <summary>Gets the file, or <c>archive!entry</c>; from a log platform, the platform, the host, the log and the event.</summary>
    public string? Source { get; init; }

    /// <summary>Gets or sets the 1-based number of the entry's first line in its (uncompressed) source.</summary>
    public long LineNumber { get; internal set; }

    /// <summary>Gets when the request of an access log ended; null for a fault of another log.</summary>
    internal GatewayRequest? Request { get; init; }

    /// <summary>Gets the whole entry as logged, its lines joined by LF; at most 1 MiB.</summary>
    public string Text { get; init; } = "";

    /// <summary>Returns the fault with its time converted, such as to a time zone's offset.</summary>
    /// <param name="convert">Converts a time.</param>
    public AuthFault WithTimes(Func<DateTimeOffset, DateTimeOffset> convert) =>
        this with { Time = Time is DateTimeOffset time ? convert(time) : null };

    long ILogRecord.Weight => 512 + (2L * Text.Length);

    void ILogRecord.MoveDown(long lines) => LineNumber += lines;

    ILogRecord? ILogRecord.Within(TimeRange range) => range.Contains(Time) ? this : null;

    /// <summary>Returns the time, the kind, the host and the method in a line.</summary>
    public override string ToString() => string.Join(
        " ",
        ((string?[])[Time?.ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture), Kind.ToString(), VMHost ?? VMHostId, Method])
            .Where(part => part is not null));
}
