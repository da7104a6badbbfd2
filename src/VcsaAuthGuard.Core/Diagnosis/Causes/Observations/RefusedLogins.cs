using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>Selects the accounts whose logins are refused more often than mistyping explains.</summary>
internal static class RefusedLogins
{
    /// <summary>Fewer refused logins of unknown accounts are people who mistype a password.</summary>
    private const int MinUnnamed = 25;

    /// <summary>One account is refused this often by no mistyping.</summary>
    private const int MinOfAccount = 10;

    /// <summary>A tool that retries slowly: few refusals, over a long time, and no login that succeeds.</summary>
    private const int MinSlow = 5;
    private const int MinSlowUnnamed = 10;

    /// <summary>An account that logs in this many times as often is refused by chance.</summary>
    private const int ManySuccesses = 5;

    private static readonly TimeSpan SlowDuration = TimeSpan.FromMinutes(90);

    /// <summary>Returns the number of refused logins, from vpxd's log or from the accounts, whichever shows more.</summary>
    public static long Count(VCenterEvidence evidence) =>
        Math.Max(evidence.FaultsOf(AuthFaultKind.LoginRefused).Count, CountNamed(evidence));

    /// <summary>Returns the number of refused logins whose account no log names.</summary>
    public static long CountOfUnnamed(VCenterEvidence evidence)
    {
        FaultKindEvidence inLog = evidence.FaultsOf(AuthFaultKind.LoginRefused);
        long unnamed = inLog.Count - inLog.Accounts.Counts.Values.Sum(count => (long)count);
        long elsewhere = CountNamed(evidence) - inLog.Accounts.Counts.Values.Sum(count => (long)count);
        return Math.Max(0, unnamed - Math.Max(0, elsewhere));
    }

    /// <summary>Returns the accounts that are refused again and again, most refused first.</summary>
    public static IReadOnlyList<AccountRefusals> Accounts(VCenterEvidence evidence) =>
        [.. evidence.Refusals.Where(account => IsMany(evidence, account))];

    /// <summary>Returns whether the refusals of unknown accounts are more than mistyping explains.</summary>
    public static bool AreManyUnnamed(VCenterEvidence evidence)
    {
        FaultKindEvidence inLog = evidence.FaultsOf(AuthFaultKind.LoginRefused);
        long unnamed = CountOfUnnamed(evidence);
        return unnamed >= MinUnnamed || (unnamed >= MinSlowUnnamed && inLog.Last - inLog.First >= SlowDuration);
    }

    /// <summary>Returns whether more logins are refused than mistyping explains.</summary>
    public static bool AreMany(VCenterEvidence evidence) => AreManyUnnamed(evidence) || Accounts(evidence).Count > 0;

    /// <summary>Returns the clients of an account, those with refused logins first.</summary>
    public static IEnumerable<ApiClientLoad> Clients(VCenterEvidence evidence, string account) =>
        evidence.LoadOf(account).OrderByDescending(client => client.RefusedLogins);

    private static long CountNamed(VCenterEvidence evidence) =>
        evidence.Refusals.Sum(account => account.Count) + evidence.OtherRefusals.Count;

    private static bool IsMany(VCenterEvidence evidence, AccountRefusals account)
    {
        if (account.Count < MinSlow)
        {
            return false;
        }

        long logins = evidence.LoadOf(account.Account).Sum(client => client.Logins);
        bool isSlow = account.Count >= MinSlow && account.Last - account.First >= SlowDuration && logins == 0;
        return isSlow || (account.Count >= MinOfAccount && logins < ManySuccesses * account.Count);
    }
}
