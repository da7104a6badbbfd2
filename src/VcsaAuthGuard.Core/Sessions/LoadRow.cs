namespace VcsaAuthGuard.Sessions;

/// <summary>A client's row while its sources are put together.</summary>
internal sealed class LoadRow
{
    private readonly LoadTally _events;
    private readonly LoadTally _signOn;
    private readonly LoadTally _access;

    private LoadRow(ClientLoad client)
    {
        Client = client.Client;
        Vpxd = client.Vpxd;
        (_events, _signOn, _access) = (client.Events, client.SignOn, client.Access);
        Logins = Vpxd.Logins + _events.Logins + _access.Logins;
        Logouts = Math.Max(Vpxd.Logouts, _events.Logouts) + _access.Logouts;
        Refused = Math.Max(Vpxd.Refused, Math.Max(_events.Refused, _signOn.Refused)) + _access.Refused;
        Calls = Math.Max(Vpxd.Calls, _events.Calls) + _access.Calls;
    }

    public ApiClient Client { get; }

    public LoadTally Vpxd { get; set; }

    public long Logins { get; private set; }

    public long Logouts { get; private set; }

    public long Refused { get; private set; }

    public long Calls { get; private set; }

    public bool HasOnlyVpxd => !Vpxd.IsEmpty && _events.IsEmpty;

    public bool IsEmpty => Logins + Logouts + Refused + Calls + PeakSessions == 0;

    /// <summary>Logins that events tell of and vpxd's log does not attribute to this client.</summary>
    public long OnlyByEvent => Math.Max(0, Logins - Vpxd.Logins - _access.Logins);

    public long RefusedOnlyByEvent => Math.Max(0, Refused - Vpxd.Refused - _access.Refused);

    public long CallsOnlyByEvent => Math.Max(0, Calls - Vpxd.Calls - _access.Calls);

    private int PeakSessions => Math.Max(Vpxd.PeakOpen, _events.PeakOpen);

    public static LoadRow Of(ClientLoad client) => new(client);

    /// <summary>Puts the figures of vpxd's log and the events together, where the row has both.</summary>
    public void Combine(long from, long to)
    {
        if (!Vpxd.IsEmpty && !_events.IsEmpty)
        {
            Logins = _events.Logins + LoadMerge.Excess(Vpxd.Activity, _events.Logins, from, to) + _access.Logins;
            Logouts = Math.Max(Vpxd.Logouts, _events.Logouts) + _access.Logouts;
            Refused = Math.Max(Vpxd.Refused, Math.Max(_events.Refused, _signOn.Refused)) + _access.Refused;
            Calls = Math.Max(Vpxd.Calls, _events.Calls) + _access.Calls;
        }
    }

    /// <summary>Takes off what events tell whose it is.</summary>
    public void TakeOff(long logins, long refused, long calls, long from, long to)
    {
        long seen = Vpxd.Logins;
        long left = LoadMerge.Excess(Vpxd.Activity, logins, from, to);
        Logouts = seen == 0 ? Logouts : (long)Math.Round(Logouts * (double)Math.Min(left, seen) / seen);
        Logins = left + _events.Logins + _access.Logins;
        Refused = Math.Max(0, Refused - refused);
        Calls = Math.Max(0, Calls - calls);
    }

    public ApiClientLoad ToLoad(long allLogins, LoadRules rules, string? source)
    {
        LoadTally main = _events.Logins > Vpxd.Logins ? _events : Vpxd.IsEmpty ? _access.IsEmpty ? _events : _access : Vpxd;
        LoadTally peak = _events.PeakOpen > Vpxd.PeakOpen ? _events : Vpxd;
        LoadTally ends = _events.Ended > Vpxd.Ended ? _events : Vpxd;
        long sessions = Math.Max(Math.Max(Vpxd.Sessions, _events.Sessions), _access.Logins);
        long[] firsts = [.. Tallies.Select(tally => tally.FirstTicks).Where(ticks => ticks != long.MaxValue)];
        return new()
        {
            Client = Client,
            Logins = Logins,
            Logouts = Logouts,
            RefusedLogins = Refused,
            PeakSessions = PeakSessions,
            PeakSessionsTime = PeakSessions == 0 ? null : TimeOf(peak.PeakOpenTicks),
            Calls = Calls,
            CallsPerSession = sessions == 0 ? null : Math.Round((double)Calls / sessions, 1),
            LoginsPerMinute = MedianLogins(main.Activity),
            PeakLoginsPerMinute = main.PeakLogins,
            PeakLoginsTime = main.PeakLogins == 0 ? null : TimeOf(main.PeakLoginsMinute * TimeSpan.TicksPerMinute),
            Share = allLogins == 0 ? 0 : (double)Logins / allLogins,
            FirstSeen = firsts.Length == 0 ? null : TimeOf(firsts.Min()),
            LastSeen = TimeOf(Tallies.Max(tally => tally.LastTicks)),
            Habit = HabitOf(ends, rules),
            SeenIn = SeenIn(),
            Source = source,
            Activity = ActivityOf(main),
        };
    }

    private LoadTally[] Tallies => [Vpxd, _events, _signOn, _access];

    private LoadHabits HabitOf(LoadTally ends, LoadRules rules)
    {
        if (Logins < rules.LeastLogins)
        {
            return LoadHabits.Steady;
        }

        bool isPerItem = ends.Ended >= rules.LeastLogins && ends.EndedShort * 2 > ends.Ended;
        bool isLeaking = Logins - Logouts >= rules.LeastLogins && Logins > rules.LeakRatio * Logouts;
        return (isPerItem ? LoadHabits.LoginPerItem : LoadHabits.Steady) | (isLeaking ? LoadHabits.Leaking : LoadHabits.Steady);
    }

    /// <summary>Logins as the source with more of them tells, calls as vpxd's log does.</summary>
    private ActivitySeries ActivityOf(LoadTally main)
    {
        ActivitySeries activity = new();
        activity.AddAll(main.Activity);
        if (main != Vpxd)
        {
            activity.AddAll(Vpxd.Activity.CallsOnly());
        }

        return activity;
    }

    private LoadSources SeenIn() =>
        (Vpxd.IsEmpty ? LoadSources.None : LoadSources.Vpxd)
        | (_events.IsEmpty ? LoadSources.None : LoadSources.Events)
        | (_signOn.IsEmpty ? LoadSources.None : LoadSources.SignOn)
        | (_access.IsEmpty ? LoadSources.None : LoadSources.Access);

    private static double MedianLogins(ActivitySeries activity)
    {
        int[] logins = [.. activity.Bins.Where(bin => bin.Logins > 0).Select(bin => bin.Logins).OrderBy(count => count)];
        return logins.Length == 0 ? 0 : (logins[(logins.Length - 1) / 2] + logins[logins.Length / 2]) / (2.0 * activity.Width);
    }

    private static DateTimeOffset? TimeOf(long ticks) => ticks <= 0 ? null : new(ticks, TimeSpan.Zero);
}
