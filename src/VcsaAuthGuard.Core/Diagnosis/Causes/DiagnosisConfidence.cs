namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Specifies how sure a finding is.</summary>
public enum DiagnosisConfidence : long
{
    /// <summary>The evidence fits the cause, and other causes as well.</summary>
    Low,

    /// <summary>The evidence fits the cause better than any other, and a part of the proof is missing.</summary>
    Medium,

    /// <summary>The logs show what only this cause explains.</summary>
    High,
}
