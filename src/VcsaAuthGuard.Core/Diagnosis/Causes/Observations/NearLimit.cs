using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;

namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>Represents sessions that nearly reached a limit, where none was reached.</summary>
/// <param name="Statement">The sentence about it.</param>
/// <param name="Count">The number of sessions.</param>
/// <param name="Time">The time; null if it is not known.</param>
/// <remarks>
/// Sessions: 2000, and 3000 from 8.0 U3 on (KB 375546). vAPI sessions of an account: 500 or 550, as seen before 8.0 U3.
/// </remarks>
internal sealed record NearLimit(string Statement, int Count, DateTimeOffset? Time)
{
    private const double NearShare = 0.8;
    private const int OldLimit = 2000;
    private const int NewLimit = 3000;
    private const int AccountLimit = 500;

    private static readonly Version NewLimitVersion = new(8, 0, 3);

    public static NearLimit? Find(VCenterEvidence evidence)
    {
        int limit = evidence.Options.SessionLimit ?? DefaultLimit(evidence);
        if (evidence.PeakSessions >= NearShare * limit)
        {
            string all = FormattableString.Invariant($"{evidence.PeakSessions:N0} of {limit:N0} allowed sessions were open at once.");
            return new(all, evidence.PeakSessions, null);
        }

        ApiClientLoad? account = evidence.Load.FirstOrDefault(client =>
            (client.SeenIn & LoadSources.SignOn) != 0 && client.Address is null && client.PeakSessions >= NearShare * AccountLimit
        );
        return account is null ? null : new(
            FormattableString.Invariant(
                $"{account.User} had {account.PeakSessions:N0} vAPI sessions; the limit of an account is 500 or 550 before 8.0 U3."),
            account.PeakSessions,
            account.PeakSessionsTime);
    }

    private static int DefaultLimit(VCenterEvidence evidence) =>
        Version.TryParse(evidence.Version, out Version? version) && version >= NewLimitVersion ? NewLimit : OldLimit;
}
