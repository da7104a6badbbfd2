using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Sessions;

/// <summary>
/// Measures who loads one vCenter's API. Records come in order of time within each log, up to <see cref="Lateness"/> out of it. Memory
/// grows with the clients and the sessions open at once, and with the sessions the profiler names, not with the calls.
/// </summary>
/// <param name="rules">What is a habit, and when a session has expired.</param>
internal sealed class ApiLoadMeter(LoadRules rules)
{
    /// <summary>A larger step back in time is another log's beginning, or a clock that was set: open sessions end there.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromMinutes(5);

    private const int MostBins = 1 << 20;
    private const int MostRecentLogins = 1 << 13;
    private const int MostRecentCalls = 1 << 17;

    private readonly ClientIndex _clients = new();
    private readonly ClientLoad _total = new(ApiClient.Unattributed);
    private readonly SessionOwners _owners = new();
    private readonly OpenSessions _sessions = new(rules.IdleTimeout);
    private readonly RecentCalls _recentLogins = new(MostRecentLogins);
    private readonly RecentCalls _recentLros = new(MostRecentLogins);
    private readonly RecentCalls _recentCalls = new(MostRecentCalls);
    private readonly List<OpenSession> _ended = [];
    private readonly int _idleMinutes = Math.Max(1, (int)rules.IdleTimeout.TotalMinutes);
    private long _now;
    private long _bins;
    private int _width = 1;

    /// <summary>All clients together.</summary>
    public ClientLoad Total => _total;

    public LoadRules Rules => rules;

    public IReadOnlyList<ClientLoad> Clients => _clients.All;

    /// <summary>Sessions ended early because too many were open at once to keep.</summary>
    public long EndedEarly => _sessions.EndedEarly;

