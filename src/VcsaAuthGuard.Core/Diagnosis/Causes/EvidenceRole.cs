namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Specifies what an observation does for its cause.</summary>
public enum EvidenceRole : long
{
    /// <summary>Only this cause explains it.</summary>
    Proof,

    /// <summary>The cause predicts it, and few others do.</summary>
    Support,

    /// <summary>It describes what happened and decides nothing, because every cause predicts it.</summary>
    Detail,

    /// <summary>It speaks against the cause.</summary>
    Against,
}
