namespace VcsaAuthGuard.GatewayQueues;

/// <summary>Represents the times at which requests reach the gateway queue.</summary>
public sealed record ArrivalPattern
{
    /// <summary>The largest number of requests of a pattern: 100 million. The model holds 8 bytes for each.</summary>
    public const int MaxRequests = 100_000_000;

    private ArrivalPattern()
    {
    }

    /// <summary>Gets the kind of arrival.</summary>
    public ArrivalKind Kind { get; private init; }

    /// <summary>Gets the number of requests, 1 to <see cref="MaxRequests"/>.</summary>
    public int Requests { get; private init; }

    /// <summary>Gets the number of requests of a batch, at least 1; null unless they come in batches.</summary>
    public int? BatchSize { get; private init; }

    /// <summary>Gets the time from the start of one batch to the next, zero or more; null unless they come in batches.</summary>
    public TimeSpan? Interval { get; private init; }

    /// <summary>
    /// Gets the time span in which they come, over zero; null for those at once or in batches. At random it is an average.
    /// </summary>
    public TimeSpan? Over { get; private init; }

    /// <summary>Creates a pattern of requests at the same moment.</summary>
    /// <param name="requests">The number of requests.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ArrivalPattern AllAtOnce(int requests) => Create(ArrivalKind.AllAtOnce, requests);

    /// <summary>Creates a pattern of batches, the last of which may be smaller.</summary>
    /// <param name="requests">The number of requests in all.</param>
    /// <param name="batchSize">The number of requests of a batch.</param>
    /// <param name="interval">The time from the start of one batch to the next.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number is outside its range, or the batches would take more than 10,000 years.
    /// </exception>
    public static ArrivalPattern Batches(int requests, int batchSize, TimeSpan interval)
    {
        if (batchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, "A batch has at least 1 request.");
        }

        if (interval < TimeSpan.Zero || interval.Ticks > MaxInterval(requests, batchSize))
        {
            throw new ArgumentOutOfRangeException(
                nameof(interval), interval, "The interval is zero or more, and all batches start within 10,000 years.");
        }

        return Create(ArrivalKind.Batch, requests) with { BatchSize = batchSize, Interval = interval };
    }

    /// <summary>Creates a pattern of requests one by one, at equal distances.</summary>
    /// <param name="requests">The number of requests.</param>
    /// <param name="over">The time span; the first comes at its start, the last one distance before its end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ArrivalPattern Even(int requests, TimeSpan over) => Create(ArrivalKind.Even, requests) with { Over = Span(over) };

    /// <summary>Creates a pattern of requests one by one at random (a Poisson process).</summary>
    /// <param name="requests">The number of requests.</param>
    /// <param name="over">The time span that as many requests take on average.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ArrivalPattern Poisson(int requests, TimeSpan over) => Create(ArrivalKind.Poisson, requests) with { Over = Span(over) };

    /// <summary>Gets the times of the requests, from the start of the pattern, in order.</summary>
    /// <param name="seed">The seed of random times.</param>
    public IEnumerable<TimeSpan> ToTimes(long seed) => Kind switch
    {
        ArrivalKind.AllAtOnce => Enumerable.Repeat(TimeSpan.Zero, Requests),
        ArrivalKind.Batch => BatchTimes(BatchSize!.Value, Interval!.Value),
        ArrivalKind.Even => EvenTimes(Over!.Value),
        _ => PoissonTimes(Over!.Value, new SeededRandom(seed, stream: 1)),
    };

    /// <summary>Gets the longest interval with which all batches start within a third of the largest TimeSpan, in ticks.</summary>
    internal static long MaxInterval(int requests, int batchSize) => TimeSpan.MaxValue.Ticks / 3 / (((requests - 1) / batchSize) + 1);

    private static ArrivalPattern Create(ArrivalKind kind, int requests) => requests is >= 1 and <= MaxRequests
        ? new() { Kind = kind, Requests = requests }
        : throw new ArgumentOutOfRangeException(nameof(requests), requests, "There are 1 to 100 million requests.");

    private static TimeSpan Span(TimeSpan over) => over > TimeSpan.Zero && over <= TimeSpan.FromDays(36525)
        ? over
        : throw new ArgumentOutOfRangeException(nameof(over), over, "The span is over zero and at most a century.");

    private IEnumerable<TimeSpan> BatchTimes(int size, TimeSpan interval)
    {
        long start = 0;
        for (int left = Requests; left > 0; left -= size, start += interval.Ticks)
        {
            TimeSpan time = new(start);
            for (int i = Math.Min(size, left); i > 0; i--)
            {
                yield return time;
            }
        }
    }

    private IEnumerable<TimeSpan> EvenTimes(TimeSpan over)
    {
        (long gap, long rest) = (over.Ticks / Requests, over.Ticks % Requests);
        for (long i = 0; i < Requests; i++)
        {
            yield return new TimeSpan((gap * i) + (rest * i / Requests));
        }
    }

    private IEnumerable<TimeSpan> PoissonTimes(TimeSpan over, SeededRandom random)
    {
        double gap = (double)over.Ticks / Requests;
        double time = 0;
        for (int i = 0; i < Requests; i++)
        {
            time += gap * random.NextExponential();
            yield return new TimeSpan((long)time);
        }
    }
}
