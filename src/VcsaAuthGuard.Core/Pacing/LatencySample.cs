namespace VcsaAuthGuard.Pacing;

/// <summary>Represents the latency of a datastore at one time.</summary>
/// <param name="Datastore">The datastore's name or id.</param>
/// <param name="Time">When.</param>
/// <param name="Milliseconds">The latency.</param>
public readonly record struct LatencySample(string Datastore, DateTimeOffset Time, double Milliseconds);
