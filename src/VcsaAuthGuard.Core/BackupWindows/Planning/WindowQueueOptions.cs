using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents the options of <see cref="WindowQueue"/>.</summary>
public sealed record WindowQueueOptions
{
    /// <summary>Gets the start of the period.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the number of days: 1 to <see cref="PlanOptions.MaxDays"/>; 7 by default.</summary>
    public int Days { get; init; } = 7;

    /// <summary>Gets the number of requests that a vCenter's gateway serves at a time. No public source gives the figure.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Gets the service times; null for each window's own seconds per request.</summary>
    public ServiceTimes? Service { get; init; }

    /// <summary>Gets the arrivals of a number of requests from the start of a window's run; all at once by default.</summary>
    public Func<BackupWindow, int, ArrivalPattern> Arrivals { get; init; } = (_, requests) => ArrivalPattern.AllAtOnce(requests);

    /// <summary>Gets the longest wait that is not refused; 300 s by default (KB 440879).</summary>
    public TimeSpan TokenLifetime { get; init; } = GatewayQueue.DefaultTokenLifetime;

    /// <summary>Gets the seed of everything that is random.</summary>
    public long Seed { get; init; }
}
