namespace VcsaAuthGuard.VSphere.Termination;

/// <summary>Specifies what became of a session that was to be ended.</summary>
public enum TerminationOutcome : long
{
    /// <summary>It was not tried: the run was declined, stopped or ended before.</summary>
    NotTried,

    /// <summary>The session was ended.</summary>
    Ended,

    /// <summary>The session had ended before.</summary>
    AlreadyEnded,

    /// <summary>The session is one that is never ended in this way; the reason says why.</summary>
    Kept,

    /// <summary>The server refused to end it; the reason says why.</summary>
    Failed,
}
