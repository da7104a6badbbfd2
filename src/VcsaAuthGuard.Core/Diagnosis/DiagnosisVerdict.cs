namespace VcsaAuthGuard.Diagnosis;

/// <summary>Specifies whether the problem of KB 440879 is present.</summary>
public enum DiagnosisVerdict : long
{
    /// <summary>It is present: calls were refused in a burst, and the logs show what filled the management plane.</summary>
    Confirmed,

    /// <summary>A burst over several hosts, with nothing that proves the problem and nothing that explains the burst otherwise.</summary>
    Likely,

    /// <summary>Nothing is wrong, as far as the logs reach.</summary>
    Unlikely,

    /// <summary>There is another cause; see <see cref="VcsaDiagnosis.Cause"/>.</summary>
    OtherCause,

    /// <summary>There are faults that no known cause explains.</summary>
    Unexplained,

    /// <summary>The logs do not allow a verdict; see <see cref="VcsaDiagnosis.MissingEvidence"/>.</summary>
    Unknown,
}
