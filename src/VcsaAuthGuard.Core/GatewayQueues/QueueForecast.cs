namespace VcsaAuthGuard.GatewayQueues;

/// <summary>What the <see cref="GatewayQueue"/> predicts for a pattern of arrivals, and what it was told.</summary>
public sealed record QueueForecast
{
    /// <summary>The vCenter, where requests are those of windows that name it; null otherwise.</summary>
    public string? Server { get; init; }

    /// <summary>How many windows the requests are of; null where they are of none.</summary>
    public int? Windows { get; init; }

    /// <summary>The start that times are told from, in UTC; null where nobody has said when it all is.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>How many requests came.</summary>
    public int Requests => Waits.Requests;

    /// <summary>How they came.</summary>
    public ArrivalKind Arrival { get; init; }

    /// <summary>The size of the batches they came in; where they did not, the size <see cref="ShortestInterval"/> is for, and null for windows.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The time from one batch's start to the next; null where they did not come in batches.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>The span they came in; null where they came at once or in batches.</summary>
    public TimeSpan? Over { get; init; }

    /// <summary>How many requests the gateway was taken to serve at a time. No public source gives the real figure.</summary>
    public int Concurrency { get; init; }

    /// <summary>How the time differs that it serves each.</summary>
    public ServiceDistribution Distribution { get; init; }

    /// <summary>The mean of that time.</summary>
    public TimeSpan ServiceTime { get; init; }

    /// <summary>From how many measured durations it was drawn; 0 where it was not.</summary>
    public int Measurements { get; init; }

    /// <summary>The longest wait that is not refused; 300 s in KB 440879.</summary>
    public TimeSpan TokenLifetime { get; init; }

    /// <summary>The seed that repeats this run.</summary>
    public long Seed { get; init; }

    /// <summary>The mean wait, of refused requests too.</summary>
    public TimeSpan MeanWait => Waits.Mean;

    /// <summary>Half of the requests waited no longer.</summary>
    public TimeSpan MedianWait => Waits.Median;

    /// <summary>95 % of the requests waited no longer.</summary>
    public TimeSpan Wait95 => Waits.Percentile95;

    /// <summary>99 % of the requests waited no longer.</summary>
    public TimeSpan Wait99 => Waits.Percentile99;

    /// <summary>The longest wait.</summary>
    public TimeSpan LongestWait => Waits.Longest;

    /// <summary>How many tokens expired in the queue.</summary>
    public int Expired => Waits.Expired;

    /// <summary>When the first of them expired, from the start; null when none did.</summary>
    public TimeSpan? FirstExpiry => Waits.FirstExpiry;

    /// <summary>The same on the calendar, in UTC; null also where <see cref="From"/> is.</summary>
    public DateTimeOffset? FirstExpiryTime => From + FirstExpiry;

    /// <summary>When the last request was served or refused, from the start.</summary>
    public TimeSpan End => Waits.End;

    /// <summary>
    /// With batches: the largest with which, at this <see cref="Interval"/>, none of the requests' tokens expires, at most
    /// <see cref="Requests"/>; 0 where single requests at this interval already have one expired. Otherwise the largest number that
    /// an idle gateway takes at once with none expired, at most <see cref="ArrivalPattern.MostRequests"/>.
    /// Null for windows.
    /// </summary>
    public int? LargestBatch { get; init; }

    /// <summary>The shortest time between batches of <see cref="BatchSize"/> with which none of the requests' tokens expires; null where one batch alone has one expired, and for windows.</summary>
    public TimeSpan? ShortestInterval { get; init; }

    /// <summary>The run that all figures but the last two are from.</summary>
    internal QueueWaits Waits { get; init; } = QueueWaits.None;
}
