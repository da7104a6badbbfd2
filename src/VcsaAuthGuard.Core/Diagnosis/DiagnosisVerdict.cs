namespace VcsaAuthGuard.Diagnosis;

/// <summary>Specifies whether the problem of KB 440879 is present.</summary>
public enum DiagnosisVerdict
{
    /// <summary>It is present: calls were refused in a burst, and the logs show what filled the management plane.</summary>
    Confirmed,

    /// <summary>It is probably present, but part of the proof is missing.</summary>
    Likely,

    /// <summary>Little or nothing points to it, or to another known cause.</summary>
    Unlikely,

    /// <summary>There is another cause; see <see cref="VcsaDiagnosis.Cause"/>.</summary>
    OtherCause,

    /// <summary>There are faults that no known cause explains.</summary>
    Unexplained,

    /// <summary>The logs do not allow a verdict; see <see cref="VcsaDiagnosis.MissingEvidence"/>.</summary>
    Unknown,
}
