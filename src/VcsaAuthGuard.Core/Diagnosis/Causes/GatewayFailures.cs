using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Selects the hosts and datastores that failures at the gateway name.</summary>
internal static class GatewayFailures
{
    /// <summary>Fewer failures of a host occur on any day.</summary>
    private const int MinOfHost = 5;

    private const int MinOfDatastore = 10;
    private const double MinShareOfDatastore = 0.6;
    private const int ManyHosts = 3;

    private static readonly string[] Connectivity =
    [
        "HostConnect",
        "NotConnected",
        "NotReachable",
        "NotResponding",
        "HostCommunication",
        "NoHost",
    ];

    /// <summary>Returns the hosts that fail again and again, in vpxd's log or in access logs, most failures first.</summary>
    public static IReadOnlyList<(string Host, int Count)> Hosts(VCenterEvidence evidence)
    {
        FaultKindEvidence gateway = evidence.FaultsOf(AuthFaultKind.GatewayFailure);
        (string Host, int Count)[] hosts =
        [
            .. gateway.Hosts.Counts.Concat(evidence.UnreachableHosts.Hosts.Counts)
                .Concat(evidence.FailedTasks.Where(task => IsOfConnection(task.Key)).SelectMany(task => task.Value.Hosts.Counts))
                .GroupBy(host => host.Key, StringComparer.OrdinalIgnoreCase)
                .Select(host => (host.Key, host.Sum(item => item.Value)))
                .Where(host => host.Item2 >= MinOfHost)
                .OrderByDescending(host => host.Item2)
                .ThenBy(host => host.Key, StringComparer.Ordinal),
        ];

        // An access log has the id of a host that vpxd's log calls by its name; the failures are the same.
        HashSet<string> known = new(hosts.Select(host => host.Host), StringComparer.OrdinalIgnoreCase);
        IEnumerable<(string Host, int Count)> otherNames = evidence.ReportedUnreachable.Hosts.Counts
            .Where(host => host.Value >= MinOfHost && !known.Contains(host.Key))
            .Select(host => (host.Key, 0));
        return [.. hosts, .. otherNames];
    }

    /// <summary>
    /// Returns the datastore that most failures of datastores name, over many hosts: calls at the gateway and tasks whose fault is not
    /// one of connections. Returns null where there is none.
    /// </summary>
    public static (string Datastore, int Count, string[] Hosts)? Datastore(VCenterEvidence evidence)
    {
        FaultKindEvidence[] kinds =
        [
            evidence.FaultsOf(AuthFaultKind.GatewayFailure),
            .. evidence.FailedTasks.Where(task => !IsOfConnection(task.Key)).Select(task => task.Value),
        ];
        (string Name, int Count)[] datastores =
        [
            .. kinds.SelectMany(kind => kind.Datastores.Counts)
                .GroupBy(datastore => datastore.Key, StringComparer.OrdinalIgnoreCase)
                .Select(datastore => (datastore.Key, datastore.Sum(item => item.Value)))
                .OrderByDescending(datastore => datastore.Item2),
        ];
        if (datastores.Length == 0 || datastores[0].Count < MinOfDatastore || IsOfConnections(kinds[0]))
        {
            return null;
        }

        (string name, int count) = datastores[0];
        string[] hosts =
        [
            .. kinds.SelectMany(kind => kind.DatastoreHosts)
                .Where(pair => string.Equals(pair.Datastore, name, StringComparison.OrdinalIgnoreCase))
                .Select(pair => pair.Host).Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(host => host, StringComparer.Ordinal),
        ];
        return hosts.Length >= ManyHosts && count >= MinShareOfDatastore * datastores.Sum(datastore => datastore.Count)
            ? (name, count, hosts)
            : null;
    }

    /// <summary>Returns whether a fault says that a host cannot be reached.</summary>
    public static bool IsOfConnection(string reason) => Array.Exists(Connectivity, word => WordSearch.Has(reason, word));

    private static bool IsOfConnections(FaultKindEvidence gateway)
    {
        int connections = gateway.Reasons.Counts.Where(reason => IsOfConnection(reason.Key)).Sum(reason => reason.Value);
        return connections * 2 > gateway.Count;
    }
}
