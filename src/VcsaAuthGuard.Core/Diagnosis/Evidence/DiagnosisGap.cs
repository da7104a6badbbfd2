namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Something that could not be seen, and what to collect to see it.</summary>
/// <param name="Rule">The rule that could not be judged.</param>
/// <param name="Statement">What could not be seen, in a sentence.</param>
/// <param name="Collect">What to collect.</param>
public sealed record DiagnosisGap(string Rule, string Statement, string Collect);
