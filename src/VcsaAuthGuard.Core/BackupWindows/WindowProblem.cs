namespace VcsaAuthGuard.BackupWindows;

/// <summary>Specifies why something did not become a window.</summary>
public enum WindowProblemKind
{
    /// <summary>There is no such file.</summary>
    NotFound,

    /// <summary>The file could not be opened or read.</summary>
    Unreadable,

    /// <summary>A row, line, event or task is not valid; it is skipped and the rest is read.</summary>
    Invalid,

    /// <summary>Something without a meaning, such as an unknown column, was ignored; nothing else is skipped.</summary>
    Ignored,
}

/// <summary>Represents something that did not become a window, with its place and the remedy.</summary>
/// <param name="Kind">The kind of problem.</param>
/// <param name="Source">The file or other origin.</param>
/// <param name="Line">The 1-based line, where there are lines.</param>
/// <param name="Message">The problem, in a sentence.</param>
/// <param name="Remedy">The remedy, in a sentence.</param>
public sealed record WindowProblem(WindowProblemKind Kind, string Source, long? Line, string Message, string Remedy)
{
    /// <summary>Returns source, line, message and remedy in one line.</summary>
    public override string ToString() => $"{Source}{(Line is null ? "" : $":{Line}")}: {Message} {Remedy}";
}
