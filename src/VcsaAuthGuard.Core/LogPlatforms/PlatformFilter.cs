using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Specifies the events to search for.</summary>
/// <param name="From">At this time or later, in nanoseconds since 1970.</param>
/// <param name="To">Before this time.</param>
/// <param name="Phrases">With one of these; all, if there is none.</param>
/// <param name="Of">Only of this event's host and log; null for all that the options let through.</param>
internal sealed record PlatformFilter(long From, long To, IReadOnlyList<SearchPhrase> Phrases, PlatformEvent? Of = null);
