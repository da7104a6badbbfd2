using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Looks for a client that logs in anew for each item around a burst.</summary>
internal sealed class LoginPerItemRule() : DiagnosisRule("LoginPerItem", DiagnosisCause.ApiStorm, weight: 1)
{
    public override Finding Evaluate(VCenterEvidence evidence)
    {
        LoadRules rules = evidence.Options.Load;
        ApiClientLoad? client = evidence
            .Load.Where(load =>
                (load.Habit & LoadHabits.LoginPerItem) != 0 && evidence.UnexplainedBursts.Any(burst => IsActive(load, burst, rules))
            )
            .OrderBy(load => load.User is null)
            .ThenByDescending(load => load.Logins)
            .FirstOrDefault();
        return client is null
            ? Finding.None
            : new(1)
            {
                Statement = $"{ClientName.Of(client.Client)}: a new login for each item, {Phrases.Count(client.Logins, "login")} in all, "
                    + FormattableString.Invariant($"most of them for {rules.MaxCallsPerItem} calls or fewer."),
                Count = client.Logins,
                Start = client.FirstSeen,
                End = client.LastSeen,
            };
    }

    private static bool IsActive(ApiClientLoad client, BurstEvidence burst, LoadRules rules) =>
        client.Activity.Between(burst.Start - LimitReach.Before, burst.End).Logins >= rules.MinLogins;
}
