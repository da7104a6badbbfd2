namespace VcsaAuthGuard.Faults;

/// <summary>Represents a burst that opened or closed.</summary>
/// <param name="IsOpen">Whether it opened.</param>
/// <param name="Burst">The burst so far.</param>
internal readonly record struct BurstChange(bool IsOpen, FaultBurst Burst);
