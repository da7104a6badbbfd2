namespace VcsaAuthGuard.GatewayQueues;

/// <summary>How long requests waited in a run of the <see cref="GatewayQueue"/>. Percentiles are exact: the smallest wait that so many of the requests did not exceed.</summary>
public sealed record QueueWaits
{
    /// <summary>A run without a request.</summary>
    public static QueueWaits None { get; } = new();

    /// <summary>How many requests came.</summary>
    public int Requests { get; init; }

    /// <summary>The mean wait.</summary>
    public TimeSpan Mean { get; init; }

    /// <summary>Half of the requests waited no longer.</summary>
    public TimeSpan Median { get; init; }

    /// <summary>95 % of the requests waited no longer.</summary>
    public TimeSpan Percentile95 { get; init; }

    /// <summary>99 % of the requests waited no longer.</summary>
    public TimeSpan Percentile99 { get; init; }

    /// <summary>The longest wait.</summary>
    public TimeSpan Longest { get; init; }

    /// <summary>How many requests waited longer than their token lives, and were refused.</summary>
    public int Expired { get; init; }

    /// <summary>When the first token expires, on the clock of the arrivals; null when none does. Its request is refused at its turn, later.</summary>
    public TimeSpan? FirstExpiry { get; init; }

    /// <summary>When the last request is served or refused, on the clock of the arrivals.</summary>
    public TimeSpan End { get; init; }
}
