using System.Text.Json.Nodes;

namespace VcsaAuthGuard.LogPlatforms.OpenSearch;

/// <summary>Represents a page of hits.</summary>
/// <param name="Events">The documents.</param>
/// <param name="After">The sort values of the last event; null if there is none.</param>
/// <param name="PointInTime">The point in time, whose id may change.</param>
/// <param name="Scroll">The scroll.</param>
internal sealed record OpenSearchPage(IReadOnlyList<PlatformEvent> Events, JsonArray? After, string? PointInTime, string? Scroll);
