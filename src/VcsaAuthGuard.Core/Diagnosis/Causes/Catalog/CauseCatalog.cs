using VcsaAuthGuard.Diagnosis.Causes.Hosts;
using VcsaAuthGuard.Diagnosis.Causes.Load;
using VcsaAuthGuard.Diagnosis.Causes.Logins;
using VcsaAuthGuard.Diagnosis.Causes.Services;
using VcsaAuthGuard.Diagnosis.Causes.Sessions;

namespace VcsaAuthGuard.Diagnosis.Causes.Catalog;

/// <summary>Lists the causes. Of causes that explain the same calls as well, the first is taken.</summary>
internal static class CauseCatalog
{
    public static UnexplainedCause Unexplained { get; } = new();

    public static IReadOnlyList<CauseRule> All { get; } =
    [
        new ServiceCrashCause(),
        new ServiceRestartCause(),
        new ClockShiftCause(),
        new NetworkPartitionCause(),
        new StaleSessionCause(),
        new NameResolutionCause(),
        new StorageUnavailableCause(),
        new HostUnreachableCause(),
        new AccountLockedCause(),
        new SignOnUnavailableCause(),
        new ApiStormCause(),
        new SessionLeakCause(),
        new LoginRefusedCause(),
        new SessionLimitCause(),
        new ConnectionLimitCause(),
        Unexplained,
    ];

    /// <summary>Returns the rule of a cause; null if the value is not a cause, such as None.</summary>
    public static CauseRule? Find(DiagnosisCause cause) => All.FirstOrDefault(rule => rule.Cause == cause);

    /// <summary>Returns the table of docs/diagnosis.md, line by line.</summary>
    public static IEnumerable<string> Table() =>
        All.Select(rule =>
                $"| `{rule.Cause}` | {Cell(rule.Conditions)} | {Cell(rule.Sources)} | "
                    + $"{Cell(string.Join("; ", rule.Articles.Select(article => $"{article.Number}: `{article.Line}`")))} |"
            )
            .Prepend("| --- | --- | --- | --- |")
            .Prepend("| cause | evidence and conditions | where the figures are from | articles, with the line that shows each |");

    private static string Cell(string text) => text.Replace("|", "\\|");
}
