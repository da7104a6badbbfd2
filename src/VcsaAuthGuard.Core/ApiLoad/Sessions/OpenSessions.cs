namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>
/// Keeps the open sessions. A session lasts from its first call until its logout, or until it has made no call for the idle timeout. Each
/// is in the bucket of the minute in which it may expire and is checked only then. <see cref="Capacity"/> bounds the memory.
/// </summary>
internal sealed class OpenSessions
{
    /// <summary>More than any vCenter allows (2000 or 3000) by far; beyond it the longest idle are ended early, and counted.</summary>
    public const int Capacity = 1 << 18;

    private readonly Dictionary<ulong, int> _places = [];
    private readonly Stack<int> _free = new();
    private readonly List<(ulong Key, int Place)>[] _buckets;
    private readonly long _idleTicks;
    private OpenSession[] _sessions = new OpenSession[64];
    private int _used;
    private long _minute = -1;

    public OpenSessions(TimeSpan idleTimeout)
    {
        _idleTicks = idleTimeout.Ticks;
        _buckets = new List<(ulong, int)>[ActivitySeries.MinuteOf(_idleTicks) + 2];
        for (int i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] = [];
        }
    }

    public int Count => _places.Count;

    public long EndedEarly { get; private set; }

    /// <summary>Returns the session of a key, opened where it is not.</summary>
    public ref OpenSession Touch(ulong key, long ticks, out bool isNew)
    {
        isNew = !_places.TryGetValue(key, out int place);
        if (isNew)
        {
            place = _free.Count > 0 ? _free.Pop() : _used++;
            if (place == _sessions.Length)
            {
                Array.Resize(ref _sessions, place * 2);
            }

            _places[key] = place;
            _sessions[place] = new() { Key = key, FirstTicks = ticks, LastTicks = ticks };
            Schedule(ref _sessions[place], place);
        }

        return ref _sessions[place];
    }

    /// <summary>Returns whether a session is open, and its index.</summary>
    public bool TryFind(ulong key, out int place) => _places.TryGetValue(key, out place);

    public ref OpenSession At(int place) => ref _sessions[place];

    /// <summary>Ends a session.</summary>
    public void End(ulong key)
    {
        if (_places.TryGetValue(key, out int place))
        {
            _places.Remove(key);
            _free.Push(place);
        }
    }

    /// <summary>Ends the sessions that have expired by now, and more where too many are open; they are added to
    /// <paramref name="ended"/>.</summary>
    public void Expire(long nowTicks, List<OpenSession> ended)
    {
        long now = ActivitySeries.MinuteOf(nowTicks);
        for (long minute = Math.Max(_minute + 1, now - _buckets.Length); minute <= now; minute++)
        {
            ExpireDue(minute, now, ended);
        }

        _minute = Math.Max(_minute, now);
        for (long minute = _minute + 1; _places.Count > Capacity; minute++)
        {
            int before = ended.Count;
            ExpireDue(minute, minute, ended);
            EndedEarly += ended.Count - before;
        }
    }

    /// <summary>Ends those that made no call since a time; they are added to <paramref name="ended"/>.</summary>
    public void EndBefore(long ticks, List<OpenSession> ended)
    {
        foreach (KeyValuePair<ulong, int> open in _places.ToArray())
        {
            if (_sessions[open.Value].LastTicks < ticks)
            {
                ended.Add(_sessions[open.Value]);
                End(open.Key);
            }
        }
    }

    /// <summary>Ends all.</summary>
    public void EndAll(List<OpenSession> ended)
    {
        foreach (int place in _places.Values)
        {
            ended.Add(_sessions[place]);
        }

        _places.Clear();
        _free.Clear();
        _used = 0;
        _minute = -1;
        foreach (List<(ulong, int)> bucket in _buckets)
        {
            bucket.Clear();
        }
    }

    /// <summary>Returns the minute at whose start a session has expired.</summary>
    private long DueOf(in OpenSession session) => ActivitySeries.MinuteOf(session.LastTicks + _idleTicks) + 1;

    private void Schedule(ref OpenSession session, int place)
    {
        // One that came late and is due already is looked at in the next minute.
        session.Bucket = (int)(Math.Max(DueOf(session), _minute + 1) % _buckets.Length);
        _buckets[session.Bucket].Add((session.Key, place));
    }

    /// <summary>Looks at the bucket of a minute: sessions due by another minute end, those that made a call since are looked at
    /// later.</summary>
    private void ExpireDue(long minute, long due, List<OpenSession> ended)
    {
        int index = (int)(minute % _buckets.Length);
        List<(ulong Key, int Place)> bucket = _buckets[index];
        if (bucket.Count == 0)
        {
            return;
        }

        (ulong Key, int Place)[] sessions = [.. bucket];
        bucket.Clear();
        foreach ((ulong key, int place) in sessions)
        {
            if (!_places.TryGetValue(key, out int current) || current != place || _sessions[place].Bucket != index)
            {
                continue; // It has logged out, and perhaps come again.
            }

            ref OpenSession session = ref _sessions[place];
            if (DueOf(session) <= due)
            {
                ended.Add(session);
                End(key);
            }
            else
            {
                session.Bucket = -1;
                Schedule(ref session, place);
            }
        }
    }
}
