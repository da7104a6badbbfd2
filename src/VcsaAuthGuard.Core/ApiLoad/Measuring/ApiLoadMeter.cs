using VcsaAuthGuard.ApiLoad.Entries;
using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.ApiLoad.Sessions;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.ApiLoad.Measuring;

/// <summary>
/// Measures who loads one vCenter's API. Records come in order of time within each log, up to <see cref="LoadClock.MaxLateness"/> out of
/// it. Memory
/// grows with the clients and the sessions open at once, and with the sessions the profiler names, not with the calls.
/// </summary>
/// <param name="rules">What is a pattern, and when a session has expired.</param>
/// <param name="recent">The recent calls and sessions; null for an object of this meter alone.</param>
internal sealed class ApiLoadMeter(LoadRules rules, RecentActivity? recent = null)
{
    private const int MaxBins = 1 << 20;

    private readonly ClientIndex _clients = new();
    private readonly ClientLoad _total = new(ApiClient.Unattributed);
    private readonly SessionOwners _owners = new();
    private readonly OpenSessions _sessions = new(rules.IdleTimeout);
    private readonly RecentActivity _recent = recent ?? new();
    private readonly SignOnRefusals _signOnRefusals = new();
    private readonly RefusedClients _refusedClients = new();
    private readonly ServiceStartTracker _starts = new();
    private readonly List<OpenSession> _ended = [];
    private readonly int _idleMinutes = Math.Max(1, (int)rules.IdleTimeout.TotalMinutes);
    private RecentCall _lastLogin;
    private long _now;
    private long _minuteEnd;
    private long _started;
    private long _bins;
    private int _width = 1;

    /// <summary>Gets the load of all clients together.</summary>
    public ClientLoad Total => _total;

    public LoadRules Rules => rules;

    public IReadOnlyList<ClientLoad> Clients => _clients.All;

    /// <summary>Gets the number of clients that were put together as <see cref="ApiClient.Others"/>: there were more than can be
    /// kept.</summary>
    public long ClientsFolded => _clients.Folded + _refusedClients.Folded;

    /// <summary>Gets the number of sessions that were ended early because too many were open at once.</summary>
    public long EndedEarly => _sessions.EndedEarly;

    private LoginRefusals Refusals => _recent.Logins;

    private CallBegins Begins => _recent.Calls;

    private EndedSessions Ended => _recent.Ended;

    /// <summary>Takes what an entry says; false if it says something that is not only of load, or nothing of it.</summary>
    public bool Process(ILogRecord record)
    {
        switch (record)
        {
            case ApiCallBatch batch:
                Begins.Expect(batch.Calls);
                foreach (ref readonly ApiCall call in batch.Calls)
                {
                    Process(call);
                }

                return true;
            case LoginRefusal refusal:
                MoveTo(refusal.Call.Ticks == 0 ? _now : refusal.Call.Ticks);
                RefuseLogin(refusal.Call, _clients.IndexOf(new(refusal.User, null, null)));
                return true;
            case LoginAccount account:
                Process(account);
                return true;
            case SessionOwnerBatch owners:
                Process(owners);
                return true;
            case ClientEvent found:
                Process(found);
                return true;
            case AccessBatch access:
                Process(access);
                return true;
            case ServiceStart start:
                if (_starts.Find(start) is DateTimeOffset time)
                {
                    Restart(time.UtcTicks);
                }

                return false;
            default:
                return false;
        }
    }

    /// <summary>Finds the call of an operation, as long as it is remembered.</summary>
    public bool TryFindCall(string? operation, out CallBegin call)
    {
        ulong id = operation is null ? 0 : SessionIds.Hash(System.Text.Encoding.UTF8.GetBytes(operation));
        return Begins.TryFind(id, out call);
    }

    /// <summary>Returns the owner of a session.</summary>
    public ApiClient OwnerOf(ulong session) => _clients[_owners.Find(session)].Client;

    /// <summary>Returns the first time a session was seen, in ticks; 0 if it is not known.</summary>
    public long FirstSeen(ulong session)
    {
        long ended = Ended.TryFind(session, out EndedSession before) ? before.FirstTicks : 0;
        long open = _sessions.TryFind(session, out int place) ? _sessions.At(place).FirstTicks : 0;
        return ended == 0 ? open : open == 0 ? ended : Math.Min(ended, open);
    }

    /// <summary>Ends the sessions still open and gives the clients.</summary>
    public IReadOnlyList<ApiClientLoad> Complete(string? source = null)
    {
        EndAll();
        _refusedClients.MoveTo(_clients);
        _owners.Clear(); // Putting the clients together takes memory too.
        return LoadMerge.ToClients(_clients.All, rules, source);
    }

