namespace VcsaAuthGuard.Watching;

/// <summary>What a later run needs to go on watching for a burst.</summary>
/// <param name="Server">Whose faults.</param>
/// <param name="Newest">Times of the newest faults, oldest first.</param>
/// <param name="Since">How long ago the newest was seen.</param>
/// <param name="Start">When the burst that is open began; null when none is.</param>
/// <param name="End">The burst's last fault.</param>
/// <param name="Count">Faults of the burst.</param>
/// <param name="Behind">Faults after the burst's last, too few to belong to it.</param>
internal sealed record BurstPosition(string Server, IReadOnlyList<DateTimeOffset> Newest, TimeSpan Since, DateTimeOffset? Start, DateTimeOffset End, long Count, int Behind);
