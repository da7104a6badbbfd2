namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>
/// Keeps a collector for each vCenter Server of logs that are read together. Lines whose envelope names no host belong to the only host
/// there is; where the start of the logs shows several, they have a collector of their own.
/// </summary>
/// <typeparam name="T">The type of the collectors.</typeparam>
/// <param name="create">Creates a collector.</param>
/// <param name="hasSeveral">Whether the start of the logs shows several hosts.</param>
/// <param name="isOne">Whether all logs are of one vCenter Server, regardless of the hosts that they name.</param>
internal sealed class ServerSplit<T>(Func<T> create, bool hasSeveral, bool isOne = false)
    where T : class
{
    /// <summary>The maximum number of hosts; lines of further hosts are added to those without a host.</summary>
    public const int MaxServers = 256;

    private readonly List<(string? Server, T Collector)> _all = [];
    private readonly Dictionary<string, int> _known = new(StringComparer.OrdinalIgnoreCase);
    private int _unnamed = -1;

    /// <summary>Gets the hosts and their collectors, in the order in which they were found.</summary>
    public IReadOnlyList<(string? Server, T Collector)> All => _all;

    /// <summary>Gets the number of records of hosts beyond <see cref="MaxServers"/>.</summary>
    public long Folded { get; private set; }

    /// <summary>Returns the collector of a host.</summary>
    /// <param name="server">The host; null if the envelope names none.</param>
    public T Get(string? server)
    {
        if (server is null)
        {
            return _all[Unnamed()].Collector;
        }

        if (!_known.TryGetValue(server, out int place))
        {
            place = FindAlias(server);
            _known[server] = place;
        }

        return _all[place].Collector;
    }

    private int Unnamed()
    {
        if (_unnamed < 0)
        {
            _unnamed = _all.Count > 0 && !hasSeveral ? 0 : Add(null);
        }

        return _unnamed;
    }

    /// <summary>Finds the host under its other name (with its domain or without), or adds it.</summary>
    private int FindAlias(string server)
    {
        foreach (KeyValuePair<string, int> known in _known)
        {
            if (IsShortNameOf(known.Key, server) || IsShortNameOf(server, known.Key))
            {
                return known.Value;
            }
        }

        if (isOne)
        {
            // A second name for it: none of them is used, for it is not known which is its own.
            int only = _all.Count == 0 ? Add(server) : 0;
            _all[0] = (_known.Count == 0 ? server : null, _all[0].Collector);
            return only;
        }

        bool isFirst = _known.Count == 0;
        if (isFirst && _unnamed >= 0 && !hasSeveral)
        {
            _all[_unnamed] = (server, _all[_unnamed].Collector);
            return _unnamed;
        }

        if (_known.Count >= MaxServers)
        {
            Folded++;
            return Unnamed();
        }

        return Add(server);
    }

    private int Add(string? server)
    {
        _all.Add((server, create()));
        return _all.Count - 1;
    }

    private static bool IsShortNameOf(string name, string full) =>
        name.IndexOf('.') < 0
        && full.Length > name.Length
        && full[name.Length] == '.'
        && full.StartsWith(name, StringComparison.OrdinalIgnoreCase);
}
