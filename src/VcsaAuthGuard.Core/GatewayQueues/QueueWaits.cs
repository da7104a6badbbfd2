namespace VcsaAuthGuard.GatewayQueues;

/// <summary>
/// Represents the waits of requests in a run of the <see cref="GatewayQueue"/>. Percentiles are exact: the smallest wait that
/// the given share of the requests did not exceed.
/// </summary>
public sealed record QueueWaits
{
    /// <summary>Gets a run without requests.</summary>
    public static QueueWaits None { get; } = new();

    /// <summary>Gets the number of requests.</summary>
    public int Requests { get; init; }

    /// <summary>Gets the mean wait.</summary>
    public TimeSpan Mean { get; init; }

    /// <summary>Gets the wait that half of the requests did not exceed.</summary>
    public TimeSpan Median { get; init; }

    /// <summary>Gets the wait that 95 % of the requests did not exceed.</summary>
    public TimeSpan Percentile95 { get; init; }

    /// <summary>Gets the wait that 99 % of the requests did not exceed.</summary>
    public TimeSpan Percentile99 { get; init; }

    /// <summary>Gets the longest wait.</summary>
    public TimeSpan Longest { get; init; }

    /// <summary>Gets the number of requests that waited longer than the lifetime of their token, and were refused.</summary>
    public int Expired { get; init; }

    /// <summary>Gets the time at which the first token expires, on the clock of the arrivals; null if none does.</summary>
    /// <remarks>The request is refused later, at its turn.</remarks>
    public TimeSpan? FirstExpiry { get; init; }

    /// <summary>Gets the time at which the last request is served or refused, on the clock of the arrivals.</summary>
    public TimeSpan End { get; init; }
}
