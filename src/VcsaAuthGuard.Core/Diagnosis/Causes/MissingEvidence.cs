namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Represents something the logs do not show, with what to collect to see it.</summary>
/// <param name="Rule">The rule that could not be applied, or <c>Time</c>, <c>Clients</c>, <c>Gateway</c> or <c>Sessions</c>.</param>
/// <param name="Statement">What is not known, in a sentence.</param>
/// <param name="Collect">What to collect.</param>
public sealed record MissingEvidence(string Rule, string Statement, string Collect)
{
    /// <summary>Gets the rule that could not be applied; null where no rule asks for the evidence.</summary>
    internal DiagnosisRule? ReportedBy { get; init; }

    /// <summary>Returns the statement and what to collect.</summary>
    public override string ToString() => $"{Statement} Collect: {Collect}";
}
