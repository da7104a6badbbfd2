using System.Diagnostics.CodeAnalysis;

namespace VcsaAuthGuard.GatewayQueues;

/// <summary>
/// Represents a discrete-event model of the wait that KB 440879 describes: a request's token is issued when the request reaches the queue
/// of
/// the Envoy host gateway, and is refused when it waited there longer than its lifetime.
/// <para>Requests are served first come, first served, <see cref="Concurrency"/> at a time. A request whose wait is longer than
/// <see cref="TokenLifetime"/> is refused when its turn comes; that takes no time, and the next has its turn at once. Waits count
/// until a request's turn, refused or not. The gateway starts idle. Refused requests are not tried again.</para>
/// <para>Times are whole ticks (100 ns) and random numbers are the model's own: the same input gives the same output everywhere.</para>
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It models a queue; nothing takes it for a collection.")]
public sealed class GatewayQueue
{
    /// <summary>The default lifetime of a token in the gateway's queue: 300 s (KB 440879; no other source gives a figure).</summary>
    public static readonly TimeSpan DefaultTokenLifetime = TimeSpan.FromSeconds(300);

    /// <summary>The default number of VMs of a batch: 50, the larger figure of KB 440879 (20 to 50).</summary>
    public const int DefaultBatchSize = 50;

    /// <summary>The largest <see cref="Concurrency"/>: 1,000,000.</summary>
    public const int MaxConcurrency = 1_000_000;

    /// <summary>The longest <see cref="TokenLifetime"/>: 3,650 days.</summary>
    public static readonly TimeSpan MaxTokenLifetime = TimeSpan.FromDays(3650);

    private readonly TimeSpan _tokenLifetime = DefaultTokenLifetime;

    /// <summary>Creates the model of a gateway.</summary>
    /// <param name="concurrency">The number of requests served at a time, 1 to 1,000,000. No public source gives the real figure.</param>
    /// <param name="service">The service times.</param>
    /// <exception cref="ArgumentOutOfRangeException">The concurrency is outside its range.</exception>
    public GatewayQueue(int concurrency, ServiceTimes service)
    {
        Concurrency = concurrency is >= 1 and <= MaxConcurrency
            ? concurrency
            : throw new ArgumentOutOfRangeException(
                nameof(concurrency), concurrency, "A gateway serves 1 to 1,000,000 requests at a time.");
        Service = service;
    }

    /// <summary>Gets the number of requests served at a time.</summary>
    public int Concurrency { get; }

    /// <summary>Gets the service times.</summary>
    public ServiceTimes Service { get; }

    /// <summary>Gets the longest wait that is not refused, zero to 10 years; <see cref="DefaultTokenLifetime"/> by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside this range.</exception>
    public TimeSpan TokenLifetime
    {
        get => _tokenLifetime;
        init => _tokenLifetime = value >= TimeSpan.Zero && value <= MaxTokenLifetime
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A token lives zero to 3,650 days.");
    }

    /// <summary>Gets the seed of everything that is random; the same seed gives the same run.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Simulates a pattern of arrivals and searches for the largest batch and the shortest interval with no token expired.
    /// </summary>
    /// <param name="arrivals">The arrivals.</param>
    /// <param name="batchSize">The batch that the shortest interval is for; null for the pattern's own, or else 50 (KB 440879).</param>
    /// <param name="cancellation">Cancels the run.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public QueueForecast Forecast(ArrivalPattern arrivals, int? batchSize = null, CancellationToken cancellation = default)
    {
        QueueSearch search = new(this, cancellation);
        int batch = arrivals.BatchSize ?? batchSize ?? DefaultBatchSize;
        return new QueueForecast
        {
            Arrival = arrivals.Kind,
            BatchSize = batch,
            Interval = arrivals.Interval,
            Over = arrivals.Over,
            Concurrency = Concurrency,
            Distribution = Service.Distribution,
            ServiceTime = Service.Mean,
            Measurements = Service.Measurements,
            TokenLifetime = TokenLifetime,
            Seed = Seed,
            Waits = Run(arrivals.ToTimes(Seed), arrivals.Requests, cancellation),
            LargestBatch = arrivals.Interval is TimeSpan interval
                ? search.LargestBatch(arrivals.Requests, interval)
                : search.LargestBurst(),
            ShortestInterval = search.ShortestInterval(arrivals.Requests, batch),
        };
    }

    /// <summary>
    /// Simulates arrivals of any kind. It holds 8 bytes per request (80 MB for 10 million), because percentiles are exact.
    /// </summary>
    /// <param name="arrivals">The times at which requests reach the queue, from any start, in order.</param>
    /// <param name="expected">The approximate number of requests; 0 if it is not known.</param>
    /// <param name="cancellation">Cancels the run.</param>
    /// <exception cref="ArgumentException">A request comes before the one it follows.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public QueueWaits Run(IEnumerable<TimeSpan> arrivals, int expected = 0, CancellationToken cancellation = default)
    {
        Func<long> draw = Service.Draw(Seed);
        return Run(arrivals.Select(arrival => (arrival.Ticks, draw())), expected, cancellation);
    }

    /// <summary>Simulates requests with service times of their own, in ticks.</summary>
    internal QueueWaits Run(IEnumerable<(long Time, long Service)> requests, int expected, CancellationToken cancellation)
    {
        ServerHeap servers = new(Concurrency);
        long[] waits = new long[Math.Max(expected, 16)];
        long lifetime = TokenLifetime.Ticks;
        long previous = long.MinValue, end = long.MinValue;
        int count = 0, expired = 0;
        TimeSpan? firstExpiry = null;
        double sum = 0;
        foreach ((long time, long service) in requests)
        {
            if (time < previous)
            {
                throw new ArgumentException(
                    $"A request at {new TimeSpan(time):c} follows one at {new TimeSpan(previous):c}: give them in order of time.",
                    nameof(requests));
            }

            if ((count & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            long turn = Math.Max(time, servers.EarliestFree);
            long wait = turn - time;
            if (wait > lifetime)
            {
                expired++;
                firstExpiry ??= new TimeSpan(time + lifetime);
            }
            else
            {
                servers.Occupy(turn + service);
                turn += service;
            }

            end = Math.Max(end, turn);
            sum += wait;
            previous = time;
            if (count == waits.Length)
            {
                Array.Resize(ref waits, 2 * count);
            }

            waits[count++] = wait;
        }

        return count == 0 ? QueueWaits.None : new QueueWaits
        {
            Requests = count,
            Mean = new TimeSpan((long)Math.Round(sum / count)),
            Median = new TimeSpan(Selection.Percentile(waits, count, 50)),
            Percentile95 = new TimeSpan(Selection.Percentile(waits, count, 95)),
            Percentile99 = new TimeSpan(Selection.Percentile(waits, count, 99)),
            Longest = new TimeSpan(Selection.Percentile(waits, count, 100)),
            Expired = expired,
            FirstExpiry = firstExpiry,
            End = new TimeSpan(end),
        };
    }
}
