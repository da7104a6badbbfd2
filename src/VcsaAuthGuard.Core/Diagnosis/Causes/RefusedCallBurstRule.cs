using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for a burst of refused calls that neither a restart nor a single host explains.</summary>
/// <remarks>More than 10 in 5 minutes: the alert of KB 440879.</remarks>
internal sealed class RefusedCallBurstRule() : DiagnosisRule("Burst", DiagnosisCause.ApiStorm, weight: 3)
{
    /// <summary>Faults of at least this many hosts are not one host's problem.</summary>
    private const int ManyHosts = 3;

    public override Finding Evaluate(VCenterEvidence evidence)
    {
        IReadOnlyList<BurstEvidence> bursts = evidence.UnexplainedBursts;
        if (bursts.Count == 0)
        {
            return Finding.None;
        }

        int hosts = bursts
            .SelectMany(burst => burst.Burst.VMHost)
            .Select(host => host.Name)
            .Where(name => name is not null)
            .Distinct()
            .Count();
        FaultBurst largest = bursts.OrderByDescending(burst => burst.Burst.Count).First().Burst;
        long calls = bursts.Sum(burst => (long)burst.Burst.Count);
        return new(hosts >= ManyHosts ? 1 : 0.5)
        {
            Statement =
                $"{Phrases.Count(calls, "call")} refused with NotAuthenticated in {Phrases.Count(bursts.Count, "burst")} "
                + FormattableString.Invariant($"(up to {largest.PeakCount:N0} in {Phrases.Duration(evidence.Options.Burst.Period)}) ")
                + $"for {Phrases.Count(hosts, "host")}.",
            Start = bursts[0].Start,
            End = bursts.Max(burst => burst.End),
            Count = calls,
            Lines = evidence.FaultsOf(AuthFaultKind.NotAuthenticated).LinesBetween(largest.Start, largest.End),
        };
    }
}
