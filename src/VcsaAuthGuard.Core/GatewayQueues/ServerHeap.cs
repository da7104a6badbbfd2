namespace VcsaAuthGuard.GatewayQueues;

/// <summary>Represents the times at which servers are free again, the earliest first (a binary heap).</summary>
/// <param name="servers">The number of servers, all free at first.</param>
internal sealed class ServerHeap(int servers)
{
    // Free from the beginning, whatever time the first request has.
    private readonly long[] _freeAt = [.. Enumerable.Repeat(long.MinValue, servers)];

    /// <summary>Gets the time at which the first server is free.</summary>
    public long EarliestFree => _freeAt[0];

    /// <summary>Frees all servers.</summary>
    public void FreeAll(long time)
    {
        for (int i = 0; i < _freeAt.Length; i++)
        {
            _freeAt[i] = time;
        }
    }

    /// <summary>Occupies the server that is free first until a time, which is not before it is free.</summary>
    public void Occupy(long until)
    {
        long[] heap = _freeAt;
        int at = 0;
        for (int child = 1; child < heap.Length; child = (2 * at) + 1)
        {
            if (child + 1 < heap.Length && heap[child + 1] < heap[child])
            {
                child++;
            }

            if (heap[child] >= until)
            {
                break;
            }

            heap[at] = heap[child];
            at = child;
        }

        heap[at] = until;
    }
}
