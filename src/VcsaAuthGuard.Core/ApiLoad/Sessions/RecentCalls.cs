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
/// <param name="size">How many, a power of two.</param>
internal sealed class RecentCalls(int size)
{
    private readonly RecentCall[] _calls = new RecentCall[size];

    public void Add(in RecentCall call)
    {
        if (call.Id != 0)
        {
            _calls[(int)(call.Id & (ulong)(size - 1))] = call;
        }
    }

    public bool TryFind(ulong id, out RecentCall call)
    {
        call = _calls[(int)(id & (ulong)(size - 1))];
        return id != 0 && call.Id == id;
    }

    public void Remove(ulong id)
    {
        if (TryFind(id, out _))
        {
            _calls[(int)(id & (ulong)(size - 1))] = default;
        }
    }
}
