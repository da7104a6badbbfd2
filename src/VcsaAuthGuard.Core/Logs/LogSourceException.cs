namespace VcsaAuthGuard.Logs;

/// <summary>The exception that is thrown when the source of a log fails while the log is read.</summary>
/// <param name="message">What happened, in a sentence.</param>
/// <param name="remedy">The recommended action, in a sentence.</param>
/// <param name="inner">The failure.</param>
internal sealed class LogSourceException(string message, string remedy, Exception inner) : IOException(message, inner)
{
    /// <summary>Gets the recommended action, in a sentence.</summary>
    public string Remedy { get; } = remedy;
}
