namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>Represents the begin of a call.</summary>
/// <param name="Ticks">When, in UTC; 0 if not known.</param>
/// <param name="IdleSeconds">How long its session had made no call before; 0 if it was its first.</param>
/// <param name="Session">The session of the call; 0 if it has none.</param>
internal readonly record struct CallBegin(long Ticks, int IdleSeconds, ulong Session);

/// <summary>
/// Holds the start times of the most recent calls by operation. A call overwrites an older one whose operation has the same hash, so
/// memory is bounded. An entry is kept to 16 bytes because every call of a log writes one at a random place.
/// </summary>
/// <param name="size">The number of entries, a power of two.</param>
internal sealed class CallBegins(int size)
{
    private readonly Entry[] _entries = new Entry[size];

    // Written so that no compiler leaves the reads out.
    private volatile int _seen;

    /// <summary>
    /// Touches the places of some calls before <see cref="Add"/> writes them one by one: the processor fetches these side by side, and
    /// each write would wait for memory by itself.
    /// </summary>
    public void Expect(ReadOnlySpan<ApiCall> calls)
    {
        int seen = 0;
        foreach (ref readonly ApiCall call in calls)
        {
            seen |= _entries[(int)(call.Operation & (ulong)(size - 1))].IdleSeconds;
        }

        _seen = seen;
    }

    public void Add(ulong operation, long ticks, long previousTicks, ulong session)
    {
        if (operation != 0)
        {
            long idle = previousTicks > 0 && ticks > previousTicks ? (ticks - previousTicks) / TimeSpan.TicksPerSecond : 0;
            ref Entry entry = ref _entries[(int)(operation & (ulong)(size - 1))];
            entry.Ticks = ticks;
            entry.Session = session;
            entry.Tag = TagOf(operation);
            entry.IdleSeconds = (int)Math.Min(int.MaxValue, idle);
        }
    }

    public bool TryFind(ulong operation, out CallBegin call)
    {
        Entry entry = _entries[(int)(operation & (ulong)(size - 1))];
        call = new(entry.Ticks, entry.IdleSeconds, entry.Session);
        return operation != 0 && entry.Tag == TagOf(operation);
    }

    /// <summary>Returns the bits that distinguish operations, together with the place.</summary>
    private static uint TagOf(ulong operation) => (uint)(operation >> 32);

    private struct Entry
    {
        public long Ticks;
        public ulong Session;
        public uint Tag;
        public int IdleSeconds;
    }
}
