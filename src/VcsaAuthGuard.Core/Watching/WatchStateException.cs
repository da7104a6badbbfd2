namespace VcsaAuthGuard.Watching;

/// <summary>A watcher's state file cannot be used.</summary>
/// <param name="path">The file.</param>
/// <param name="message">Why, in a sentence.</param>
/// <param name="innerException">What was thrown, where something was.</param>
public sealed class WatchStateException(string path, string message, Exception? innerException = null) : Exception($"{path}: {message}", innerException)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;
}
