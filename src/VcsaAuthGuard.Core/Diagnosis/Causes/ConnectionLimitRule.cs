using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for Envoy's limit of connections that was reached away from any burst.</summary>
internal sealed class ConnectionLimitRule() : DiagnosisRule("ConnectionLimit", DiagnosisCause.ConnectionLimit, weight: 3)
{
    /// <summary>Fewer refused connections occur on any day; they are mentioned, but they are no cause.</summary>
    private const int MinRefusals = 10;
    private const double WeakStrength = 0.3;

    public override Finding Evaluate(VCenterEvidence evidence)
    {
        FaultKindEvidence limit = evidence.FaultsOf(AuthFaultKind.ConnectionLimit);
        bool isOfBurst = limit.CountIn(LimitReach.Around(evidence.UnexplainedBursts)) > 0;
        return limit.Count == 0 || isOfBurst ? Finding.None : new(limit.Count >= MinRefusals ? 1 : WeakStrength)
        {
            Statement = $"Envoy reached its limit of connections {Phrases.Times(limit.Count)}{FaultTimes.Phrase(limit)}.",
            Start = limit.First,
            End = limit.Last,
            Count = limit.Count,
            Lines = limit.Lines,
        };
    }
}
