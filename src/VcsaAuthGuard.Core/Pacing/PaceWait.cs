namespace VcsaAuthGuard.Pacing;

/// <summary>Represents a wait in progress.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Waited">For how long by now.</param>
/// <param name="Longest">For how long at most.</param>
/// <param name="Gate">The gate that is shut; null for the interval.</param>
public sealed record PaceWait(HoldReason Reason, TimeSpan Waited, TimeSpan Longest, PaceGate? Gate);
