using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.BackupWindows.Overlaps;

/// <summary>Represents the options of <see cref="OverlapFinder"/>.</summary>
public sealed record OverlapOptions
{
    /// <summary>The default length of the horizon: 28 days, in which every weekly recurrence comes four times.</summary>
    public const int DefaultDays = 28;

    /// <summary>Gets the start of the horizon.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the end of the horizon.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Gets whether windows of the same role, such as two backups, overlap too.</summary>
    public bool IncludeSameRole { get; init; }

    /// <summary>Gets the number of VMs that may be processed together at a vCenter; null for any number.</summary>
    public int? MaxConcurrentVM { get; init; }

    /// <summary>Gets the number of sessions that may be held together at a vCenter; null for any number.</summary>
    public int? MaxSession { get; init; }

    /// <summary>Gets the model that predicts the wait at the host gateway.</summary>
    public GatewayWaitModel WaitModel { get; init; } = BulkArrival.Model();

    /// <summary>Returns the end of a horizon: the time given, or a number of days after its start.</summary>
    /// <param name="from">The start.</param>
    /// <param name="to">The end; null if days are given.</param>
    /// <param name="days">The number of days; null for <see cref="DefaultDays"/>.</param>
    /// <returns>The end; null if it is not after the start, or after the year 9990.</returns>
    public static DateTimeOffset? GetEnd(DateTimeOffset from, DateTimeOffset? to, int? days)
    {
        DateTimeOffset last = new(9990, 1, 1, 0, 0, 0, TimeSpan.Zero);
        double length = days ?? DefaultDays;
        DateTimeOffset? end = to ?? (from < last && (last - from).TotalDays >= length ? from.AddDays(length) : null);
        return end > from && end <= last ? end : null;
    }
}
