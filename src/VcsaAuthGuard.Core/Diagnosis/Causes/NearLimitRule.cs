using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for sessions that nearly reached a limit, where none was reached.</summary>
/// <remarks>
/// Sessions: 2000, and 3000 from 8.0 U3 on (KB 375546). vAPI sessions of an account: 500 or 550, as seen before 8.0 U3.
/// </remarks>
internal sealed class NearLimitRule() : DiagnosisRule("NearLimit", DiagnosisCause.ApiStorm, weight: 1)
{
    private const double NearShare = 0.8;
    private const int OldLimit = 2000;
    private const int NewLimit = 3000;
    private const int AccountLimit = 500;

    private static readonly Version NewLimitVersion = new(8, 0, 3);
    private static readonly LimitRule Reached = new();

    public override Finding Evaluate(VCenterEvidence evidence)
    {
        if (evidence.UnexplainedBursts.Count == 0 || Reached.Evaluate(evidence).Strength > 0)
        {
            return Finding.None;
        }

        int limit = Version.TryParse(evidence.Version, out Version? version) && version >= NewLimitVersion ? NewLimit : OldLimit;
        if (evidence.PeakSessions >= NearShare * limit)
        {
            return new(1)
            {
                Statement = FormattableString.Invariant($"{evidence.PeakSessions:N0} of {limit:N0} allowed sessions were open at once."),
                Count = evidence.PeakSessions,
            };
        }

        ApiClientLoad? account = evidence.Load.FirstOrDefault(client =>
            (client.SeenIn & LoadSources.SignOn) != 0 && client.Address is null && client.PeakSessions >= NearShare * AccountLimit
        );
        return account is null
            ? Finding.None
            : new(1)
            {
                Statement = FormattableString.Invariant(
                    $"{account.User} had {account.PeakSessions:N0} vAPI sessions; the limit of an account is 500 or 550 before 8.0 U3."
                ),
                Count = account.PeakSessions,
                Start = account.PeakSessionsTime,
            };
    }
}
