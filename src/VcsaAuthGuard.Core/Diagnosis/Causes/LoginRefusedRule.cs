using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for an account whose logins are refused again and again.</summary>
internal sealed class LoginRefusedRule() : DiagnosisRule("LoginRefused", DiagnosisCause.LoginRefused, weight: 4)
{
    /// <summary>The strength where the refusals are of many accounts, or not near the burst.</summary>
    private const double WeakStrength = 0.25;

    /// <summary>Refused logins this long before a burst, or in it, can be related to it.</summary>
    private static readonly TimeSpan BurstReach = TimeSpan.FromHours(1);

    public override Finding Evaluate(VCenterEvidence evidence)
    {
        if (!RefusedAccounts.AreMany(evidence))
        {
            return Finding.None;
        }

        long refused = RefusedAccounts.Count(evidence);
        long named = RefusedAccounts.CountOfNamed(evidence);
        ApiClientLoad? first = RefusedAccounts.Find(evidence).FirstOrDefault();
        long ofFirst = first is null ? 0 : RefusedAccounts.CountOf(evidence, first);
        bool isOfOne = first is null ? named * 2 < refused : ofFirst * 2 >= named;
        bool isFar = IsFarFromBursts(evidence);
        string account = first is null
            ? ", of accounts that the logs do not name"
            : FormattableString.Invariant($", {ofFirst:N0} of them of {first.User}");
        string reading =
            !isOfOne ? "; they are of many accounts"
            : isFar ? "; only few of them near the burst"
            : "";
        FaultKindEvidence inLog = evidence.FaultsOf(AuthFaultKind.LoginRefused);
        return new(isOfOne && !isFar ? Math.Min(1, refused / (2.0 * RefusedAccounts.MinRefusals)) : WeakStrength)
        {
            Statement = $"{Phrases.Count(refused, "refused login")}{account}{reading}.",
            Count = refused,
            Start = first?.FirstSeen ?? inLog.First,
            End = first?.LastSeen ?? inLog.Last,
            Lines = inLog.Lines,
        };
    }

    /// <summary>Returns whether the log shows that few of the refusals are near a burst; a wrong password is refused before, during and
    /// after one.</summary>
    private static bool IsFarFromBursts(VCenterEvidence evidence)
    {
        FaultKindEvidence inLog = evidence.FaultsOf(AuthFaultKind.LoginRefused);
        (DateTimeOffset, DateTimeOffset)[] near = [.. evidence.UnexplainedBursts.Select(burst => (burst.Start - BurstReach, burst.End))];
        return near.Length > 0 && inLog.Count > 0 && inLog.CountIn(near) + inLog.UntimedCount < RefusedAccounts.MinRefusals;
    }
}
