namespace VcsaAuthGuard.VSphere.Termination;

/// <summary>Represents what became of one session that was to be ended.</summary>
/// <param name="Session">The session.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">The reason for an outcome that was not asked for; otherwise null.</param>
public sealed record SessionTermination(VCenterSession Session, TerminationOutcome Outcome, string? Reason = null)
{
    /// <summary>Returns the session and what became of it.</summary>
    public override string ToString() => $"{Session}: {Outcome}{(Reason is null ? "" : $" ({Reason})")}";
}
