namespace VcsaAuthGuard.Text;

/// <summary>Represents a problem of an input file, row, line or object.</summary>
/// <param name="Kind">The kind of the problem.</param>
/// <param name="Source">The name of the file or of another input.</param>
/// <param name="Line">The 1-based line; null if there are no lines.</param>
/// <param name="Message">The problem, as a sentence.</param>
/// <param name="Remedy">The recommended action, as a sentence.</param>
public sealed record InputProblem(InputProblemKind Kind, string Source, long? Line, string Message, string Remedy)
{
    /// <summary>Returns source, line, message and remedy in one line.</summary>
    public override string ToString() => $"{Source}{(Line is null ? "" : $":{Line}")}: {Message} {Remedy}";
}
