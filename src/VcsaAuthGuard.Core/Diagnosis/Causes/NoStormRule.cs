using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Finds that no client did more than usual before or in any burst.</summary>
internal sealed class NoStormRule() : DiagnosisRule("NoStorm", DiagnosisCause.ApiStorm, weight: -2)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        IReadOnlyList<BurstEvidence> bursts = evidence.UnexplainedBursts;
        return bursts.Count > 0 && LoadVisibility.IsSufficient(evidence) && bursts.All(burst => burst.Spikes.Count == 0)
            ? new(1) { Statement = "No client did much more than usual before or during the burst." }
            : Finding.None;
    }
}
