namespace VcsaAuthGuard.Diagnosis;

/// <summary>Whether it is the problem of KB 440879.</summary>
public enum DiagnosisVerdict
{
    /// <summary>It is: refused calls in a burst, and what filled the management plane is seen.</summary>
    Confirmed,

    /// <summary>It looks like it, but a part of the proof is missing.</summary>
    Likely,

    /// <summary>Little or nothing speaks for it, and for no other cause that is known here.</summary>
    Unlikely,

    /// <summary>Something else; see <see cref="VcsaDiagnosis.Cause"/>.</summary>
    OtherCause,
}
