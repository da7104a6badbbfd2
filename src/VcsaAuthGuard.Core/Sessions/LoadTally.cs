namespace VcsaAuthGuard.Sessions;

/// <summary>What one client did, as one kind of source tells it.</summary>
internal sealed class LoadTally
{
    private long _minute;
    private int _loginsInMinute;

    public long Logins { get; private set; }

    public long Logouts { get; set; }

    public long Refused { get; set; }

    public long Calls { get; private set; }

    public long Sessions { get; private set; }

    /// <summary>Sessions whose end was seen, with their calls.</summary>
    public long Ended { get; private set; }

    /// <summary>Those of them with few calls.</summary>
    public long EndedShort { get; private set; }

    public int Open { get; private set; }

    public int PeakOpen { get; private set; }

    public long PeakOpenTicks { get; private set; }

    public long FirstTicks { get; private set; } = long.MaxValue;

    public long LastTicks { get; private set; }

    public int PeakLogins { get; private set; }

    public long PeakLoginsMinute { get; private set; }

    public ActivitySeries Activity { get; } = new();

    public bool IsEmpty => LastTicks == 0;

    public void See(long ticks)
    {
        if (ticks > 0)
        {
            FirstTicks = Math.Min(FirstTicks, ticks);
            LastTicks = Math.Max(LastTicks, ticks);
        }
    }

    /// <summary>Counts a login; gives how many bins of activity that adds.</summary>
    public int Login(long ticks)
    {
        Logins++;
        See(ticks);
        if (ticks == 0)
        {
            return 0;
        }

        long minute = ActivitySeries.MinuteOf(ticks);
        _loginsInMinute = minute == _minute ? _loginsInMinute + 1 : 1;
        _minute = minute;
        if (_loginsInMinute > PeakLogins)
        {
            (PeakLogins, PeakLoginsMinute) = (_loginsInMinute, minute);
        }

        return Activity.Add(minute, logins: 1, calls: 0);
    }

    /// <summary>Takes back a login that was refused.</summary>
    public void RefuseLogin(long ticks)
    {
        Logins--;
        Refused++;
        long minute = ActivitySeries.MinuteOf(ticks);
        Activity.Add(minute, logins: -1, calls: 0);
        _loginsInMinute -= minute == _minute && _loginsInMinute > 0 ? 1 : 0;
        PeakLogins -= minute == PeakLoginsMinute && PeakLogins > 0 ? 1 : 0;
    }

    /// <summary>Counts a call; gives how many bins of activity that adds.</summary>
    public int Call(long ticks)
    {
        Calls++;
        See(ticks);
        return ticks == 0 ? 0 : Activity.Add(ActivitySeries.MinuteOf(ticks), logins: 0, calls: 1);
    }

    public void OpenSession(long ticks)
    {
        Sessions++;
        if (++Open > PeakOpen)
        {
            (PeakOpen, PeakOpenTicks) = (Open, ticks);
        }
    }

    public void CloseSession() => Open--;

    /// <summary>Counts a session whose end tells how many calls it made.</summary>
    public void EndSession(long calls, int fewCalls)
    {
        Ended++;
        EndedShort += calls <= fewCalls ? 1 : 0;
    }

    /// <summary>Counts calls that were told together, without their times.</summary>
    public void AddCalls(long calls) => Calls += calls;

    /// <summary>Takes a number of open sessions that a service told.</summary>
    public void NoteOpen(int sessions, long ticks)
    {
        See(ticks);
        if (sessions > PeakOpen)
        {
            (PeakOpen, PeakOpenTicks) = (sessions, ticks);
        }
    }

    /// <summary>Takes over what a session did before it was known whose it is.</summary>
    public void TakeOver(LoadTally from, in OpenSession session)
    {
        from.Open--;
        from.Sessions--;
        from.Calls -= session.Calls;
        from.Logins -= session.Logins;
        from.Activity.Add(ActivitySeries.MinuteOf(session.FirstTicks), -session.Logins, -session.Calls);
        OpenSession(session.LastTicks);
        See(session.FirstTicks);
        See(session.LastTicks);
        Calls += session.Calls;
        Logins += session.Logins;
        Activity.Add(ActivitySeries.MinuteOf(session.FirstTicks), session.Logins, session.Calls);
    }
}
