using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.QueueReplays;

/// <summary>Represents the options of <see cref="QueueReplayer"/>.</summary>
public sealed record QueueReplayOptions
{
    /// <summary>Gets the number of requests that the gateway serves at a time; null to estimate it from the requests.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Gets the service time of each request; null to take it from the logs.</summary>
    public TimeSpan? ServiceTime { get; init; }

    /// <summary>Gets the longest wait that is not refused; 300 s by default (KB 440879).</summary>
    public TimeSpan TokenLifetime { get; init; } = GatewayQueue.DefaultTokenLifetime;

    /// <summary>Gets the windows of a plan; none to leave out <see cref="ReplayScenario.UnderPlan"/>.</summary>
    public IReadOnlyList<PlannedWindow> Plan { get; init; } = [];

    /// <summary>Gets the number of requests of a batch.</summary>
    public int BatchSize { get; init; } = GatewayQueue.DefaultBatchSize;

    /// <summary>Gets the time from one batch to the next; null for the time that the gateway needs for a batch.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Gets the seed of service times that are drawn.</summary>
    public long Seed { get; init; }
}
