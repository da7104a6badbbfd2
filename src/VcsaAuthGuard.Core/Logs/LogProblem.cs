namespace VcsaAuthGuard.Logs;

/// <summary>Specifies why an input, or a part of it, could not be read.</summary>
public enum LogProblemKind
{
    /// <summary>There is no such file or folder, or nothing in it is a vpxd log.</summary>
    NotFound,

    /// <summary>The file could not be opened or read.</summary>
    Unreadable,

    /// <summary>The compressed data or the archive is damaged or ends too early; what stood before was read.</summary>
    Corrupt,

    /// <summary>The input expands far beyond what logs do and was given up.</summary>
    CompressionBomb,

    /// <summary>The input is of a form that cannot be read in place.</summary>
    Unsupported,

    /// <summary>The input has text, and not one line of it is of a log that is read.</summary>
    Unrecognized,

    /// <summary>A followed log became shorter than what had been read of it, or no longer holds that.</summary>
    Truncated,
}

/// <summary>Represents one input, or part of one, that could not be read: what, where, and what to do.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Source">The file, or <c>archive!entry</c>.</param>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="Remedy">What to do, in a sentence.</param>
/// <param name="Offset">How many bytes of the source's text had been read; null if none could be.</param>
/// <param name="Exception">What was thrown, where something was.</param>
public sealed record LogProblem(
    LogProblemKind Kind,
    string Source,
    string Message,
    string Remedy,
    long? Offset = null,
    Exception? Exception = null
)
{
    /// <summary>Returns source, message and remedy in one line.</summary>
    public override string ToString() => $"{Source}: {Message} {Remedy}";
}