    private void Process(in ApiCall call)
    {
        if (call.Ticks > 0)
        {
            MoveTo(call.Ticks);
        }

        switch (call.Kind)
        {
            case ApiCallKind.LoginRefused:
                RefuseLogin(call, user: 0);
                break;
            case ApiCallKind.Logout:
                Logout(call);
                break;
            case ApiCallKind.Login:
                int client = Begin(call);
                _lastLogin = new(call.Operation, call.Ticks, call.Session, client);
                Refusals.Begin(_lastLogin, call.Lro);
                Coarsen(_clients[client].Vpxd.Login(call.Ticks) + _total.Vpxd.Login(call.Ticks));
                break;
            default:
                LoadTally tally = _clients[Begin(call)].Vpxd;
                tally.RecordWork(call.Kind);
                Coarsen(tally.Call(call.Ticks) + _total.Vpxd.Call(call.Ticks));
                break;
        }
    }

    /// <summary>Records a login or a call, opens its session if that is not open, and returns the index of the client.</summary>
    private int Begin(in ApiCall call)
    {
        int client = 0;
        long previous = 0;
        if (call.Session != 0)
        {
            long ticks = call.Ticks > 0 ? call.Ticks : _now;
            ref OpenSession session = ref _sessions.Touch(call.Session, ticks, out bool isNew);
            if (isNew)
            {
                previous = Ended.TryFind(call.Session, out EndedSession before) ? before.LastTicks : 0;
                session.Client = _owners.Find(call.Session);
                _clients[session.Client].Vpxd.OpenSession(ticks);
                _total.Vpxd.OpenSession(ticks);
            }
            else
            {
                previous = session.LastTicks;
                session.FirstTicks = Math.Min(session.FirstTicks, ticks);
                session.LastTicks = Math.Max(session.LastTicks, ticks);
            }

            client = session.Client;
            session.Calls += call.Kind is ApiCallKind.Login or ApiCallKind.Logout ? 0 : 1;
            session.BackupCalls += call.Kind == ApiCallKind.Backup ? 1 : 0;
            session.MaintenanceCalls += call.Kind == ApiCallKind.Maintenance ? 1 : 0;
            session.Logins += call.Kind == ApiCallKind.Login ? 1 : 0;
        }

        Begins.Add(call.Operation, call.Ticks, previous, call.Session);
        return client;
    }

    /// <summary>Records a logout, which ends its session if that is open.</summary>
    private void Logout(in ApiCall call)
    {
        bool isOpen = _sessions.TryFind(call.Session, out int place);
        OpenSession session = isOpen ? _sessions.At(place) : new() { Client = call.Session == 0 ? 0 : _owners.Find(call.Session) };
        Begins.Add(call.Operation, call.Ticks, session.LastTicks, call.Session);
        Coarsen(_clients[session.Client].Vpxd.Logout(call.Ticks) + _total.Vpxd.Logout(call.Ticks));
        if (isOpen)
        {
            Close(session);
            _sessions.End(call.Session);
        }
    }

    /// <summary>Counts a refused login, and takes its begin back.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="user">The client that the entry names; 0 if it names none.</param>
    private void RefuseLogin(in ApiCall refusal, int user)
    {
        if (!Refusals.TryTake(refusal, out RecentCall? begun))
        {
            return;
        }

        if (begun is not RecentCall login)
        {
            _clients[user].Vpxd.Refuse(refusal.Ticks);
            _total.Vpxd.Refuse(refusal.Ticks);
            return;
        }

        bool isOpen = _sessions.TryFind(login.Session, out int place);
        int owner = isOpen ? _sessions.At(place).Client : login.Client;
        LoadTally tally = _clients[owner].Vpxd;
        if (owner == 0 && user != 0)
        {
            tally.RevokeLogin(login.Ticks);
            _clients[user].Vpxd.Refuse(login.Ticks);
        }
        else
        {
            tally.RefuseLogin(login.Ticks);
        }

        _total.Vpxd.RefuseLogin(login.Ticks);
        if (isOpen && --_sessions.At(place).Logins <= 0 && _sessions.At(place).Calls == 0)
        {
            // Nobody was let in.
            tally.DropSession();
            _total.Vpxd.DropSession();
            _sessions.End(login.Session);
        }
    }

    /// <summary>Gives the session of the login that the account belongs to its owner, unless it has one.</summary>
    private void Process(LoginAccount account)
    {
        const long MaxDistance = TimeSpan.TicksPerSecond;
        bool isFound = Refusals.TryFindLogin(account.Operation, out RecentCall login);
        if (!isFound && account.Operation == 0 && _lastLogin.Id == 0 && Math.Abs(_lastLogin.Ticks - account.Ticks) <= MaxDistance)
        {
            // Versions without operation ids: the login that began last.
            login = _lastLogin;
            isFound = true;
        }

        if (isFound && login.Session != 0 && _owners.Find(login.Session) == 0)
        {
            Own(login.Session, _clients.IndexOf(new(account.User, null, null)));
        }
    }

    private void Process(SessionOwnerBatch batch)
    {
        int[] clients = [.. batch.Owners.Select(_clients.IndexOf)];
        foreach ((ulong session, int owner) in batch.Sessions)
        {
            Own(session, clients[owner]);
        }
    }

