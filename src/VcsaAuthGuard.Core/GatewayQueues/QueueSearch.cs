namespace VcsaAuthGuard.GatewayQueues;

/// <summary>
/// Searches for the limits within which no token expires. Request k takes the k-th service time S(k) in every trial, so trials
/// differ in nothing but the arrivals A(k), and as long as no token has expired none was refused: it is enough to know whether the
/// longest wait of a queue without refusals is within the lifetime.
/// <para><b>Interval.</b> The waiting times of a first-come-first-served queue follow Kiefer and Wolfowitz's recursion
/// W(k+1) = R(W(k) + S(k)e - (A(k+1) - A(k))1)+, which grows with W and falls with the gaps. A longer interval makes no gap smaller,
/// hence no wait longer: bisection is right whatever the service times. With a constant one it goes to the tick, otherwise to a
/// millisecond, or to a thousandth of a batch's mean time where that is less.</para>
/// <para><b>Batch.</b> With a constant service time D every c-th request has the same server, and the longest wait is the greatest
/// jD - floor(jc/b)p over the requests jc. It does not fall as b grows: bisection is exact. With random service times a larger
/// batch may, in one draw, do with less: what is found then has none expired and the next larger batch has, but a batch
/// larger still may do again.</para>
/// <para><b>Burst.</b> When all come at once, the wait of request k does not depend on those behind it and falls for no later one:
/// the first that expires gives the largest burst.</para>
/// </summary>
internal sealed class QueueSearch(GatewayQueue queue, CancellationToken cancellation)
{
    private readonly long _lifetime = queue.TokenLifetime.Ticks;

    private bool IsConstant => queue.Service.Distribution == ServiceDistribution.Constant;

    /// <summary>Gets the largest number of requests that an idle gateway accepts at once.</summary>
    public int LargestBurst()
    {
        if (IsConstant)
        {
            // The requests of turn j, c of them, wait j service times.
            double all = (double)queue.Concurrency * ((_lifetime / queue.Service.Mean.Ticks) + 1);
            return (int)Math.Min(all, ArrivalPattern.MaxRequests);
        }

        return FirstExpired(ArrivalPattern.MaxRequests, ArrivalPattern.MaxRequests, 0);
    }

    /// <summary>Gets the largest batch that may come every interval.</summary>
    public int LargestBatch(int requests, TimeSpan interval)
    {
        if (NoneExpires(requests, requests, 0))
        {
            return requests;
        }

        // The low end has none expired (0: nothing comes), the high end has.
        (int low, int high) = (0, requests);
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = NoneExpires(requests, middle, interval.Ticks) ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Gets the shortest interval between batches; null if none is long enough.</summary>
    public TimeSpan? ShortestInterval(int requests, int batchSize)
    {
        if (NoneExpires(requests, batchSize, 0))
        {
            return TimeSpan.Zero;
        }

        long longest = ArrivalPattern.MaxInterval(requests, batchSize);
        long low = 0;
        long high = Math.Max(1, Math.Min(longest, (long)((double)queue.Service.Mean.Ticks * batchSize / queue.Concurrency)));
        long step = IsConstant ? 1 : Math.Max(1, Math.Min(TimeSpan.TicksPerMillisecond, high / 1000));
        while (!NoneExpires(requests, batchSize, high))
        {
            if (high == longest)
            {
                return null;
            }

            low = high;
            high = high > longest / 2 ? longest : 2 * high;
        }

        while (high - low > step)
        {
            long middle = low + ((high - low) / 2);
            (low, high) = NoneExpires(requests, batchSize, middle) ? (low, middle) : (middle, high);
        }

        return new TimeSpan(high);
    }

    /// <summary>Returns whether none of the requests' tokens expires.</summary>
    private bool NoneExpires(int requests, int batchSize, long interval)
    {
        // With smaller batches than given, a long interval would exceed TimeSpan; batches this far apart do not affect each other.
        interval = Math.Min(interval, ArrivalPattern.MaxInterval(requests, batchSize));
        if (!IsConstant)
        {
            return FirstExpired(requests, batchSize, interval) == requests;
        }

        // Within a batch its last request has the longest wait.
        for (long first = 0; first < requests; first += batchSize)
        {
            long last = Math.Min(first + batchSize, requests) - 1;
            if (last / queue.Concurrency > ((first / batchSize * interval) + _lifetime) / queue.Service.Mean.Ticks)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the number of requests before the first whose token expires; all of them where none does.</summary>
    private int FirstExpired(int requests, int batchSize, long interval)
    {
        Func<long> draw = queue.Service.Draw(queue.Seed);
        ServerHeap servers = new(queue.Concurrency);
        long time = 0;
        int leftOfBatch = batchSize;
        for (int i = 0; i < requests; i++)
        {
            if (leftOfBatch-- == 0)
            {
                leftOfBatch = batchSize - 1;
                time += interval;
            }

            if ((i & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            long turn = Math.Max(time, servers.EarliestFree);
            if (turn - time > _lifetime)
            {
                return i;
            }

            servers.Occupy(turn + draw());
        }

        return requests;
    }
}
