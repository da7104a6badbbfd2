using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for refused calls whose token had been idle longer than the gateway keeps one.</summary>
/// <remarks>A token is idle for at most 300 seconds in the gateway's queue: KB 440879.</remarks>
internal sealed class IdleTokenRule() : DiagnosisRule("IdleToken", DiagnosisCause.ApiStorm, weight: 3)
{
    private const int TokenLifeSeconds = 300;
    private const double FullShare = 0.25;

    public override Finding Evaluate(VCenterEvidence evidence)
    {
        if (evidence.UnexplainedBursts.Count == 0)
        {
            return Finding.None;
        }

        int shown = 0;
        int idle = 0;
        int longest = 0;
        foreach (BurstEvidence burst in evidence.UnexplainedBursts)
        {
            (int shownInBurst, int idleInBurst, int longestInBurst) =
                burst.IdleTokens(TokenLifeSeconds, (int)evidence.Options.Load.IdleTimeout.TotalSeconds);
            (shown, idle, longest) = (shown + shownInBurst, idle + idleInBurst, Math.Max(longest, longestInBurst));
        }

        return shown == 0
            ? Finding.Missing(
                "How long the refused tokens had been idle: the logs do not show the begin of a refused call.",
                "vpxd logs from the quarter of an hour before the burst, with their [VpxLRO] BEGIN lines.")
            : new(Math.Min(1, idle / (FullShare * shown)))
            {
                Statement =
                    FormattableString.Invariant($"{idle:N0} of {Phrases.Count(shown, "refused call")} whose begin is in the log ")
                    + FormattableString.Invariant($"used a token that had been idle for {TokenLifeSeconds} s or more, ")
                    + FormattableString.Invariant($"up to {longest:N0} s."),
                Count = idle,
            };
    }
}
