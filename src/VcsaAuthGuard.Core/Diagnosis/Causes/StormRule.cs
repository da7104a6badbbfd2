using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for a client that did far more than usual just before or in a burst.</summary>
internal sealed class StormRule() : DiagnosisRule("Storm", DiagnosisCause.ApiStorm, weight: 3)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        if (evidence.UnexplainedBursts.Count == 0)
        {
            return Finding.None;
        }

        if (!LoadVisibility.IsSufficient(evidence))
        {
            return Finding.Missing(
                "Who loaded the API before the burst: the logs have too few calls, or cover too little time around the burst.",
                "vpxd logs with their [VpxLRO] BEGIN lines from several hours before the burst, or login events.");
        }

        LoadSpike? spike = evidence
            .UnexplainedBursts.SelectMany(burst => burst.Spikes.Take(1))
            .OrderByDescending(item => item.Ratio)
            .FirstOrDefault();
        return spike is null
            ? Finding.None
            : new(1)
            {
                Statement =
                    $"{(spike.Client is null ? "All clients together" : ClientName.Of(spike.Client.Client))}: "
                    + FormattableString.Invariant($"{spike.Count:N0} {(spike.IsLogins ? "logins" : "calls")} in 10 minutes ")
                    + FormattableString.Invariant($"before or during the burst, usually {spike.Usual:0.#}."),
                Start = spike.Start,
                Count = spike.Count,
            };
    }
}
