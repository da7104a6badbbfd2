using VcsaAuthGuard.TimeSeries;

namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>Counts what one client did according to one kind of source.</summary>
internal sealed class LoadTally
{
    public long Logins { get; private set; }

    public long Logouts { get; private set; }

    public long Refused { get; private set; }

    public long Calls { get; private set; }

    /// <summary>Gets the calls that backup products make.</summary>
    public long BackupCalls { get; private set; }

    /// <summary>Gets the calls that maintain hosts.</summary>
    public long MaintenanceCalls { get; private set; }

    public long Sessions { get; private set; }

    /// <summary>Gets or sets the number of sessions whose calls are reported.</summary>
    public long Ended { get; private set; }

    /// <summary>Gets the number of ended sessions that made few calls.</summary>
    public long EndedShort { get; private set; }

    public int Open { get; private set; }

    public int PeakOpen { get; private set; }

    public long PeakOpenTicks { get; private set; }

    public long FirstTicks { get; private set; } = long.MaxValue;

    public long LastTicks { get; private set; }

    public ActivitySeries Activity { get; } = new();

    public bool IsEmpty => LastTicks == 0 && Logins + Logouts + Refused + Calls + Sessions + PeakOpen == 0;

    public LoadFigures Figures => new(Logins, Logouts, Calls, Refused, Ended, EndedShort);

    /// <summary>
    /// Combines the tallies of one client that was known by two names. How many sessions both had open at once is then unknown; the
    /// larger peak is certain.
    /// </summary>
    public static LoadTally Combine(LoadTally one, LoadTally other)
    {
        if (one.IsEmpty || other.IsEmpty)
        {
            return one.IsEmpty ? other : one;
        }

        LoadTally peak = other.PeakOpen > one.PeakOpen ? other : one;
        LoadTally both = new()
        {
            Logins = one.Logins + other.Logins,
            Logouts = one.Logouts + other.Logouts,
            Refused = one.Refused + other.Refused,
            Calls = one.Calls + other.Calls,
            BackupCalls = one.BackupCalls + other.BackupCalls,
            MaintenanceCalls = one.MaintenanceCalls + other.MaintenanceCalls,
            Sessions = one.Sessions + other.Sessions,
            Ended = one.Ended + other.Ended,
            EndedShort = one.EndedShort + other.EndedShort,
            PeakOpen = peak.PeakOpen,
            PeakOpenTicks = peak.PeakOpenTicks,
            FirstTicks = Math.Min(one.FirstTicks, other.FirstTicks),
            LastTicks = Math.Max(one.LastTicks, other.LastTicks),
        };
        both.Activity.AddAll(one.Activity);
        both.Activity.AddAll(other.Activity);
        return both;
    }

    /// <summary>Returns the logins, logouts and calls at times outside of a span, without those that have no time.</summary>
    public LoadFigures Outside(MinuteSpan span)
    {
        (long logins, long logouts, long calls) = (0, 0, 0);
        foreach (CountBin<ActivityCounts> bin in Activity.Bins)
        {
            if (!span.Meets(bin.Start, Activity.Width))
            {
                logins += bin.Counts.Logins;
                logouts += bin.Counts.Logouts;
                calls += bin.Counts.Calls;
            }
        }

        return new(logins, logouts, calls);
    }

    public void RecordTime(long ticks)
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
        return Record(ticks, logins: 1, calls: 0, logouts: 0);
    }

    /// <summary>Counts a call by its information about the client; the call itself is counted by <see cref="Call(long, long)"/>.</summary>
    public void RecordWork(ApiCallKind kind)
    {
        BackupCalls += kind == ApiCallKind.Backup ? 1 : 0;
        MaintenanceCalls += kind == ApiCallKind.Maintenance ? 1 : 0;
    }

    /// <summary>Counts a logout; gives how many bins of activity that adds.</summary>
    public int Logout(long ticks)
    {
        Logouts++;
        return Record(ticks, logins: 0, calls: 0, logouts: 1);
    }

    /// <summary>Counts a login that was refused and not counted as one.</summary>
    public void Refuse(long ticks)
    {
        Refused++;
        RecordTime(ticks);
    }

    /// <summary>Counts several refused logins, from one time to another.</summary>
    public void Refuse(long count, long firstTicks, long lastTicks)
    {
        Refused += count;
        RecordTime(firstTicks);
        RecordTime(lastTicks);
    }

    /// <summary>Counts a login that was refused as such, and no longer as a login.</summary>
    public void RefuseLogin(long ticks)
    {
        Refused++;
        RevokeLogin(ticks);
    }

    /// <summary>Takes back a login that was refused, or was another client's.</summary>
    public void RevokeLogin(long ticks)
    {
        Logins--;
        if (ticks > 0)
        {
            Activity.Add(ActivitySeries.MinuteOf(ticks), logins: -1, calls: 0);
        }
    }

    /// <summary>Counts calls; gives how many bins of activity that adds.</summary>
    public int Call(long ticks, long calls = 1)
    {
        Calls += calls;
        return Record(ticks, logins: 0, (int)Math.Min(calls, int.MaxValue), logouts: 0);
    }

    public void OpenSession(long ticks)
    {
        Sessions++;
        Open++;
        RecordOpen(Open, ticks);
    }

    public void CloseSession() => Open--;

    /// <summary>Removes a session whose only login was refused.</summary>
    public void DropSession()
    {
        Sessions--;
        Open--;
    }

    /// <summary>Counts a session whose end tells how many calls it made.</summary>
    public void EndSession(long calls, int fewCalls)
    {
        Ended++;
        EndedShort += calls <= fewCalls ? 1 : 0;
    }

    /// <summary>Takes a number of open sessions.</summary>
    public void RecordOpen(int sessions, long ticks)
    {
        RecordTime(ticks);
        if (sessions > PeakOpen)
        {
            (PeakOpen, PeakOpenTicks) = (sessions, ticks);
        }
    }

    /// <summary>Takes over what a session did before it was known whose it is; gives how many bins of activity that adds.</summary>
    public int TransferFrom(LoadTally from, in OpenSession session)
    {
        from.Open--;
        from.Sessions--;
        from.Calls -= session.Calls;
        from.Logins -= session.Logins;
        from.BackupCalls -= session.BackupCalls;
        from.MaintenanceCalls -= session.MaintenanceCalls;
        BackupCalls += session.BackupCalls;
        MaintenanceCalls += session.MaintenanceCalls;
        OpenSession(session.LastTicks);
        RecordTime(session.FirstTicks);
        Calls += session.Calls;
        Logins += session.Logins;
        return from.Activity.Move(
            Activity,
            ActivitySeries.MinuteOf(session.FirstTicks),
            ActivitySeries.MinuteOf(session.LastTicks),
            session.Logins,
            session.Calls
        );
    }

    private int Record(long ticks, int logins, int calls, int logouts)
    {
        RecordTime(ticks);
        return ticks == 0 ? 0 : Activity.Add(ActivitySeries.MinuteOf(ticks), logins, calls, logouts);
    }
}
