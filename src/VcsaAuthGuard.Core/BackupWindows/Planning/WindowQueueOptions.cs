using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>How windows fill the gateway's queue.</summary>
public sealed record WindowQueueOptions
{
    /// <summary>The start of the span that is looked at.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>How many days are looked at: 1 to <see cref="PlanOptions.MostDays"/>; a week when not set.</summary>
    public int Days { get; init; } = 7;

    /// <summary>How many requests a vCenter's gateway serves at a time. No public source gives the figure.</summary>
    public required int Concurrency { get; init; }

    /// <summary>How long it serves each; null for each window's own seconds per request.</summary>
    public ServiceTimes? Service { get; init; }

    /// <summary>How so many requests of a window's run come from its start on; all at once when not set.</summary>
    public Func<BackupWindow, int, ArrivalPattern> Arrivals { get; init; } = (_, requests) => ArrivalPattern.AllAtOnce(requests);

    /// <summary>The longest wait that is not refused; 300 s when not set (KB 440879).</summary>
    public TimeSpan TokenLifetime { get; init; } = GatewayQueue.DefaultTokenLifetime;

    /// <summary>Decides everything that is random.</summary>
    public long Seed { get; init; }
}
