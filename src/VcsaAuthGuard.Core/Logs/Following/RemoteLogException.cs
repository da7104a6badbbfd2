namespace VcsaAuthGuard.Logs.Following;

/// <summary>Represents an error that ends or prevents following logs on another machine.</summary>
/// <param name="message">The cause, in a sentence.</param>
/// <param name="remedy">The remedy, in a sentence.</param>
/// <param name="isPassing">Whether another attempt may succeed.</param>
/// <param name="inner">The exception that caused it.</param>
public sealed class RemoteLogException(string message, string remedy, bool isPassing, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Gets the remedy, in a sentence.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>Gets whether another attempt may succeed.</summary>
    public bool IsTransient { get; } = isPassing;
}
