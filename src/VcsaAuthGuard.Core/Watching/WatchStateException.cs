namespace VcsaAuthGuard.Watching;

/// <summary>Represents the error of a watcher's state file or metrics file that cannot be used.</summary>
/// <param name="path">The file.</param>
/// <param name="message">The cause, in a sentence.</param>
/// <param name="innerException">The exception that caused it.</param>
public sealed class WatchStateException(string path, string message, Exception? innerException = null)
    : Exception($"{path}: {message}", innerException)
{
    /// <summary>Gets the file.</summary>
    public string Path { get; } = path;
}
