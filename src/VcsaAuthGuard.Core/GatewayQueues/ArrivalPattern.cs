namespace VcsaAuthGuard.GatewayQueues;

/// <summary>When requests reach the gateway queue.</summary>
public sealed record ArrivalPattern
{
    /// <summary>The most requests a pattern has: 100 million. The model holds 8 bytes for each.</summary>
    public const int MostRequests = 100_000_000;

    private ArrivalPattern()
    {
    }

    /// <summary>How the requests come.</summary>
    public ArrivalKind Kind { get; private init; }

    /// <summary>How many come, 1 to <see cref="MostRequests"/>.</summary>
    public int Requests { get; private init; }

    /// <summary>How many come at once, at least 1; null unless they come in batches.</summary>
    public int? BatchSize { get; private init; }

    /// <summary>The time from one batch's start to the next, zero or more; null unless they come in batches.</summary>
    public TimeSpan? Interval { get; private init; }

    /// <summary>The span they come in, over zero; null for those at once or in batches. At random it holds on average.</summary>
    public TimeSpan? Over { get; private init; }

    /// <summary>All requests in the same moment.</summary>
    /// <param name="requests">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ArrivalPattern AllAtOnce(int requests) => Of(ArrivalKind.AllAtOnce, requests);

    /// <summary>Batches, the last of which may be smaller.</summary>
    /// <param name="requests">How many requests in all.</param>
    /// <param name="batchSize">How many at once.</param>
    /// <param name="interval">From one batch's start to the next.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or the batches would take more than 10,000 years.</exception>
    public static ArrivalPattern Batches(int requests, int batchSize, TimeSpan interval)
    {
        if (batchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, "A batch has at least 1 request.");
        }

        if (interval < TimeSpan.Zero || interval.Ticks > LongestInterval(requests, batchSize))
        {
            throw new ArgumentOutOfRangeException(nameof(interval), interval, "The interval is zero or more, and all batches start within 10,000 years.");
        }

        return Of(ArrivalKind.Batch, requests) with { BatchSize = batchSize, Interval = interval };
    }

    /// <summary>One by one, equally far apart.</summary>
    /// <param name="requests">How many.</param>
    /// <param name="over">The span; the first comes at its start, the last one gap before its end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ArrivalPattern Even(int requests, TimeSpan over) => Of(ArrivalKind.Even, requests) with { Over = Span(over) };

    /// <summary>One by one at random (a Poisson process).</summary>
    /// <param name="requests">How many.</param>
    /// <param name="over">The span that as many requests take on average.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static ArrivalPattern Poisson(int requests, TimeSpan over) => Of(ArrivalKind.Poisson, requests) with { Over = Span(over) };

    /// <summary>The requests' times, from the start of the pattern, in order.</summary>
    /// <param name="seed">Decides the times that are random.</param>
    public IEnumerable<TimeSpan> ToTimes(long seed) => Kind switch
    {
        ArrivalKind.AllAtOnce => Enumerable.Repeat(TimeSpan.Zero, Requests),
        ArrivalKind.Batch => BatchTimes(BatchSize!.Value, Interval!.Value),
        ArrivalKind.Even => EvenTimes(Over!.Value),
        _ => PoissonTimes(Over!.Value, new SeededRandom(seed, stream: 1)),
    };

    /// <summary>The longest interval whose batches all start within what a TimeSpan can hold a third of; in ticks.</summary>
    internal static long LongestInterval(int requests, int batchSize) => TimeSpan.MaxValue.Ticks / 3 / (((requests - 1) / batchSize) + 1);

    private static ArrivalPattern Of(ArrivalKind kind, int requests) => requests is >= 1 and <= MostRequests
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
