using System.Text.Json;

namespace VcsaAuthGuard.Watching;

/// <summary>Writes events as JSON, for a webhook and for programs that read the watcher's output line by line.</summary>
public static class WatchEventJson
{
    /// <summary>Returns an event as one JSON object. Characters that are not plain ASCII are escaped.</summary>
    /// <param name="item">The event.</param>
    public static byte[] Write(WatchEvent item) =>
        JsonSerializer.SerializeToUtf8Bytes(WatchEventDocument.Create(item), WatchEventJsonContext.Default.WatchEventDocument);
}
