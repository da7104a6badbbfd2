using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>Selects the hosts that do not answer, by failures at the gateway and failed tasks.</summary>
internal static class GatewayFailures
{
    /// <summary>Fewer failures of a host occur on any day.</summary>
    private const int MinOfHost = 5;

    private const int SeveralHosts = 3;

    /// <summary>The share of a storm's failures that lie around its bursts.</summary>
    private const double MinShareOfBursts = 0.8;

    /// <summary>A host with this share of the failures is itself in trouble.</summary>
    private const double MaxShareOfHost = 0.6;

    /// <summary>Returns the hosts that fail again and again, in vpxd's log or in access logs, most failures first.</summary>
    public static IReadOnlyList<(string Host, int Count)> Hosts(VCenterEvidence evidence) => Hosts(evidence, Failures(evidence));

    /// <summary>Returns the hosts that fail again and again, of some failures and of access logs.</summary>
    public static IReadOnlyList<(string Host, int Count)> Hosts(VCenterEvidence evidence, IEnumerable<FailedCalls> failures)
    {
        (string Host, int Count)[] hosts =
        [
            .. failures.SelectMany(failure => failure.Faults.Hosts.Counts).Concat(evidence.UnreachableHosts.Hosts.Counts)
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

    /// <summary>Returns the failures that can be those of a host that does not answer.</summary>
    public static IEnumerable<FailedCalls> Failures(VCenterEvidence evidence) => evidence.Failures.Where(failure => failure.IsOfHost);

    /// <summary>Returns whether failures belong to the bursts of a storm: nearly all are around them, over hosts of which none stands
    /// out.</summary>
    public static bool AreOfBursts(FailedCalls failure, IReadOnlyList<RefusedRun> bursts)
    {
        FaultKindEvidence faults = failure.Faults;
        int[] hosts = [.. faults.Hosts.Counts.Values];
        return failure.IsAtGateway
            && bursts.Count > 0
            && hosts.Length >= SeveralHosts
            && hosts.Max() <= MaxShareOfHost * hosts.Sum()
            && faults.CountIn(LimitHits.Around(bursts)) >= MinShareOfBursts * faults.Observations.Count;
    }
}
