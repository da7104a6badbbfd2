namespace VcsaAuthGuard.VSphere.Termination;

/// <summary>Represents the outcome for one session that was to be ended.</summary>
/// <param name="Session">The session.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Reason">The reason if the session was not ended; otherwise null.</param>
public sealed record SessionTermination(VCenterSession Session, TerminationOutcome Outcome, string? Reason = null)
{
    /// <summary>Returns the session and its outcome.</summary>
    public override string ToString() => $"{Session}: {Outcome}{(Reason is null ? "" : $" ({Reason})")}";
}
