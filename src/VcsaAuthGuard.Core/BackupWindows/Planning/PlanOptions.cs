using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>Represents the options of a plan.</summary>
public sealed record PlanOptions
{
    /// <summary>The number of days for which every plan is checked, however few are searched: 366.</summary>
    public const int YearDays = 366;

    /// <summary>The largest number of days: ten years.</summary>
    public const int MaxDays = 3660;

    /// <summary>Gets the start of the period, rounded down to the second.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the number of days, 1 to <see cref="MaxDays"/>; 7 by default.</summary>
    public int Days
    {
        get;
        init => field = value is >= 1 and <= MaxDays
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Days), value, "A plan is for 1 to 3660 days.");
    } = 7;

    /// <summary>Gets the number of days for which the plan is checked: <see cref="Days"/>, and at least <see cref="YearDays"/>.</summary>
    public int CheckedDays => Math.Max(Days, YearDays);

    /// <summary>Gets the step: proposed starts are at whole multiples of it after midnight in the window's time zone.</summary>
    /// <remarks>A whole number of minutes up to 12 hours; 15 minutes by default.</remarks>
    public TimeSpan Step
    {
        get;
        init => field = value >= TimeSpan.FromMinutes(1) && value <= TimeSpan.FromHours(12) && value.Ticks % TimeSpan.TicksPerMinute == 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Step), value, "A step is a whole number of minutes, up to 12 hours.");
    }

    = TimeSpan.FromMinutes(15);

    /// <summary>Gets the largest number of VMs that may be processed at a time at one vCenter; null for no limit.</summary>
    public int? MaxConcurrentVM { get; init; }

    /// <summary>Gets the largest number of sessions that may be held at a time at one vCenter; null for no limit.</summary>
    public int? MaxSession { get; init; }

    /// <summary>
    /// Gets the number of requests that a vCenter's gateway serves at a time, 1 to <see cref="GatewayQueue.MaxConcurrency"/>;
    /// <see cref="BulkArrival.DefaultServedAtOnce"/>, an assumption, when not set.
    /// </summary>
    public int Concurrency
    {
        get;
        init => field = value is >= 1 and <= GatewayQueue.MaxConcurrency
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Concurrency), value, "A gateway serves 1 to 1,000,000 requests at a time.");
    } = BulkArrival.DefaultServedAtOnce;

    /// <summary>Gets where <see cref="Concurrency"/> comes from; assumed, when not set.</summary>
    public ConcurrencySource ConcurrencySource { get; init; }

    /// <summary>Gets the longest wait in the gateway's queue that is not refused; 300 s by default (KB 440879).</summary>
    public TimeSpan TokenLifetime { get; init; } = GatewayQueue.DefaultTokenLifetime;

    /// <summary>Returns the period of the plan and its step.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Days} days from {From:yyyy-MM-dd HH:mm:sszzz}, in steps of {Step:c}");
}
