using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Finds that vpxd's log has no burst of refused calls.</summary>
internal sealed class NoBurstRule() : DiagnosisRule("NoBurst", DiagnosisCause.ApiStorm, weight: -4)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        if (!evidence.HasVpxd)
        {
            return Finding.Missing(
                "Whether calls were refused: no entry of vpxd's log was understood.",
                "vpxd*.log of the time in question, or a support bundle.");
        }

        if (evidence.Bursts.Count > 0)
        {
            return Finding.None;
        }

        FaultKindEvidence refused = evidence.FaultsOf(AuthFaultKind.NotAuthenticated);
        if (refused.UntimedCount > 0 && refused.Count > evidence.Options.Burst.Threshold)
        {
            string untimed =
                refused.UntimedCount == refused.Count
                    ? "none"
                    : FormattableString.Invariant($"only {refused.Count - refused.UntimedCount:N0}");
            return Finding.Missing(
                $"Whether calls were refused in a burst: {Phrases.Count(refused.Count, "call")} refused with NotAuthenticated, "
                    + $"of which {untimed} has a time.",
                "vpxd*.log with the time at the start of each entry, as vpxd writes it.");
        }

        return new(1)
        {
            Statement = Statement(evidence.Options.Burst, refused.Count),
            Count = refused.Count,
            Lines = refused.Lines,
        };
    }

    private static string Statement(BurstRule rule, long refused) =>
        refused == 0 ? "No call was refused with NotAuthenticated."
        : refused <= rule.Threshold
            ? $"Only {Phrases.Count(refused, "call")} refused with NotAuthenticated; "
                + FormattableString.Invariant($"more than {rule.Threshold:N0} in {Phrases.Duration(rule.Period)} would be a burst.")
        : $"{Phrases.Count(refused, "call")} refused with NotAuthenticated, "
            + FormattableString.Invariant($"but never more than {rule.Threshold:N0} in ")
            + $"{Phrases.Duration(rule.Period)}.";
}
