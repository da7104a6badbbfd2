using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Faults;

/// <summary>
/// Finds the requests of an access log that vpxd's log reports too: vpxd writes of a failed call over the host gateway when the response
/// arrives, and Envoy of the same call as a request with a status of 500 to 599. Each call of vpxd's log accounts for one request at most.
/// </summary>
/// <typeparam name="T">The type that represents a request.</typeparam>
internal sealed class GatewayCallMatcher<T>
{
    /// <summary>The largest distance between Envoy's end of a request and vpxd's entry. Both run on one machine and one clock.</summary>
    private static readonly long MaxDistance = TimeSpan.TicksPerSecond;

    private const int MaxCalls = 1 << 20;

    private readonly Dictionary<Key, List<long>> _calls = [];
    private readonly HashSet<string> _servers = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(Key Key, long EndTicks, T Item)> _requests = [];
    private int _callCount;

    /// <summary>Gets the number of requests held.</summary>
    public int Count => _requests.Count;

    /// <summary>Adds a fault of vpxd's log; one that is no call over the gateway is ignored.</summary>
    public void AddCall(AuthFault fault)
    {
        bool isSoap = fault.Text.Contains("SOAP request returned HTTP failure;");
        bool isCall = isSoap || (fault.Kind == AuthFaultKind.GatewayFailure && fault.Text.Contains("Recv of frame failed with code: "));
        bool isUsable = isCall && fault.Request is null && !(isSoap && fault.VMHostId is null) && _callCount < MaxCalls;
        if (!isUsable || fault.Time is not DateTimeOffset time)
        {
            return;
        }

        Key key = new(fault.Server ?? "", fault.VMHostId ?? "", fault.HttpStatus ?? 0, isSoap);
        if (!_calls.TryGetValue(key, out List<long>? times))
        {
            _calls[key] = times = [];
        }

        if (key.Server.Length > 0)
        {
            _servers.Add(key.Server);
        }

        times.Add(time.UtcTicks);
        _callCount++;
    }

    /// <summary>Adds a failed request of an access log.</summary>
    public void AddRequest(string? server, string? host, int status, GatewayRequest request, T item) =>
        _requests.Add((new(server ?? "", host ?? "", status, request.IsSoap), request.EndTicks, item));

    /// <summary>Removes all requests and returns each with whether vpxd's log reports it, in the order in which they were added.</summary>
    public IReadOnlyList<(T Item, bool IsCall)> Take()
    {
        foreach (List<long> times in _calls.Values)
        {
            times.Sort();
        }

        (T Item, bool IsCall)[] taken = new (T, bool)[_requests.Count];
        foreach (int i in Enumerable.Range(0, _requests.Count).OrderBy(i => _requests[i].EndTicks))
        {
            (Key key, long end, T item) = _requests[i];
            taken[i] = (item, ServersOf(key).Any(server => TryTakeAnyForm(key with { Server = server }, end)));
        }

        _requests.Clear();
        return taken;
    }

    /// <summary>Returns the vCenter Servers whose calls a request may be of: its own, and where there is only one, calls and requests
    /// without a name are of it. A relay names the server in each line, and a log beside it does not.</summary>
    private IEnumerable<string> ServersOf(Key request)
    {
        yield return request.Server;
        if (request.Server.Length > 0)
        {
            yield return "";
        }
        else if (_servers.Count == 1)
        {
            yield return _servers.First();
        }
    }

    private bool TryTakeAnyForm(Key key, long end) =>
        TryTakeCall(key, end)
        || TryTakeCall(key with { Status = 0 }, end)
        || (!key.IsSoap && TryTakeCall(key with { Host = "" }, end));

    /// <summary>Takes the first call near a time that no other request has taken.</summary>
    private bool TryTakeCall(Key key, long end)
    {
        if (!_calls.TryGetValue(key, out List<long>? times))
        {
            return false;
        }

        int at = times.BinarySearch(end - MaxDistance);
        at = at < 0 ? ~at : at;
        if (at == times.Count || times[at] > end + MaxDistance)
        {
            return false;
        }

        times.RemoveAt(at);
        _callCount--;
        return true;
    }

    private readonly record struct Key(string Server, string Host, int Status, bool IsSoap);
}
