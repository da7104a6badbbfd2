namespace VcsaAuthGuard.Logs;

/// <summary>Represents a log entry as a log platform stores it.</summary>
/// <param name="Server">The host that the platform names; null if it names none.</param>
/// <param name="Log">Platform, host and log: <c>Loki vc01.example.org loki.example.org/var/log/vmware/vpxd/vpxd-8.log</c>.</param>
/// <param name="Event">What tells the event from others of the log: its id, or its time.</param>
/// <param name="Time">The platform's time for it.</param>
/// <param name="Text">The entry, its lines joined by LF.</param>
public sealed record CollectedEntry(string? Server, string Log, string Event, DateTimeOffset Time, string Text)
{
    /// <summary>Gets the log and the event.</summary>
    public string Source => $"{Log}#{Event}";
}
