namespace VcsaAuthGuard.BackupWindows;

/// <summary>Why something did not become a window.</summary>
public enum WindowProblemKind
{
    /// <summary>There is no such file.</summary>
    NotFound,

    /// <summary>The file could not be opened or read.</summary>
    Unreadable,

    /// <summary>A row, line, event or task is wrong; it is left out and the rest is read.</summary>
    Invalid,

    /// <summary>Something stands there that has no meaning here, such as an unknown column; nothing else is left out.</summary>
    Ignored,
}

/// <summary>Something that did not become a window: what, where, and what to do about it.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Source">The file, or what else it is from.</param>
/// <param name="Line">The 1-based line, where there are lines.</param>
/// <param name="Message">What is wrong, in a sentence.</param>
/// <param name="Remedy">What to do, in a sentence.</param>
public sealed record WindowProblem(WindowProblemKind Kind, string Source, long? Line, string Message, string Remedy)
{
    /// <summary>Source, line, message and remedy in one line.</summary>
    public override string ToString() => $"{Source}{(Line is null ? "" : $":{Line}")}: {Message} {Remedy}";
}
