namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents the part of a fault that the rules need.</summary>
/// <param name="Ticks">The fault's time in UTC ticks; 0 if the entry has no time.</param>
/// <param name="IdleSeconds">
/// The seconds between the refusal and the begin of the refused call, or the session's call before it; -1 if the log does not show it.
/// </param>
/// <param name="Host">The ESXi host, by name or id; null if the fault names none.</param>
/// <param name="Session">The session whose call was refused; null if the log does not show it.</param>
/// <param name="IsQueued">Whether the idle time is that of the call itself, which waited between its begin and the refusal.</param>
/// <param name="IsOwn">Whether vpxd refused the call itself, and no host behind the gateway.</param>
/// <param name="BegunTicks">The time at which the refused call began, which several refusals share; 0 if the log does not show it.</param>
internal readonly record struct FaultObservation(
    long Ticks, int IdleSeconds, string? Host = null, RefusedSession? Session = null, bool IsQueued = false, bool IsOwn = false,
    long BegunTicks = 0);
