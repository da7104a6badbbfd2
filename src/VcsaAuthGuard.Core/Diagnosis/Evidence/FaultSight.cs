namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>What is kept of a fault: when and where it stands, and how long its token had been idle.</summary>
/// <param name="Ticks">When, in UTC; 0 when the entry has no time.</param>
/// <param name="IdleSeconds">Seconds between its call's begin, or the session's call before, and the refusal; -1 when the log does not show it.</param>
/// <param name="Line">Its line.</param>
/// <param name="Source">Its log.</param>
internal readonly record struct FaultSight(long Ticks, int IdleSeconds, long Line, string Source);
