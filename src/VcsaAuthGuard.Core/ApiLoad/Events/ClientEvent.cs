using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.ApiLoad.Events;

/// <summary>Represents a login, a logout or a refused login: one of vCenter's events, from a log or from PowerCLI.</summary>
public sealed record ClientEvent : ILogRecord
{
    /// <summary>Gets the action.</summary>
    public ClientEventKind Kind { get; init; }

    /// <summary>Gets the source of the event. An action that two sources report is counted once, from the more detailed source.</summary>
    public ClientEventOrigin Origin { get; init; }

    /// <summary>Gets the time of the event; null if the event does not say.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Gets the client that caused the event.</summary>
    public ApiClient Client { get; init; } = ApiClient.Unattributed;

    /// <summary>Gets the session's key, where the event has it (PowerCLI's events do, forwarded ones do not).</summary>
    public string? SessionId { get; init; }

    /// <summary>Calls the session made (at a logout), or sessions the account has (for a count); null if not reported.</summary>
    public long? Count { get; init; }

    /// <summary>Gets the log that the event was read from; null if that does not matter.</summary>
    internal string? Log { get; init; }

    /// <summary>Gets the vCenter Server that the entry's envelope names; null if it names none.</summary>
    internal string? Server { get; init; }

    string? ILogRecord.Server => Server;

    long ILogRecord.Weight => 400;

    void ILogRecord.MoveDown(long lines)
    {
        // Events keep no line.
    }

    ILogRecord? ILogRecord.Within(TimeRange range) => range.Contains(Time) ? this : null;
}
