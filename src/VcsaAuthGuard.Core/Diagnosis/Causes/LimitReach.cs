using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Defines the time around a burst in which a limit that was reached belongs to it.</summary>
internal static class LimitReach
{
    public static readonly TimeSpan Before = TimeSpan.FromHours(1);

    private static readonly TimeSpan After = TimeSpan.FromMinutes(10);

    /// <summary>Returns the span around each burst.</summary>
    public static (DateTimeOffset From, DateTimeOffset To)[] Around(IEnumerable<BurstEvidence> bursts) =>
        [.. bursts.Select(burst => (burst.Start - Before, burst.End + After))];
}
