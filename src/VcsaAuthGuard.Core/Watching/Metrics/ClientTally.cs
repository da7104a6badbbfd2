using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Entries;
using VcsaAuthGuard.ApiLoad.Sessions;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Watching.Metrics;

/// <summary>
/// Counts the logins, calls and refused logins at one vCenter by class of client. A session has the class of its account where vpxd logs
/// it or the server lists it, and otherwise that of its calls, from the first one on that tells it.
/// </summary>
/// <param name="server">The vCenter.</param>
internal sealed class ClientTally(string server)
{
    /// <summary>The number of sessions after which those that have not been seen since are forgotten.</summary>
    private const int MaxSessions = 1 << 16;

    /// <summary>The number of logins among which a refusal or an account is looked for.</summary>
    private const int RecentLogins = 1 << 13;

    private readonly Lazy<LoginRefusals> _refusals = new(() => new(RecentLogins), isThreadSafe: false);
    private readonly Dictionary<ClientClass, ClientCounter> _counters = [];

    /// <summary>The sessions of the logins that are not counted yet: the account follows the begin of a login.</summary>
    private readonly List<ulong> _logins = [];
    private Dictionary<ulong, ClientClass> _sessions = [];
    private Dictionary<ulong, ClientClass> _olderSessions = [];
    private LiveSessions? _listed;

    /// <summary>Gets the counters, one of each class.</summary>
    public IEnumerable<ClientCounter> Counters => ClientClasses.All.Select(CounterOf);

    /// <summary>Continues with a counter of an earlier run.</summary>
    public void Restore(ClientCounter counter) => _counters[counter.Client] = counter;

    /// <summary>Adds what an entry says of the API's use.</summary>
    public void Add(ILogRecord record)
    {
        switch (record)
        {
            case ApiCallBatch batch:
                foreach (ref readonly ApiCall call in batch.Calls)
                {
                    Add(call);
                }

                break;
            case LoginRefusal refusal when _refusals.Value.TryTake(refusal.Call, out _):
                AddRefusal(ClientClasses.From(refusal.User));
                break;
            case LoginAccount account when _refusals.Value.TryFindLogin(account.Operation, out RecentCall login):
                Learn(login.Session, ClientClasses.From(account.User));
                break;
        }
    }

    /// <summary>Adds the classes of the sessions that the server lists.</summary>
    public void Add(LiveSessions? listed)
    {
        if (listed is null || listed == _listed)
        {
            return;
        }

        _listed = listed;
        foreach ((ulong session, ClientClass client) in listed.Sessions)
        {
            Learn(session, client);
        }
    }

    /// <summary>Counts the logins that have begun. To be called when all entries that were read have been added.</summary>
    public void CountLogins()
    {
        foreach (ulong session in _logins)
        {
            ClientCounter counter = CounterOf(ClassOf(session));
            _counters[counter.Client] = counter with { Logins = counter.Logins + 1 };
        }

        _logins.Clear();
    }

    private void Add(in ApiCall call)
    {
        switch (call.Kind)
        {
            case ApiCallKind.Login:
                _refusals.Value.Begin(new(call.Operation, call.Ticks, call.Session, 0), call.Lro);
                _logins.Add(call.Session);
                break;
            case ApiCallKind.LoginRefused:
                if (_refusals.Value.TryTake(call, out RecentCall? login))
                {
                    AddRefusal(ClassOf(login?.Session ?? 0));
                }

                break;
            case ApiCallKind.Logout:
                break;
            default:
                if (ClientClasses.From(call.Kind) is ClientClass told && ClassOf(call.Session) is ClientClass.Unknown or ClientClass.Other)
                {
                    Learn(call.Session, told);
                }

                ClientCounter counter = CounterOf(ClassOf(call.Session));
                _counters[counter.Client] = counter with { Calls = counter.Calls + 1 };
                break;
        }
    }

    private void AddRefusal(ClientClass client)
    {
        ClientCounter counter = CounterOf(client);
        _counters[client] = counter with { RefusedLogins = counter.RefusedLogins + 1 };
    }

    private ClientCounter CounterOf(ClientClass client) =>
        _counters.TryGetValue(client, out ClientCounter? counter) ? counter : new(server, client, 0, 0, 0);

    private ClientClass ClassOf(ulong session)
    {
        if (_sessions.TryGetValue(session, out ClientClass client))
        {
            return client;
        }

        if (_olderSessions.TryGetValue(session, out client))
        {
            Learn(session, client);
        }

        return client;
    }

    private void Learn(ulong session, ClientClass client)
    {
        if (session == 0)
        {
            return;
        }

        if (_sessions.Count >= MaxSessions)
        {
            (_olderSessions, _sessions) = (_sessions, []);
        }

        _sessions[session] = client;
    }
}
