using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for one observation that supports or contradicts a cause.</summary>
/// <param name="name">The name in the evidence; part of the public contract.</param>
/// <param name="cause">The cause it supports, or contradicts.</param>
/// <param name="weight">The points at full strength; negative points contradict the cause.</param>
internal abstract class DiagnosisRule(string name, DiagnosisCause cause, double weight)
{
    public string Name { get; } = name;

    public DiagnosisCause Cause { get; } = cause;

    public double Weight { get; } = weight;

    /// <summary>Applies the rule.</summary>
    public abstract Finding Evaluate(VCenterEvidence evidence);
}
