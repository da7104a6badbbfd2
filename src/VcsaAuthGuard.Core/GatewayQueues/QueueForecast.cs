namespace VcsaAuthGuard.GatewayQueues;

/// <summary>Represents the prediction of the <see cref="GatewayQueue"/> for a pattern of arrivals, with its input.</summary>
public sealed record QueueForecast
{
    /// <summary>Gets the vCenter, where requests are those of windows that name it; null otherwise.</summary>
    public string? Server { get; init; }

    /// <summary>Gets the number of windows that the requests belong to; null if they belong to none.</summary>
    public int? Windows { get; init; }

    /// <summary>Gets the start to which times are relative, in UTC; null if it is not known.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Gets the number of requests.</summary>
    public int Requests => Waits.Requests;

    /// <summary>Gets the kind of arrival.</summary>
    public ArrivalKind Arrival { get; init; }

    /// <summary>
    /// Gets the size of the batches; for other arrivals the size that <see cref="ShortestInterval"/> refers to, and null for windows.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>Gets the time from the start of one batch to the next; null if they did not come in batches.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Gets the time span in which they came; null if they came at once or in batches.</summary>
    public TimeSpan? Over { get; init; }

    /// <summary>
    /// Gets the number of requests that the gateway is assumed to serve at a time. No public source gives the real figure.
    /// </summary>
    public int Concurrency { get; init; }

    /// <summary>Gets where the number of requests served at a time comes from.</summary>
    public ConcurrencySource ConcurrencySource { get; init; } = ConcurrencySource.Given;

    /// <summary>Gets the distribution of the service times.</summary>
    public ServiceDistribution Distribution { get; init; }

    /// <summary>Gets the mean service time.</summary>
    public TimeSpan ServiceTime { get; init; }

    /// <summary>Gets the number of measured durations from which service times were drawn; 0 if they were not measured.</summary>
    public int Measurements { get; init; }

    /// <summary>Gets the longest wait that is not refused; 300 s in KB 440879.</summary>
    public TimeSpan TokenLifetime { get; init; }

    /// <summary>Gets the seed that repeats this run.</summary>
    public long Seed { get; init; }

    /// <summary>Gets the mean wait, of refused requests too.</summary>
    public TimeSpan MeanWait => Waits.Mean;

    /// <summary>Gets the wait that half of the requests did not exceed.</summary>
    public TimeSpan MedianWait => Waits.Median;

    /// <summary>Gets the wait that 95 % of the requests did not exceed.</summary>
    public TimeSpan Wait95 => Waits.Percentile95;

    /// <summary>Gets the wait that 99 % of the requests did not exceed.</summary>
    public TimeSpan Wait99 => Waits.Percentile99;

    /// <summary>Gets the longest wait.</summary>
    public TimeSpan LongestWait => Waits.Longest;

    /// <summary>Gets the number of tokens that expired in the queue.</summary>
    public int Expired => Waits.Expired;

    /// <summary>Gets the time at which the first token expired, from the start; null if none did.</summary>
    public TimeSpan? FirstExpiry => Waits.FirstExpiry;

    /// <summary>Gets the time at which the first token expired, in UTC; null also where <see cref="From"/> is.</summary>
    public DateTimeOffset? FirstExpiryTime => From + FirstExpiry;

    /// <summary>Gets the time at which the last request was served or refused, from the start.</summary>
    public TimeSpan End => Waits.End;

    /// <summary>
    /// Gets the largest batch. With batches it is the largest with which, at this <see cref="Interval"/>, none of the requests' tokens
    /// expires, at most
    /// <see cref="Requests"/>; 0 if single requests at this interval already have one expired. Otherwise the largest number that
    /// an idle gateway takes at once with none expired, at most <see cref="ArrivalPattern.MaxRequests"/>.
    /// Null for windows.
    /// </summary>
    public int? LargestBatch { get; init; }

    /// <summary>
    /// Gets the shortest time between batches of <see cref="BatchSize"/> with which none of the requests' tokens expires; null if one
    /// batch
    /// alone has one expired, and for windows.
    /// </summary>
    public TimeSpan? ShortestInterval { get; init; }

    /// <summary>Gets the run from which all figures but the last two are taken.</summary>
    internal QueueWaits Waits { get; init; } = QueueWaits.None;

    /// <summary>Returns the number of requests and of tokens that expire.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Requests} requests, longest wait {LongestWait.TotalSeconds:0} s, {Expired} expired");
}
