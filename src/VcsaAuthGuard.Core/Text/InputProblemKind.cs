namespace VcsaAuthGuard.Text;

/// <summary>Specifies the kind of an <see cref="InputProblem"/>.</summary>
public enum InputProblemKind
{
    /// <summary>The file does not exist.</summary>
    NotFound,

    /// <summary>The file could not be opened, read or recognised.</summary>
    Unreadable,

    /// <summary>A row, line, event or task is not valid; it is skipped and the rest is read.</summary>
    Invalid,

    /// <summary>A part of the input was left out on purpose or has no meaning here, such as an unknown column.</summary>
    Ignored,
}
