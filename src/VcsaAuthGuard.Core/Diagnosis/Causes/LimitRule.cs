using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for a session or connection limit that was reached around a burst.</summary>
internal sealed class LimitRule() : DiagnosisRule("Limit", DiagnosisCause.ApiStorm, weight: 2)
{
    /// <summary>The strength when only Envoy's limit of connections was reached.</summary>
    private const double ConnectionStrength = 0.75;

    public override Finding Evaluate(VCenterEvidence evidence)
    {
        if (evidence.UnexplainedBursts.Count == 0)
        {
            return Finding.None;
        }

        FaultKindEvidence sessions = evidence.FaultsOf(AuthFaultKind.SessionLimit);
        FaultKindEvidence connections = evidence.FaultsOf(AuthFaultKind.ConnectionLimit);
        (DateTimeOffset, DateTimeOffset)[] around = LimitReach.Around(evidence.UnexplainedBursts);
        int sessionHits = sessions.CountIn(around);
        int connectionHits = connections.CountIn(around);
        if (sessionHits + connectionHits == 0)
        {
            return sessions.UntimedCount + connections.UntimedCount == 0 ? Finding.None : Finding.Missing(
                "Whether a limit was reached around the burst: the entries that report a limit have no time.",
                "vpxd*.log with the time at the start of each entry, as vpxd writes it.");
        }

        string limit = sessionHits > 0 && sessions.Limit > 0 ? FormattableString.Invariant($" of {sessions.Limit:N0}") : "";
        string[] parts =
        [
            .. sessionHits > 0 ? [$"the session limit{limit} was reached {Phrases.Times(sessionHits)}"] : Array.Empty<string>(),
            .. connectionHits > 0 ? [$"Envoy refused connections {Phrases.Times(connectionHits)}"] : Array.Empty<string>(),
        ];
        return new(sessionHits > 0 ? 1 : ConnectionStrength)
        {
            Statement = $"Around the burst {string.Join(" and ", parts)}.",
            Count = sessionHits + connectionHits,
            Lines = [.. sessions.LinesIn(around), .. connections.LinesIn(around)],
        };
    }
}
