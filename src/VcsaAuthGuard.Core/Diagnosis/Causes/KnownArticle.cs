namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Represents a knowledge base article with the line that shows its problem.</summary>
/// <param name="Number">The number (<c>KB 344920</c>).</param>
/// <param name="Line">The line, or its significant part.</param>
internal sealed record KnownArticle(string Number, string Line);
