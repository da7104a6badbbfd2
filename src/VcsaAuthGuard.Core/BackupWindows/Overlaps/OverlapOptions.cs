using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.BackupWindows.Overlaps;

/// <summary>Which overlaps count, and against what they are held.</summary>
public sealed record OverlapOptions
{
    /// <summary>The horizon where no end is given: 28 days, in which every weekly rhythm comes four times.</summary>
    public const int DefaultDays = 28;

    /// <summary>The horizon's start.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The horizon's end.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Whether windows of one role, such as two backups, overlap too.</summary>
    public bool IncludeSameRole { get; init; }

    /// <summary>How many VMs may be worked on together at a vCenter; null for any number.</summary>
    public int? MaxConcurrentVM { get; init; }

    /// <summary>How many sessions may be held together at a vCenter; null for any number.</summary>
    public int? MaxSession { get; init; }

    /// <summary>Predicts the wait at the host gateway.</summary>
    public GatewayWaitModel WaitModel { get; init; } = BulkArrival.Model();

    /// <summary>The end of a horizon: the time given, or so many days after its start.</summary>
    /// <param name="from">The start.</param>
    /// <param name="to">The end, where it is given.</param>
    /// <param name="days">How many days, where they are given; <see cref="DefaultDays"/> if not.</param>
    /// <returns>The end; null where it is not after the start, or after the year 9990.</returns>
    public static DateTimeOffset? EndOf(DateTimeOffset from, DateTimeOffset? to, int? days)
    {
        DateTimeOffset last = new(9990, 1, 1, 0, 0, 0, TimeSpan.Zero);
        double length = days ?? DefaultDays;
        DateTimeOffset? end = to ?? (from < last && (last - from).TotalDays >= length ? from.AddDays(length) : null);
        return end > from && end <= last ? end : null;
    }
}