    private void Own(ulong session, int client)
    {
        ApiClient known = _clients[_owners.Find(session)].Client;
        ApiClient told = _clients[client].Client;
        bool isKnownBetter =
            known.UserAgent is not null
            && told.UserAgent is null
            && string.Equals(known.User, told.User, StringComparison.OrdinalIgnoreCase);
        if (client == 0 || isKnownBetter)
        {
            return;
        }

        _owners.Set(session, client);
        if (_sessions.TryFind(session, out int place) && _sessions.At(place).Client == 0)
        {
            ref OpenSession open = ref _sessions.At(place);
            open.Client = client;
            Coarsen(_clients[client].Vpxd.TransferFrom(_clients[0].Vpxd, open));
        }
    }

    private void Process(ClientEvent found)
    {
        if (found.Kind == ClientEventKind.LoginRefused && !_clients.Contains(found.Client))
        {
            AddRefusal(found);
            return;
        }

        int index = _clients.IndexOf(found.Client);
        ClientLoad client = _clients[index];
        long ticks = found.Time?.UtcTicks ?? 0;
        switch (found.Kind)
        {
            case ClientEventKind.Login:
                Coarsen(client.LoginByEvent(ticks, _idleMinutes) + _total.LoginByEvent(ticks, _idleMinutes));
                break;
            case ClientEventKind.Logout:
                Coarsen(client.LogoutByEvent(ticks, _idleMinutes) + _total.LogoutByEvent(ticks, _idleMinutes));
                if (found.Count is long calls)
                {
                    Coarsen(client.Events.Call(ticks, calls));
                    client.Events.EndSession(calls, rules.MaxCallsPerItem);
                }

                break;
            case ClientEventKind.LoginRefused:
                if (!_signOnRefusals.IsRepetition(found))
                {
                    (found.Origin == ClientEventOrigin.SignOn ? client.SignOn : client.Events).Refuse(ticks);
                }

                break;
            case ClientEventKind.SessionCount:
                client.SignOn.RecordOpen((int)Math.Min(int.MaxValue, found.Count ?? 0), ticks);
                break;
        }

        if (SessionIds.Read(found.SessionId) is ulong session and not 0)
        {
            Own(session, index);
        }
    }

    private void AddRefusal(ClientEvent found)
    {
        if (!_signOnRefusals.IsRepetition(found))
        {
            _refusedClients.Add(found.Client, found.Origin, found.Time?.UtcTicks ?? 0);
        }
    }

    private void Process(AccessBatch batch)
    {
        LoadTally[] tallies =
        [
            .. batch.Addresses.Select(address => _clients[address is null ? 0 : _clients.IndexOf(new(null, address, null))].Access),
        ];
        foreach ((long ticks, int address, ApiCallKind kind) in batch.Requests)
        {
            LoadTally tally = tallies[address];
            switch (kind)
            {
                case ApiCallKind.Login:
                    Coarsen(tally.Login(ticks));
                    break;
                case ApiCallKind.Logout:
                    Coarsen(tally.Logout(ticks));
                    break;
                case ApiCallKind.LoginRefused:
                    tally.Refuse(ticks);
                    break;
                default:
                    Coarsen(tally.Call(ticks));
                    break;
            }
        }
    }

    /// <summary>Ends all sessions of a service that was started again. Every rotated log begins with the time of the last start.</summary>
    private void Restart(long startedTicks)
    {
        if (startedTicks > _started)
        {
            _started = startedTicks;
            _sessions.EndBefore(startedTicks, _ended);
            CloseEnded();
        }
    }

    private void MoveTo(long ticks)
    {
        if (_now - ticks > LoadClock.MaxLateness.Ticks)
        {
            EndAll();
            _now = ticks;
            _minuteEnd = EndOfMinute(ticks);
            _started = 0;
        }

        _now = Math.Max(_now, ticks);
        if (_now >= _minuteEnd || _sessions.Count > OpenSessions.Capacity)
        {
            _minuteEnd = EndOfMinute(_now);
            _sessions.Expire(_now, _ended);
            CloseEnded();
        }
    }

    private static long EndOfMinute(long ticks) => (ActivitySeries.MinuteOf(ticks) + 1) * TimeSpan.TicksPerMinute;

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
        Ended.Add(session);
        LoadTally tally = _clients[session.Client].Vpxd;
        tally.CloseSession();
        if (session.Logins > 0)
        {
            // Of a session that began before the log, not all calls are known.
            tally.EndSession(session.Calls, rules.MaxCallsPerItem);
        }

        _total.Vpxd.CloseSession();
    }

    /// <summary>Counts bins of activity, and makes all of them wider when there are too many.</summary>
    private void Coarsen(int bins)
    {
        _bins += bins;
        if (bins == 0 || _bins <= MaxBins)
        {
            return;
        }

        _width *= 2;
        _bins = _clients.All.Append(_total).SelectMany(client => client.Tallies).Sum(tally => (long)tally.Activity.Coarsen(_width));
    }
}
