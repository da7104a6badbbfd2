using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for a clock that was set back near a burst.</summary>
internal sealed class ClockJumpRule() : DiagnosisRule("ClockJump", DiagnosisCause.ApiStorm, weight: -1.5)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        ClockJump[] near =
        [
            .. evidence.ClockJumps.Where(jump =>
                evidence.UnexplainedBursts.Any(burst => IsNear(burst, jump.From) || IsNear(burst, jump.To))
            ),
        ];
        return near.Length == 0
            ? Finding.None
            : new(1)
            {
                Statement =
                    $"The time in a log steps back {Phrases.Times(near.Length)} "
                    + FormattableString.Invariant($"(from {near[0].From:yyyy-MM-dd HH:mm:ss} to ")
                    + FormattableString.Invariant($"{near[0].To:HH:mm:ss} UTC); that alone can cause tokens to be refused."),
                Start = near[0].To,
                Count = near.Length,
                Lines =
                [
                    .. near.Take(3)
                        .Select(jump =>
                            FormattableString.Invariant(
                                $"{jump.Source}: from {jump.From:yyyy-MM-dd HH:mm:ss}Z to {jump.To:yyyy-MM-dd HH:mm:ss}Z"
                            )
                        ),
                ],
            };
    }

    private static bool IsNear(BurstEvidence burst, DateTimeOffset time) => time >= burst.Start - LimitReach.Before && time <= burst.End;
}
