namespace VcsaAuthGuard.VSphere.Termination;

/// <summary>Specifies the outcome for a session that was to be ended.</summary>
public enum TerminationOutcome : long
{
    /// <summary>The session was not ended: the run was declined, stopped or ended before its turn.</summary>
    NotTried,

    /// <summary>The session was ended.</summary>
    Ended,

    /// <summary>The session had ended before.</summary>
    AlreadyEnded,

    /// <summary>The session is protected and is never ended by this command; see the reason.</summary>
    Kept,

    /// <summary>The server refused to end it; see the reason.</summary>
    Failed,
}
