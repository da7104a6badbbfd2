using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Watching;

/// <summary>Faults of one kind at one vCenter.</summary>
/// <param name="Server">The vCenter.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many, since the state began.</param>
/// <param name="Last">The latest one's time; null where none had one.</param>
internal sealed record FaultCounter(string Server, AuthFaultKind Kind, long Count, DateTimeOffset? Last);
