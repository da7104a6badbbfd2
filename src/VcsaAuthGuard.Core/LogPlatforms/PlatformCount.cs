namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Represents the number of events of a host in a span of time, as a platform counted it.</summary>
/// <param name="Host">The host; null if the events name none.</param>
/// <param name="Start">The start of the span, in nanoseconds since 1970; a multiple of its length.</param>
/// <param name="Count">The number of events.</param>
internal sealed record PlatformCount(string? Host, long Start, long Count);
