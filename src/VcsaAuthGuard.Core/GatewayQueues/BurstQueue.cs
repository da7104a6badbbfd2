namespace VcsaAuthGuard.GatewayQueues;

/// <summary>
/// Applies the rule of <see cref="GatewayQueue"/> to batches of requests with one service time each. A batch that finds all servers free,
/// the usual case, is calculated without simulating it.
/// </summary>
internal sealed class BurstQueue(int concurrency, long lifetime)
{
    private readonly ServerHeap _servers = new(concurrency);

    // While this is set, the heap does not have the last burst yet: it found all servers free.
    private (long Time, long Served, long Service)? _alone;

    private long _busyUntil = long.MinValue;
    private long _work;

    /// <summary>Returns the number of requests simulated one by one since the last call.</summary>
    public long DequeueWork()
    {
        long work = _work;
        _work = 0;
        return work;
    }

    /// <summary>Gets the number of requests of a batch that expire on an idle gateway; on a busy one no fewer do.</summary>
    public long ExpiredAlone(long requests, long service) =>
        service == 0 ? 0 : Math.Max(0, requests - (concurrency * ((lifetime / service) + 1)));

    /// <summary>Frees all servers.</summary>
    public void Reset()
    {
        _busyUntil = long.MinValue;
        _alone = null;
    }

    /// <summary>Adds a batch of requests, no earlier than the last one.</summary>
    /// <returns>The number of its tokens that expire.</returns>
    public long Enqueue(long time, long requests, long service)
    {
        if (requests == 0)
        {
            return 0;
        }

        if (_busyUntil <= time)
        {
            long expired = ExpiredAlone(requests, service);
            _alone = (time, requests - expired, service);
            _busyUntil = time + ((requests - expired + concurrency - 1) / concurrency * service);
            return expired;
        }

        RunAlone();
        return Run(time, requests, service);
    }

    private void RunAlone()
    {
        if (_alone is var (time, served, service))
        {
            _servers.FreeAll(time);
            Run(time, served, service);
            _alone = null;
        }
    }

    private long Run(long time, long requests, long service)
    {
        for (long i = 0; i < requests; i++)
        {
            long turn = Math.Max(time, _servers.EarliestFree);
            if (turn - time > lifetime)
            {
                // A refused request changes nothing, so all after it are refused too.
                return requests - i;
            }

            _work++;
            _servers.Occupy(turn + service);
            _busyUntil = Math.Max(_busyUntil, turn + service);
        }

        return 0;
    }
}
