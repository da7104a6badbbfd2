namespace VcsaAuthGuard.Logs;

/// <summary>Represents the failure of a log's source while the log is read.</summary>
/// <param name="message">What happened, in a sentence.</param>
/// <param name="remedy">The recommended action, in a sentence.</param>
/// <param name="inner">The failure.</param>
internal sealed class LogSourceException(string message, string remedy, Exception inner) : IOException(message, inner)
{
    /// <summary>Gets the recommended action, in a sentence.</summary>
    public string Remedy { get; } = remedy;
}
