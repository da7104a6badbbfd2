using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Watching.Metrics;

/// <summary>Counts the faults, the gaps and the API's use at each vCenter for metrics, over all runs with the same state file.</summary>
internal sealed class WatchTally
{
    private readonly Dictionary<(string Server, AuthFaultKind Kind, string Method), FaultCounter> _counters = [];
    private readonly Dictionary<string, HashSet<string>> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _gapCounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _starts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClientTally> _clients = new(StringComparer.Ordinal);

    /// <summary>Gets the counters of faults.</summary>
    public IReadOnlyList<FaultCounter> Counters => [.. _counters.Values];

    /// <summary>Gets the counters of the API's use; empty where it is not counted.</summary>
    public IReadOnlyList<ClientCounter> ClientCounters => [.. _clients.Values.SelectMany(clients => clients.Counters)];

    /// <summary>Gets the number of gaps by vCenter.</summary>
    public IReadOnlyDictionary<string, long> GapCounts => new Dictionary<string, long>(_gapCounts);

    /// <summary>Gets when counting began, by vCenter; a vCenter whose state file does not say it is absent.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Starts => new Dictionary<string, DateTimeOffset>(_starts);

    /// <summary>Gets the number of faults.</summary>
    public long Count => _counters.Values.Sum(counter => counter.Count);

    /// <summary>Adds a vCenter with its counters at 0, so that the first fault is a change of a series and not the begin of one.</summary>
    public void AddServer(string server, IEnumerable<AuthFaultKind> kinds, DateTimeOffset now)
    {
        _gapCounts[server] = 0;
        _starts[server] = now;
        foreach (AuthFaultKind kind in kinds)
        {
            AddCounter(new(server, kind, MethodLabels.None, 0, null));
            if (kind == AuthFaultKind.NotAuthenticated)
            {
                AddCounter(new(server, kind, WatchMetrics.ArticleMethod, 0, null));
            }
        }
    }

    /// <summary>Continues with the counts of an earlier run.</summary>
    /// <param name="counters">The counters of faults.</param>
    /// <param name="gapCounts">The number of gaps by vCenter.</param>
    /// <param name="starts">When counting began, by vCenter.</param>
    public void Restore(
        IEnumerable<FaultCounter> counters,
        IReadOnlyDictionary<string, long> gapCounts,
        IReadOnlyDictionary<string, DateTimeOffset> starts)
    {
        foreach (FaultCounter counter in counters)
        {
            AddCounter(counter);
            _starts.Remove(counter.Server);
        }

        foreach (KeyValuePair<string, long> gaps in gapCounts)
        {
            _gapCounts[gaps.Key] = gaps.Value;
        }

        foreach (KeyValuePair<string, DateTimeOffset> start in starts)
        {
            _starts[start.Key] = start.Value;
        }
    }

    /// <summary>Adds a fault.</summary>
    public void Add(AuthFault fault, string server)
    {
        string method = MethodLabels.From(fault.Method, MethodsOf(server));
        FaultCounter counter = _counters.TryGetValue((server, fault.Kind, method), out FaultCounter? known)
            ? known : new(server, fault.Kind, method, 0, null);
        DateTimeOffset? last = counter.Last is null || fault.Time > counter.Last ? fault.Time : counter.Last;
        AddCounter(counter with { Count = counter.Count + 1, Last = last });
    }

    /// <summary>Returns the counters of the API's use at a vCenter.</summary>
    public ClientTally ClientsOf(string server)
    {
        if (!_clients.TryGetValue(server, out ClientTally? clients))
        {
            _clients[server] = clients = new(server);
        }

        return clients;
    }

    /// <summary>Adds a gap.</summary>
    public void AddGap(string server) => _gapCounts[server] = (_gapCounts.TryGetValue(server, out long count) ? count : 0) + 1;

    private void AddCounter(FaultCounter counter)
    {
        _counters[(counter.Server, counter.Kind, counter.Method)] = counter;
        if (counter.Method is not (MethodLabels.None or MethodLabels.Other))
        {
            MethodsOf(counter.Server).Add(counter.Method);
        }
    }

    private HashSet<string> MethodsOf(string server)
    {
        if (!_methods.TryGetValue(server, out HashSet<string>? methods))
        {
            _methods[server] = methods = new(StringComparer.Ordinal);
        }

        return methods;
    }
}
