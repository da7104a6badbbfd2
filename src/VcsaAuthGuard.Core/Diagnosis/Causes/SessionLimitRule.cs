using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for a session limit that was reached away from any burst, where no client's leak or refused logins explain it.</summary>
internal sealed class SessionLimitRule() : DiagnosisRule("SessionLimit", DiagnosisCause.SessionLimit, weight: 3)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        FaultKindEvidence limit = evidence.FaultsOf(AuthFaultKind.SessionLimit);
        return limit.Count == 0 || IsExplained(evidence, limit) ? Finding.None : Reached(limit);
    }

    /// <summary>Returns the finding that the limit was reached: how often, and when.</summary>
    public static Finding Reached(FaultKindEvidence limit) =>
        new(1)
        {
            Statement =
                $"The session limit{(limit.Limit > 0 ? FormattableString.Invariant($" of {limit.Limit:N0}") : "")} "
                + $"was reached {Phrases.Times(limit.Count)}{FaultTimes.Phrase(limit)}.",
            Start = limit.First,
            End = limit.Last,
            Count = limit.Count,
            Lines = limit.Lines,
        };

    private static bool IsExplained(VCenterEvidence evidence, FaultKindEvidence limit) =>
        limit.CountIn(LimitReach.Around(evidence.UnexplainedBursts)) > 0
        || LeakingClients.Largest(evidence) is not null
        || RefusedAccounts.AreMany(evidence);
}
