namespace VcsaAuthGuard.Logs;

/// <summary>Represents a search term for a log platform, so that only events that may be relevant are transferred.</summary>
/// <param name="Literal">The text, as a log has it: for platforms that compare bytes.</param>
/// <param name="Words">
/// Words that stand in a row in every entry that is meant: for platforms whose index has words. Whether dots part words differs from
/// platform to platform, so a word with dots is whole. It may find more than the literal does; the reader looks at all that comes.
/// </param>
public sealed record SearchPhrase(string Literal, string Words)
{
    /// <summary>Initializes a phrase from literal text.</summary>
    /// <param name="literal">The text.</param>
    public SearchPhrase(string literal)
        : this(literal, literal)
    {
    }
}
