namespace VcsaAuthGuard.Cli.Output;

/// <summary>Standard output could not be written: the disk is full, or the output is closed.</summary>
/// <param name="inner">The error of the write.</param>
internal sealed class OutputFailedException(IOException inner) : IOException(inner.Message, inner);
