namespace VcsaAuthGuard.Pacing;

/// <summary>Specifies a problem with a checkpoint.</summary>
public enum BatchCheckpointProblem
{
    /// <summary>The file is something else. It was left as it is.</summary>
    NotACheckpoint,

    /// <summary>The file is of another run that is not complete. It was left as it is.</summary>
    OtherRun,

    /// <summary>A line in it, and not the last one, is not as it was written.</summary>
    Damaged,

    /// <summary>Another run uses it.</summary>
    InUse,

    /// <summary>It cannot be read or written.</summary>
    Unusable,
}
