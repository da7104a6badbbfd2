using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for one host that most failures at the gateway name.</summary>
internal sealed class UnreachableRule() : DiagnosisRule("Unreachable", DiagnosisCause.HostUnreachable, weight: 4)
{
    /// <summary>Fewer failures of a host occur on any day.</summary>
    private const int MinFailures = 5;
    private const int ManyFailures = 10;
    private const double MinShare = 0.8;

    /// <summary>The strength of few failures that no access log confirms.</summary>
    private const double WeakStrength = 0.6;

    public override Finding Evaluate(VCenterEvidence evidence)
    {
        FaultKindEvidence gateway = evidence.FaultsOf(AuthFaultKind.GatewayFailure);
        FaultKindEvidence unreachable = evidence.UnreachableHosts;
        Dictionary<string, int> hosts = gateway
            .Hosts.Concat(unreachable.Hosts)
            .GroupBy(host => host.Key, StringComparer.Ordinal)
            .ToDictionary(host => host.Key, host => host.Sum(item => item.Value), StringComparer.Ordinal);
        KeyValuePair<string, int> first = hosts.OrderByDescending(host => host.Value).FirstOrDefault();
        int all = hosts.Values.Sum();
        if (first.Value < MinFailures || first.Value < MinShare * all)
        {
            return Finding.None;
        }

        string confirmed = unreachable.Count > 0 ? ", which Envoy could not reach" : "";
        return new(unreachable.Count > 0 || first.Value >= ManyFailures ? 1 : WeakStrength)
        {
            Statement = FormattableString.Invariant(
                $"{first.Value:N0} of {Phrases.Count(all, "call")} that failed at the gateway were for {first.Key}{confirmed}."
            ),
            VMHost = first.Key,
            Start = Earlier(gateway.First, unreachable.First),
            End = Later(gateway.Last, unreachable.Last),
            Count = first.Value,
            Lines = [.. unreachable.Lines, .. gateway.Lines],
        };
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
