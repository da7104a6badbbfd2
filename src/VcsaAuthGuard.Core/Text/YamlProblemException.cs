namespace VcsaAuthGuard.Text;

/// <summary>Represents the error of text that is not YAML or uses refused parts of YAML.</summary>
/// <param name="line">The 1-based line.</param>
/// <param name="message">The problem, as a sentence.</param>
/// <param name="inner">The parser's exception.</param>
internal sealed class YamlProblemException(long line, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Gets the 1-based line; 0 where it is not known.</summary>
    public long Line { get; } = line;
}
