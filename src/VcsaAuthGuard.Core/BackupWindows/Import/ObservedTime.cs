namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>Represents the time that a source covers, in ticks of UTC, with the holes in it.</summary>
/// <param name="From">The first time.</param>
/// <param name="To">The time after the last.</param>
/// <param name="Holes">The spans of which the source knows nothing.</param>
internal sealed record ObservedTime(long From, long To, IReadOnlyList<(long From, long To)> Holes)
{
    /// <summary>Gets the observed weeks; days that are all but whole count.</summary>
    public double Weeks => Math.Round(Days) / 7.0;

    /// <summary>Gets the observed days.</summary>
    public double Days => (To - From - Holes.Sum(hole => hole.To - hole.From)) / (double)TimeSpan.TicksPerDay;

    /// <summary>Returns whether a time is observed.</summary>
    public bool Contains(long ticks) =>
        ticks >= From && ticks < To && !Holes.Any(hole => ticks >= hole.From && ticks < hole.To);
}
