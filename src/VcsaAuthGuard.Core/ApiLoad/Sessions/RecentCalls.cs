namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>Represents a call that began recently.</summary>
/// <param name="Id">Its operation or its number, as a hash.</param>
/// <param name="Ticks">When it began.</param>
/// <param name="Session">Its session; 0 if it has none.</param>
/// <param name="Client">Whose that is, as an index.</param>
internal readonly record struct RecentCall(ulong Id, long Ticks, ulong Session, int Client);

/// <summary>
/// Keeps the most recent calls by id. A call overwrites an older one whose id falls on the same place, so memory is fixed.
/// </summary>
internal sealed class RecentCalls
{
    private readonly RecentCall[] _calls;
    private readonly ulong _salt;

    /// <summary>Creates an empty table.</summary>
    /// <param name="size">The number of calls, a power of two.</param>
    public RecentCalls(int size) => _calls = new RecentCall[size];

    private RecentCalls(RecentCall[] calls, ulong salt) => (_calls, _salt) = (calls, salt);

    /// <summary>Returns a view for one host of several, which share the calls.</summary>
    /// <param name="salt">The number that distinguishes the host's calls from those of others.</param>
    public RecentCalls ForHost(ulong salt) => new(_calls, salt);

    public void Add(in RecentCall call)
    {
        if (call.Id != 0)
        {
            _calls[PlaceOf(call.Id)] = call with { Id = call.Id ^ _salt };
        }
    }

    public bool TryFind(ulong id, out RecentCall call)
    {
        RecentCall found = _calls[PlaceOf(id)];
        call = found with { Id = found.Id ^ _salt };
        return id != 0 && call.Id == id;
    }

    public void Remove(ulong id)
    {
        if (TryFind(id, out _))
        {
            _calls[PlaceOf(id)] = default;
        }
    }

    private int PlaceOf(ulong id) => (int)((id ^ _salt) & (ulong)(_calls.Length - 1));
}
