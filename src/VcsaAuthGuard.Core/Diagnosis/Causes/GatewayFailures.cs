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
    private const double MinShareOfDatastore = 0.8;
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
        return
        [
            .. gateway.Hosts.Counts.Concat(evidence.UnreachableHosts.Hosts.Counts)
                .GroupBy(host => host.Key, StringComparer.OrdinalIgnoreCase)
                .Select(host => (host.Key, host.Sum(item => item.Value)))
                .Where(host => host.Item2 >= MinOfHost)
                .OrderByDescending(host => host.Item2)
                .ThenBy(host => host.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>Returns the datastore that nearly all failures of datastores name, over many hosts; null where there is none.</summary>
    public static (string Datastore, int Count, string[] Hosts)? Datastore(VCenterEvidence evidence)
    {
        FaultKindEvidence gateway = evidence.FaultsOf(AuthFaultKind.GatewayFailure);
        KeyValuePair<string, int> first = gateway.Datastores.Ranked.FirstOrDefault();
        if (
            first.Key is null
            || first.Value < MinOfDatastore
            || first.Value < MinShareOfDatastore * gateway.Count
            || IsOfConnections(gateway)
        )
        {
            return null;
        }

        string[] hosts =
        [
            .. gateway.DatastoreHosts.Where(pair => pair.Datastore == first.Key).Select(pair => pair.Host).OrderBy(host => host),
        ];
        return hosts.Length >= ManyHosts ? (first.Key, first.Value, hosts) : null;
    }

    private static bool IsOfConnections(FaultKindEvidence gateway)
    {
        int connections = gateway.Reasons.Counts
            .Where(reason => Array.Exists(Connectivity, word => WordSearch.Has(reason.Key, word)))
            .Sum(reason => reason.Value);
        return connections * 2 > gateway.Count;
    }
}
