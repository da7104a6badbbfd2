namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Represents an event of a platform.</summary>
/// <param name="Nanoseconds">Its time, since 1970.</param>
/// <param name="Host">The host, or null.</param>
/// <param name="LogField">The field that names its log; null if none does.</param>
/// <param name="Log">What that field says.</param>
/// <param name="Id">The id, unique in its log.</param>
/// <param name="Text">The event's text.</param>
/// <param name="HasPlace">Whether the platform's order is that of the log's lines, even among events of one time.</param>
internal sealed record PlatformEvent(long Nanoseconds, string? Host, string? LogField, string? Log, string Id, string Text, bool HasPlace)
{
    /// <summary>Gets the host and the log, which all lines of one entry share.</summary>
    public (string? Host, string? Log) Stream => (Host, Log);
}
