namespace HelpBuilder;

/// <summary>Represents a mistake in a page.</summary>
internal sealed record PageError(string File, int Line, string Message);

/// <summary>Represents the error of a page that cannot be parsed.</summary>
internal sealed class PageFormatException(int line, string message) : Exception(message)
{
    /// <summary>Gets the line, counted from 1.</summary>
    public int Line { get; } = line;
}
