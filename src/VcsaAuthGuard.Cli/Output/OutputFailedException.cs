namespace VcsaAuthGuard.Cli.Output;

/// <summary>Represents a failure to write standard output: the disk is full or the output is closed.</summary>
/// <param name="message">The reason, as a sentence.</param>
/// <param name="inner">The error of the write.</param>
internal sealed class OutputFailedException(string message, Exception inner) : IOException(message, inner);
