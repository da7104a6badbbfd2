using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>What a plan is made for.</summary>
public sealed record PlanOptions
{
    /// <summary>The most days looked at: 62.</summary>
    public const int MostDays = 62;

    /// <summary>The start of the span that is looked at; taken down to the whole second.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>How many days are looked at, 1 to <see cref="MostDays"/>; a week when not set.</summary>
    public int Days { get; init => field = value is >= 1 and <= MostDays ? value : throw new ArgumentOutOfRangeException(nameof(Days), value, "1 to 62 days are looked at."); } = 7;

    /// <summary>Proposed starts are at whole multiples of this after midnight in the window's zone: whole minutes up to 12 hours; 15 minutes when not set.</summary>
    public TimeSpan Step
    {
        get;
        init => field = value >= TimeSpan.FromMinutes(1) && value <= TimeSpan.FromHours(12) && value.Ticks % TimeSpan.TicksPerMinute == 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Step), value, "A step is a whole number of minutes, up to 12 hours.");
    }

    = TimeSpan.FromMinutes(15);

    /// <summary>The most VMs that may be worked on at a time at one vCenter; null for no limit.</summary>
    public int? MaxConcurrentVM { get; init; }

    /// <summary>The most sessions that may be held at a time at one vCenter; null for no limit.</summary>
    public int? MaxSession { get; init; }

    /// <summary>
    /// How many requests a vCenter's gateway serves at a time, 1 to <see cref="GatewayQueue.MostConcurrency"/>;
    /// <see cref="BulkArrival.DefaultServedAtOnce"/>, an assumption, when not set.
    /// </summary>
    public int Concurrency
    {
        get;
        init => field = value is >= 1 and <= GatewayQueue.MostConcurrency
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Concurrency), value, "A gateway serves 1 to 1,000,000 requests at a time.");
    } = BulkArrival.DefaultServedAtOnce;

    /// <summary>The longest wait in the gateway's queue that is not refused; 300 s when not set (KB 440879).</summary>
    public TimeSpan TokenLifetime { get; init; } = GatewayQueue.DefaultTokenLifetime;
}
