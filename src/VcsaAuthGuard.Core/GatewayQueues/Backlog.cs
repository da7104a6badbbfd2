namespace VcsaAuthGuard.GatewayQueues;

/// <summary>
/// Represents an upper bound on the work that waits at a gateway. It is cheap to keep: most stretches of bursts are so short that no token
/// can expire in them, and need not be simulated. As long as all servers are busy, work is done at their number's rate, and a request waits
/// for no longer than the work before it takes all of them; where one is free, each other has at most one longest service left.
/// </summary>
internal sealed class Backlog(int concurrency, long lifetime)
{
    // Rounding may make a sum too small by far less than this.
    private const double Margin = 1 + 1e-9;

    private double _work;
    private long _time;
    private long _longest;

    /// <summary>Gets the time from which the gateway is certainly idle, if nothing more comes.</summary>
    public long BusyUntil { get; private set; }

    /// <summary>Gets whether a token may have expired; if not, none has.</summary>
    public bool MayExpire { get; private set; }

    /// <summary>Resets the gateway to idle.</summary>
    public void Reset()
    {
        _work = 0;
        _longest = 0;
        BusyUntil = long.MinValue;
        MayExpire = false;
    }

    /// <summary>Adds a batch of requests, no earlier than the last one.</summary>
    public void Enqueue(long time, long requests, long service)
    {
        if (time >= BusyUntil)
        {
            _work = 0;
            _longest = 0;
        }
        else
        {
            _work = Math.Max(_work - ((double)concurrency * (time - _time)), (double)concurrency * _longest);
        }

        _time = time;
        _work += (double)requests * service;
        _longest = Math.Max(_longest, service);
        double wait = _work / concurrency * Margin;
        MayExpire |= wait > lifetime;

        // Nothing waits for longer than a token lives.
        BusyUntil = time + (long)Math.Min(wait, lifetime) + _longest + 1;
    }
}
