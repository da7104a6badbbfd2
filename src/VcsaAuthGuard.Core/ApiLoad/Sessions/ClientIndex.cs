namespace VcsaAuthGuard.ApiLoad.Sessions;

/// <summary>Keeps an index of the clients; index 0 stands for unknown clients.</summary>
internal sealed class ClientIndex
{
    private readonly Dictionary<ApiClient, int> _known = new(new ClientComparer());
    private readonly List<ClientLoad> _clients = [new(ApiClient.Unattributed)];
    private readonly Dictionary<ApiClient, List<int>> _ofAccount = new(new ClientComparer());

    public ClientIndex() => _known[ApiClient.Unattributed] = 0;

    /// <summary>The number of clients kept; those beyond it are put together.</summary>
    private const int MaxClients = 50_000;

    public IReadOnlyList<ClientLoad> All => _clients;

    /// <summary>Gets the number of times that a client was not kept on its own.</summary>
    public long Folded { get; private set; }

    /// <summary>Determines whether a client was met.</summary>
    public bool Contains(ApiClient client) => _known.ContainsKey(client);

    public ClientLoad this[int index] => _clients[index];

    public int IndexOf(ApiClient client)
    {
        if (!_known.TryGetValue(client, out int index))
        {
            if (_clients.Count > MaxClients && client != ApiClient.Others)
            {
                Folded++;
                return IndexOf(ApiClient.Others);
            }

            index = FindAlike(client);
            _known[client] = index;
        }

        return index;
    }

    /// <summary>
    /// Returns the client with the same account and address whose program name is equal up to the end of a word, or adds one: a login
    /// says <c>pyvmomi</c> where its logout says <c>pyvmomi Python/3.8.13 (...)</c>.
    /// </summary>
    private int FindAlike(ApiClient client)
    {
        ApiClient account = client with { UserAgent = null };
        if (!_ofAccount.TryGetValue(account, out List<int>? alike))
        {
            _ofAccount[account] = alike = [];
        }

        foreach (int index in alike)
        {
            if (
                _clients[index].Client.UserAgent is string known
                && client.UserAgent is string agent
                && (IsStartOf(known, agent) || IsStartOf(agent, known))
            )
            {
                _clients[index].Client = agent.Length > known.Length ? client : _clients[index].Client;
                return index;
            }
        }

        alike.Add(_clients.Count);
        _clients.Add(new(client));
        return _clients.Count - 1;
    }

    private static bool IsStartOf(string start, string whole) =>
        whole.Length > start.Length && (whole[start.Length] is ' ' or '/') && whole.StartsWith(start, StringComparison.Ordinal);

    /// <summary>Compares clients without regard to case, as vCenter compares account names.</summary>
    private sealed class ClientComparer : IEqualityComparer<ApiClient>
    {
        public bool Equals(ApiClient? x, ApiClient? y) =>
            string.Equals(x?.User, y?.User, StringComparison.OrdinalIgnoreCase) && x?.Address == y?.Address && x?.UserAgent == y?.UserAgent;

        public int GetHashCode(ApiClient client)
        {
            int hash = client.User is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(client.User);
            hash = (hash * 397) ^ (client.Address is null ? 0 : StringComparer.Ordinal.GetHashCode(client.Address));
            return (hash * 397) ^ (client.UserAgent is null ? 0 : StringComparer.Ordinal.GetHashCode(client.UserAgent));
        }
    }
}
