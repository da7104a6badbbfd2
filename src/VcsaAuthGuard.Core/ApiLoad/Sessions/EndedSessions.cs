namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>Represents a session that expired, was logged out or was dropped.</summary>
/// <param name="Key">The session, as a hash.</param>
/// <param name="FirstTicks">The time of its first call.</param>
/// <param name="LastTicks">The time of its last call.</param>
internal readonly record struct EndedSession(ulong Key, long FirstTicks, long LastTicks);

/// <summary>Remembers the sessions that ended last; a session overwrites an older one at the same place, so memory is fixed.</summary>
/// <param name="size">The number of sessions, a power of two.</param>
internal sealed class EndedSessions(int size)
{
    private readonly EndedSession[] _sessions = new EndedSession[size];

    public void Add(in OpenSession session)
    {
        ref EndedSession place = ref _sessions[(int)(session.Key & (ulong)(size - 1))];
        long first = place.Key == session.Key ? Math.Min(place.FirstTicks, session.FirstTicks) : session.FirstTicks;
        place = new(session.Key, first, session.LastTicks);
    }

    public bool TryFind(ulong key, out EndedSession session)
    {
        session = _sessions[(int)(key & (ulong)(size - 1))];
        return key != 0 && session.Key == key;
    }
}
