namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>
/// Counts the open sessions of a client from its login and logout events, which carry no session id: a logout ends the oldest session,
/// and a session that is never logged out counts until the idle timeout.
/// </summary>
/// <param name="minutes">The idle timeout in minutes.</param>
internal sealed class LoginRing(int minutes)
{
    private readonly int[] _logins = new int[minutes + 1];
    private long _minute = -1;

    /// <summary>Moves on to a minute and returns the number of sessions that have expired. A large step back clears the ring.</summary>
    public int MoveTo(long minute)
    {
        int expired = 0;
        if (_minute >= 0 && _minute - minute > ActivitySeries.MinuteOf(LoadClock.MaxLateness.Ticks))
        {
            expired = _logins.Sum();
            Array.Clear(_logins, 0, _logins.Length);
            _minute = minute;
        }

        if (_minute >= 0)
        {
            for (long next = Math.Max(_minute + 1, minute - _logins.Length + 1); next <= minute; next++)
            {
                ref int bucket = ref _logins[next % _logins.Length];
                expired += bucket;
                bucket = 0;
            }
        }

        _minute = Math.Max(_minute, minute);
        return expired;
    }

    public void Login() => _logins[_minute % _logins.Length]++;

    /// <summary>Ends the oldest login; returns false if none is open.</summary>
    public bool Logout()
    {
        for (long minute = _minute + 1; minute <= _minute + _logins.Length; minute++)
        {
            ref int bucket = ref _logins[minute % _logins.Length];
            if (bucket > 0)
            {
                bucket--;
                return true;
            }
        }

        return false;
    }
}
