namespace VcsaAuthGuard.Logs.Following;

/// <summary>Logs on another machine cannot be followed, or no longer.</summary>
/// <param name="message">Why, in a sentence.</param>
/// <param name="remedy">What to do, in a sentence.</param>
/// <param name="isPassing">Whether it may well go on a moment later.</param>
/// <param name="inner">What led to it.</param>
public sealed class RemoteLogException(string message, string remedy, bool isPassing, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to do, in a sentence.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>Whether it may well go on a moment later.</summary>
    public bool IsPassing { get; } = isPassing;
}
