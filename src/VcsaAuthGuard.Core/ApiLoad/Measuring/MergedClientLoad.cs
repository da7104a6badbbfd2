using VcsaAuthGuard.ApiLoad.Sessions;

namespace VcsaAuthGuard.ApiLoad.Measuring;

/// <summary>
/// Represents a client's row while its sources are merged. vpxd's log and an event report the same login: of the time both cover the
/// larger figure counts, and what lies outside of it is added.
/// </summary>
internal sealed class MergedClientLoad
{
    private readonly LoadRules _rules;
    private readonly MinuteSpan _shared;
    private readonly MinuteSpan _sharedWithAccess;
    private readonly LoadTally _vpxd;
    private readonly LoadTally _events;
    private readonly LoadTally _signOn;
    private readonly LoadTally _access;
    private readonly LoadFigures _byVpxd;
    private readonly LoadFigures _byEvents;
    private readonly LoadFigures _byOthers;
    private readonly LoadFigures _byAccess;
    private LoadFigures _figures;
    private LoadFigures _subtractable;
    private bool _isReduced;

    /// <param name="clients">The client, under each name it is known by; the first is how it is called.</param>
    /// <param name="shared">The time that vpxd's log and the events both cover.</param>
    /// <param name="sharedWithAccess">The time that access logs and one of these both cover.</param>
    /// <param name="rules">What is a pattern.</param>
    public MergedClientLoad(IReadOnlyList<ClientLoad> clients, MinuteSpan shared, MinuteSpan sharedWithAccess, LoadRules rules)
    {
        Client = clients[0].Client;
        _rules = rules;
        _shared = shared;
        _sharedWithAccess = sharedWithAccess;
        _vpxd = clients.Select(client => client.Vpxd).Aggregate(LoadTally.Combine);
        _events = clients.Select(client => client.Events).Aggregate(LoadTally.Combine);
        _signOn = clients.Select(client => client.SignOn).Aggregate(LoadTally.Combine);
        _access = clients.Select(client => client.Access).Aggregate(LoadTally.Combine);

        LoadFigures vpxdOutside = Outside(_vpxd);
        LoadFigures eventsOutside = Outside(_events);
        _byVpxd = _vpxd.Figures - vpxdOutside;
        _byEvents = (_events.Figures with { Refused = Math.Max(_events.Refused, _signOn.Refused) }) - eventsOutside;
        _subtractable = _byVpxd.Excess(_byEvents);

        // A request names no session: whether an address makes a few calls for each login is judged by its average.
        bool isShort = _access.Calls <= _access.Logins * rules.MaxCallsPerItem;
        LoadFigures requests = _access.Figures with { Ended = _access.Logins, EndedShort = isShort ? _access.Logins : 0 };
        LoadFigures others = vpxdOutside + eventsOutside + LoadFigures.Larger(_byVpxd, _byEvents);
        LoadFigures othersOutside = LoadFigures.Larger(_vpxd.Outside(sharedWithAccess), _events.Outside(sharedWithAccess));
        LoadFigures requestsOutside = _access.Outside(sharedWithAccess);
        bool isInBoth = !_access.IsEmpty && !(_vpxd.IsEmpty && _events.IsEmpty);
        _byOthers = isInBoth ? others.Excess(othersOutside) : default;
        _byAccess = isInBoth ? requests.Excess(requestsOutside) : default;
        _figures = isInBoth
            ? othersOutside + requestsOutside + LoadFigures.Larger(_byOthers, _byAccess)
            : others + requests;
    }

    public ApiClient Client { get; }

    public long Logins => _figures.Logins;

    /// <summary>
    /// Gets the figures that events report within the time they share with vpxd's log and that this log does not attribute to the client.
    /// Calls are left out: an event counts more of them than vpxd logs.
    /// </summary>
    public LoadFigures EventExcess => _byEvents.Excess(_byVpxd) with { Calls = 0 };

    /// <summary>
    /// Gets a value indicating whether no figure is left that the row could show. Sessions of nobody known are left only where all their
    /// calls turned out to be a client's, or their logins to be refused.
    /// </summary>
    public bool IsEmpty =>
        _figures.Logins + _figures.Logouts + _figures.Calls + _figures.Refused == 0
        && (_isReduced || Peak.PeakOpen == 0 || Client == ApiClient.Unattributed);

    private LoadTally[] Tallies => [_vpxd, _events, _signOn, _access];

    private LoadTally Peak => Tallies.Aggregate((best, tally) => tally.PeakOpen > best.PeakOpen ? tally : best);

    /// <summary>Takes off what events tell to be others'; gives what of it was not here.</summary>
    public LoadFigures Subtract(LoadFigures told)
    {
        LoadFigures taken = LoadFigures.Smaller(told, _subtractable);
        _figures -= taken;
        _subtractable -= taken;
        _isReduced |= taken != default;
        return told - taken;
    }

