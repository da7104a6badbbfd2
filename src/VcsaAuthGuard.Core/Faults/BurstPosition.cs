namespace VcsaAuthGuard.Faults;

/// <summary>Represents what a later run needs to go on detecting bursts.</summary>
/// <param name="Newest">The times of the newest faults, oldest first.</param>
/// <param name="Start">The time of the first fault of the burst that is open; null if none is.</param>
/// <param name="End">The time of the burst's last fault.</param>
/// <param name="Count">The number of faults of the burst.</param>
internal sealed record BurstPosition(IReadOnlyList<DateTimeOffset> Newest, DateTimeOffset? Start, DateTimeOffset End, long Count);
