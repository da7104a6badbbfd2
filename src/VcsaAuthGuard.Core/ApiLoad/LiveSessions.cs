namespace VcsaAuthGuard.ApiLoad;

/// <summary>Represents the sessions that a running vCenter Server lists, and their limit.</summary>
/// <param name="Sessions">The sessions, as <see cref="SessionIds"/> has them, with their clients' classes.</param>
/// <param name="Limit">The number of sessions that the server allows; null if it is not known.</param>
internal sealed record LiveSessions(IReadOnlyList<(ulong Session, ClientClass Client)> Sessions, int? Limit);
