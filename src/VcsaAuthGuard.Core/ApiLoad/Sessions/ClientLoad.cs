namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>Counts what one client did, separately for each kind of source.</summary>
internal sealed class ClientLoad(ApiClient client)
{
    private LoginRing? _ring;

    public ApiClient Client { get; set; } = client;

    public LoadTally Vpxd { get; } = new();

    public LoadTally Events { get; } = new();

    public LoadTally SignOn { get; } = new();

    public LoadTally Access { get; } = new();

    public IEnumerable<LoadTally> Tallies => [Vpxd, Events, SignOn, Access];

    /// <summary>Takes a login by event; gives how many bins of activity that adds.</summary>
    public int LoginByEvent(long ticks, int idleMinutes)
    {
        if (ticks > 0)
        {
            RingAt(ticks, idleMinutes).Login();
            Events.OpenSession(ticks);
        }

        return Events.Login(ticks);
    }

    /// <summary>Takes a logout by event; gives how many bins of activity that adds.</summary>
    public int LogoutByEvent(long ticks, int idleMinutes)
    {
        if (ticks > 0 && RingAt(ticks, idleMinutes).Logout())
        {
            Events.CloseSession();
        }

        return Events.Logout(ticks);
    }

    private LoginRing RingAt(long ticks, int idleMinutes)
    {
        _ring ??= new(idleMinutes);
        for (int expired = _ring.MoveTo(ActivitySeries.MinuteOf(ticks)); expired > 0; expired--)
        {
            Events.CloseSession();
        }

        return _ring;
    }
}