    /// <summary>Takes what an entry says; false when it says nothing about load.</summary>
    public bool Take(ILogRecord record)
    {
        switch (record)
        {
            case ApiCallBatch batch:
                foreach (ref readonly ApiCall call in batch.Calls)
                {
                    Take(call);
                }

                return true;
            case SessionOwnerBatch owners:
                Take(owners);
                return true;
            case ClientEvent found:
                Take(found);
                return true;
            case AccessBatch access:
                Take(access);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The call of an operation, as long as it is remembered.</summary>
    public bool TryFindCall(string? operation, out RecentCall call)
    {
        ulong id = operation is null ? 0 : SessionIds.Hash(System.Text.Encoding.UTF8.GetBytes(operation));
        return _recentCalls.TryFind(id, out call);
    }

    /// <summary>Ends the sessions still open and gives the clients.</summary>
    public IReadOnlyList<ApiClientLoad> Complete(string? source = null)
    {
        EndAll();
        return LoadMerge.ToClients(_clients.All, rules, source);
    }

    private void Take(in ApiCall call)
    {
        if (call.Ticks > 0)
        {
            MoveTo(call.Ticks);
        }

        if (call.Kind == ApiCallKind.LoginRefused)
        {
            RefuseLogin(call);
            return;
        }

        int client = 0;
        long previous = 0;
        if (call.Session != 0)
        {
            ref OpenSession session = ref _sessions.Touch(call.Session, call.Ticks, out bool isNew);
            if (isNew)
            {
                session.Client = _owners.Find(call.Session);
                _clients[session.Client].Vpxd.OpenSession(call.Ticks);
                _total.Vpxd.OpenSession(call.Ticks);
            }
            else
            {
                previous = session.LastTicks;
                session.LastTicks = Math.Max(session.LastTicks, call.Ticks);
            }

            client = session.Client;
            session.Calls += call.Kind == ApiCallKind.Call ? 1 : 0;
            session.Logins += call.Kind == ApiCallKind.Login ? 1 : 0;
        }

        RecentCall recent = new(call.Operation, call.Ticks, previous, call.Session, client);
        _recentCalls.Add(recent);
        LoadTally tally = _clients[client].Vpxd;
        switch (call.Kind)
        {
            case ApiCallKind.Login:
                _recentLogins.Add(recent);
                _recentLros.Add(recent with { Id = call.Lro });
                Note(tally.Login(call.Ticks) + _total.Vpxd.Login(call.Ticks));
                break;
            case ApiCallKind.Logout:
                Logout(tally, call);
                break;
            default:
                Note(tally.Call(call.Ticks) + _total.Vpxd.Call(call.Ticks));
                break;
        }
    }

    private void Logout(LoadTally tally, in ApiCall call)
    {
        tally.Logouts++;
        _total.Vpxd.Logouts++;
        tally.See(call.Ticks);
        if (_sessions.TryFind(call.Session, out int place))
        {
            Close(_sessions.At(place));
            _sessions.End(call.Session);
        }
    }

    /// <summary>The login an error belongs to has the same number, or at least the same operation; one is taken back once.</summary>
    private void RefuseLogin(in ApiCall refusal)
    {
        if (!_recentLros.TryFind(refusal.Lro, out RecentCall login) && !_recentLogins.TryFind(refusal.Operation, out login))
        {
            // With no begin in sight it may be the second line about one refusal: counted only when it names its own call.
            _clients[0].Vpxd.Refused += refusal.Lro != 0 ? 1 : 0;
            _total.Vpxd.Refused += refusal.Lro != 0 ? 1 : 0;
            return;
        }

        _recentLros.Remove(refusal.Lro);
        _recentLogins.Remove(refusal.Operation);
        _clients[login.Client].Vpxd.RefuseLogin(login.Ticks);
        _total.Vpxd.RefuseLogin(login.Ticks);
        if (_sessions.TryFind(login.Session, out int place))
        {
            _sessions.At(place).Logins--;
        }
    }

    private void Take(SessionOwnerBatch batch)
    {
        int[] clients = [.. batch.Owners.Select(_clients.IndexOf)];
        foreach ((ulong session, int owner) in batch.Sessions)
        {
            Own(session, clients[owner]);
        }
    }

    private void Own(ulong session, int client)
    {
        _owners.Set(session, client);
        if (client != 0 && _sessions.TryFind(session, out int place) && _sessions.At(place).Client == 0)
        {
            ref OpenSession open = ref _sessions.At(place);
            open.Client = client;
            _clients[client].Vpxd.TakeOver(_clients[0].Vpxd, open);
        }
    }

    private void Take(ClientEvent found)
    {
        int index = _clients.IndexOf(found.Client);
        ClientLoad client = _clients[index];
        long ticks = found.Time?.UtcTicks ?? 0;
        switch (found.Kind)
        {
            case ClientEventKind.Login:
                Note(client.LoginByEvent(ticks, _idleMinutes) + _total.LoginByEvent(ticks, _idleMinutes));
                break;
            case ClientEventKind.Logout:
                client.LogoutByEvent(ticks, _idleMinutes);
                _total.LogoutByEvent(ticks, _idleMinutes);
                client.Events.AddCalls(found.Count ?? 0);
                if (found.Count is long calls)
                {
                    client.Events.EndSession(calls, rules.MostCallsPerItem);
                }

                break;
            case ClientEventKind.LoginRefused:
                LoadTally refused = found.Origin == ClientEventOrigin.SignOn ? client.SignOn : client.Events;
                refused.Refused++;
                refused.See(ticks);
                break;
            case ClientEventKind.SessionCount:
                client.Events.NoteOpen((int)Math.Min(int.MaxValue, found.Count ?? 0), ticks);
                break;
        }

        if (SessionIds.Read(found.SessionId) is ulong session and not 0)
        {
            Own(session, index);
        }
    }

    private void Take(AccessBatch batch)
    {
        LoadTally[] tallies = [.. batch.Addresses.Select(address => _clients[address is null ? 0 : _clients.IndexOf(new(null, address, null))].Access)];
        foreach ((long ticks, int address, ApiCallKind kind) in batch.Requests)
        {
            LoadTally tally = tallies[address];
            tally.Refused += kind == ApiCallKind.LoginRefused ? 1 : 0;
            tally.Logouts += kind == ApiCallKind.Logout ? 1 : 0;
            tally.See(ticks);
            Note(kind == ApiCallKind.Login ? tally.Login(ticks) : kind == ApiCallKind.Call ? tally.Call(ticks) : 0);
        }
    }

    private void MoveTo(long ticks)
    {
        if (_now - ticks > Lateness.Ticks)
        {
            EndAll();
            _now = ticks;
        }

        if (ActivitySeries.MinuteOf(ticks) > ActivitySeries.MinuteOf(_now) || _sessions.Count > OpenSessions.Most)
        {
            _sessions.Expire(Math.Max(ticks, _now), _ended);
            CloseEnded();
        }

        _now = Math.Max(_now, ticks);
    }

    private void EndAll()
    {
        _sessions.EndAll(_ended);
        CloseEnded();
    }

    private void CloseEnded()
    {
        foreach (OpenSession session in _ended)
        {
            Close(session);
        }

        _ended.Clear();
    }

    private void Close(in OpenSession session)
    {
        LoadTally tally = _clients[session.Client].Vpxd;
        tally.CloseSession();
        tally.EndSession(session.Calls, rules.MostCallsPerItem);
        _total.Vpxd.CloseSession();
    }

    /// <summary>Counts bins of activity, and makes all of them wider when there are too many.</summary>
    private void Note(int bins)
    {
        _bins += bins;
        if (_bins <= MostBins)
        {
            return;
        }

        _width *= 2;
        _bins = _clients.All.Append(_total).SelectMany(client => client.Tallies).Sum(tally => (long)tally.Activity.Coarsen(_width));
    }
}