    public ApiClientLoad ToLoad(long allLogins, string? source)
    {
        ActivitySeries activity = Activity();
        (long peakMinute, int peakLogins) = Logins == 0 ? default : activity.Peak;
        LoadTally[] seen = [.. Tallies.Where(tally => tally.LastTicks > 0)];
        return new()
        {
            Client = Client,
            Logins = Logins,
            Logouts = _figures.Logouts,
            RefusedLogins = _figures.Refused,
            PeakSessions = Peak.PeakOpen,
            PeakSessionsTime = Peak.PeakOpen == 0 ? null : TimeOf(Peak.PeakOpenTicks),
            Calls = _figures.Calls,
            CallsPerSession = CallsPerSession(),
            LoginsPerMinute = Logins == 0 ? 0 : MedianLogins(activity),
            PeakLoginsPerMinute = peakLogins,
            PeakLoginsTime = TimeOf(peakMinute * TimeSpan.TicksPerMinute),
            Share = allLogins == 0 ? 0 : (double)Logins / allLogins,
            FirstSeen = seen.Length == 0 ? null : TimeOf(seen.Min(tally => tally.FirstTicks)),
            LastSeen = seen.Length == 0 ? null : TimeOf(seen.Max(tally => tally.LastTicks)),
            Pattern = GetPatterns(),
            SeenIn = SeenIn(),
            Source = source,
            Activity = activity,
            BackupCalls = _vpxd.BackupCalls,
            MaintenanceCalls = _vpxd.MaintenanceCalls,
        };
    }

    /// <summary>Returns the figures outside the time that both sources cover: everything but refusals if there is no such time.</summary>
    private LoadFigures Outside(LoadTally tally) => _shared.IsEmpty ? tally.Figures with { Refused = 0 } : tally.Outside(_shared);

    /// <summary>Returns the figure of the source with the most calls.</summary>
    private double? CallsPerSession()
    {
        (long calls, long sessions) = _vpxd.Sessions > 0 && _vpxd.Calls >= _events.Calls ? (_vpxd.Calls, _vpxd.Sessions)
            : _events.Ended > 0 ? (_events.Calls, _events.Ended)
            : (_access.Calls, _access.Logins);
        return sessions == 0 ? null : Math.Round((double)calls / sessions, 1);
    }

    private LoadPatterns GetPatterns()
    {
        bool isPerItem = _figures.Ended >= _rules.MinLogins && _figures.EndedShort * 2 > _figures.Ended;
        bool isLeaking = Logins - _figures.Logouts >= _rules.MinLogins && Logins > _rules.LeakRatio * _figures.Logouts;
        return (isPerItem ? LoadPatterns.LoginPerItem : LoadPatterns.Steady) | (isLeaking ? LoadPatterns.Leaking : LoadPatterns.Steady);
    }

    /// <summary>
    /// Returns the activity of the client. In the time that both sources cover, logins and logouts are from the source with more of them;
    /// calls are vpxd's, because an event counts them only at the end.
    /// </summary>
    private ActivitySeries Activity()
    {
        bool loginsByEvents = _byEvents.Logins > _byVpxd.Logins;
        bool logoutsByEvents = _byEvents.Logouts > _byVpxd.Logouts;
        ActivityCounts Choose(ActivitySeries series, long minute, ActivityCounts bin, bool isEvents) => _shared.Meets(minute, series.Width)
            ? bin with { Logins = loginsByEvents == isEvents ? bin.Logins : 0, Logouts = logoutsByEvents == isEvents ? bin.Logouts : 0 }
            : bin;
        ActivitySeries others = new();
        others.AddAll(_vpxd.Activity, (minute, bin) => Choose(_vpxd.Activity, minute, bin, isEvents: false));
        others.AddAll(_events.Activity, (minute, bin) => Choose(_events.Activity, minute, bin, isEvents: true) with { Calls = 0 });
        if (_byAccess == default)
        {
            others.AddAll(_access.Activity);
            return others;
        }

        ActivitySeries activity = new();
        activity.AddAll(others, (minute, bin) => ChooseWithAccess(others, minute, bin, isAccess: false));
        activity.AddAll(_access.Activity, (minute, bin) => ChooseWithAccess(_access.Activity, minute, bin, isAccess: true));
        return activity;
    }

    /// <summary>Returns a bin with what counts of it in the time that access logs and another source cover.</summary>
    private ActivityCounts ChooseWithAccess(ActivitySeries series, long minute, ActivityCounts bin, bool isAccess) =>
        _sharedWithAccess.Meets(minute, series.Width)
            ? new(
                _byAccess.Logins > _byOthers.Logins == isAccess ? bin.Logins : 0,
                _byAccess.Calls > _byOthers.Calls == isAccess ? bin.Calls : 0,
                _byAccess.Logouts > _byOthers.Logouts == isAccess ? bin.Logouts : 0)
            : bin;

    private LoadSources SeenIn() =>
        (_vpxd.IsEmpty ? LoadSources.None : LoadSources.Vpxd)
        | (_events.IsEmpty ? LoadSources.None : LoadSources.Events)
        | (_signOn.IsEmpty ? LoadSources.None : LoadSources.SignOn)
        | (_access.IsEmpty ? LoadSources.None : LoadSources.Access);

    private static double MedianLogins(ActivitySeries activity)
    {
        int[] logins = [.. activity.Bins.Select(bin => bin.Counts.Logins).Where(count => count > 0).OrderBy(count => count)];
        return logins.Length == 0 ? 0 : (logins[(logins.Length - 1) / 2] + logins[logins.Length / 2]) / (2.0 * activity.Width);
    }

    private static DateTimeOffset? TimeOf(long ticks) => ticks <= 0 ? null : new(ticks, TimeSpan.Zero);
}
