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
internal sealed class CallBegins
{
    private readonly Entry[] _entries;
    private readonly ulong _salt;

    // Written so that no compiler leaves the reads out.
    private volatile int _seen;

    /// <summary>Creates an empty table.</summary>
    /// <param name="size">The number of entries, a power of two.</param>
    public CallBegins(int size) => _entries = new Entry[size];

    private CallBegins(Entry[] entries, ulong salt) => (_entries, _salt) = (entries, salt);

    /// <summary>Returns a view for one host of several, which share the entries.</summary>
    /// <param name="salt">The number that distinguishes the host's operations from those of others.</param>
    public CallBegins ForHost(ulong salt) => new(_entries, salt);

    /// <summary>
    /// Touches the places of some calls before <see cref="Add"/> writes them one by one: the processor fetches these side by side, and
    /// each write would wait for memory by itself.
    /// </summary>
    public void Expect(ReadOnlySpan<ApiCall> calls)
    {
        int seen = 0;
        foreach (ref readonly ApiCall call in calls)
        {
            seen |= _entries[PlaceOf(call.Operation)].IdleSeconds;
        }

        _seen = seen;
    }

    public void Add(ulong operation, long ticks, long previousTicks, ulong session)
    {
        if (operation != 0)
        {
            long idle = previousTicks > 0 && ticks > previousTicks ? (ticks - previousTicks) / TimeSpan.TicksPerSecond : 0;
            ref Entry entry = ref _entries[PlaceOf(operation)];
            entry.Ticks = ticks;
            entry.Session = session;
            entry.Tag = TagOf(operation);
            entry.IdleSeconds = (int)Math.Min(int.MaxValue, idle);
        }
    }

    public bool TryFind(ulong operation, out CallBegin call)
    {
        Entry entry = _entries[PlaceOf(operation)];
        call = new(entry.Ticks, entry.IdleSeconds, entry.Session);
        return operation != 0 && entry.Tag == TagOf(operation);
    }

    private int PlaceOf(ulong operation) => (int)((operation ^ _salt) & (ulong)(_entries.Length - 1));

    /// <summary>Returns the bits that distinguish operations, together with the place.</summary>
    private uint TagOf(ulong operation) => (uint)((operation ^ _salt) >> 32);

    private struct Entry
    {
        public long Ticks;
        public ulong Session;
        public uint Tag;
        public int IdleSeconds;
    }
}
