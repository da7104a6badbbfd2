using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>A rule: what it looks for, what that speaks for, and how much.</summary>
/// <param name="Name">What it is called in the evidence.</param>
/// <param name="Cause">What it speaks for.</param>
/// <param name="Weight">Points at full strength; negative speaks against the cause.</param>
/// <param name="Look">Looks for it.</param>
internal sealed record DiagnosisRule(string Name, DiagnosisCause Cause, double Weight, Func<CaseFacts, Finding> Look);
