using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Selects the accounts whose logins are refused more often than mistyping explains.</summary>
internal static class RefusedAccounts
{
    /// <summary>Fewer refused logins are people who mistype a password.</summary>
    public const int MinRefusals = 25;

    private const int MinOfAccount = 10;

    /// <summary>Returns the clients with ten or more refused logins, most refused first.</summary>
    public static IEnumerable<ApiClientLoad> Find(VCenterEvidence evidence) =>
        evidence
            .Load.Where(client => client.User is not null && client.RefusedLogins >= MinOfAccount)
            .OrderByDescending(client => client.RefusedLogins);

    /// <summary>Returns the number of refused logins, from vpxd's log or from the clients, whichever shows more.</summary>
    public static long Count(VCenterEvidence evidence) =>
        Math.Max(evidence.FaultsOf(AuthFaultKind.LoginRefused).Count, CountOfNamed(evidence));

    /// <summary>Returns the number of refused logins of known accounts.</summary>
    public static long CountOfNamed(VCenterEvidence evidence) =>
        evidence.Load.Where(client => client.User is not null).Sum(client => client.RefusedLogins);

    /// <summary>Returns whether more logins were refused than mistyping explains.</summary>
    public static bool AreMany(VCenterEvidence evidence) => Count(evidence) >= MinRefusals;

    /// <summary>Returns the refused logins of a client's account from all addresses.</summary>
    public static long CountOf(VCenterEvidence evidence, ApiClientLoad client) =>
        evidence
            .Load.Where(other => string.Equals(other.User, client.User, StringComparison.OrdinalIgnoreCase))
            .Sum(other => other.RefusedLogins);
}
