namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Represents something the logs do not show, with what to collect to see it.</summary>
/// <param name="Rule">The observation that could not be made, or <c>Time</c>, <c>Clients</c>, <c>Gateway</c>, <c>JobRuns</c> or
/// <c>Sessions</c>.</param>
/// <param name="Statement">What is not known, in a sentence.</param>
/// <param name="Collect">What to collect.</param>
public sealed record MissingEvidence(string Rule, string Statement, string Collect)
{
    /// <summary>Returns the statement and what to collect.</summary>
    public override string ToString() => $"{Statement} Collect: {Collect}";
}
