using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Logins;

/// <summary>Explains refused logins by an account with a wrong password or without a privilege; each of them keeps an HTTP session
/// open for a while.</summary>
internal sealed class LoginRefusedCause : CauseRule
{
    private const string NoPermission = "vim.fault.NoPermission";
    private const int MaxAccounts = 2;

    public override DiagnosisCause Cause => DiagnosisCause.LoginRefused;

    public override string Title => "logins are refused";

    public override string Conditions =>
        "10 refused logins or more of one account, or 5 or more over 90 minutes or longer without one that succeeds, or 25 of "
            + "accounts that no log names. High where the log names one account, or two while others log in. A session limit that was "
            + "reached meanwhile "
            + "belongs to it";

    public override string Sources => "KB 344920 (refused logins fill the HTTP sessions); the figures chosen here";

    public override IReadOnlyList<KnownArticle> Articles =>
        [
            new(
                "KB 344920",
                "Out of HTTP sessions: Limited to 2000, together with vim.SessionManager.login: vim.fault.InvalidLogin or "
                    + "vim.fault.NoPermission"
            ),
        ];

    public override RunFit Explain(VCenterEvidence evidence, RefusedRun run) =>
        run.IsBurst
        && LimitHits.Sessions(evidence, [run]) > 0
        && RefusedLogins.AreMany(evidence)
        && LeakingClients.Largest(evidence) is null
        && !StormProofs.Find(evidence, run, isOtherwiseExplained: false).Any()
            ? RunFit.Good
            : RunFit.None;

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        AccountRefusals[] accounts = [.. RefusedLogins.Accounts(evidence).Where(account => !claims.IsExplained(account.Account))];
        bool areUnnamed = RefusedLogins.AreManyUnnamed(evidence);
        if (claims.IsExplained(AuthFaultKind.LoginRefused) || (accounts.Length == 0 && !areUnnamed))
        {
            return null;
        }

        claims.Add(AuthFaultKind.LoginRefused, this);
        IReadOnlyList<RefusedRun> runs = claims.RunsOf(this);
        FaultKindEvidence limit = evidence.FaultsOf(AuthFaultKind.SessionLimit);
        bool fillsLimit = limit.Count > 0 && !claims.IsExplained(AuthFaultKind.SessionLimit);
        if (fillsLimit)
        {
            claims.Add(AuthFaultKind.SessionLimit, this);
        }

        long logins = RefusedLogins.Count(evidence);
        bool isOfFew = accounts.Length is > 0 and <= MaxAccounts && accounts.Sum(account => account.Count) * 2 >= logins;
        string who =
            accounts.Length == 0 ? "accounts that the logs do not name" : NameList.Join([.. accounts.Select(account => account.Account)]);
        FaultKindEvidence inLog = evidence.FaultsOf(AuthFaultKind.LoginRefused);
        DateTimeOffset? first = accounts.Length > 0 ? accounts.Min(account => account.First) : inLog.First;
        DateTimeOffset? last = accounts.Length > 0 ? accounts.Max(account => account.Last) : inLog.Last;
        string filled = fillsLimit ? " They fill the session limit." : "";
        return new()
        {
            Cause = Cause,
            Confidence = isOfFew && AreAlone(evidence, accounts) ? DiagnosisConfidence.High : DiagnosisConfidence.Medium,
            Summary = $"Logins of {who} are refused. {Reason(accounts)}{filled}",
            First = first,
            Last = last,
            Evidence =
            [
                .. accounts.Select(Refused),
                .. accounts.Length == 0
                    ? new[]
                    {
                        Observe(
                            EvidenceKind.LoginRefused,
                            EvidenceRole.Support,
                            $"{Phrases.Count(logins, "refused login")}{From(inLog.Addresses)}{FaultTimes.Phrase(inLog)}, of accounts that "
                                + "the logs do not name.",
                            inLog
                        ),
                    }
                    : [],
                .. fillsLimit
                    ? new[] { Observe(EvidenceKind.SessionLimit, EvidenceRole.Support, LimitHits.SessionSentence(limit), limit) }
                    : [],
                .. runs.Count == 0 ? Array.Empty<DiagnosisEvidence>() : [RunSentences.Describe(Cause, evidence, runs)],
                .. JobDetails.Matching(EvidenceKind.LoginJobs, Cause, evidence, run => run.IsLoginFailure, "could not log in"),
            ],
            Clients = [.. accounts.SelectMany(account => RefusedLogins.Clients(evidence, account.Account)).Take(3)],
            Accounts = [.. accounts.Select(account => account.Account)],
            Remedies = RemedyText.Number(Remedies(new(evidence), accounts)),
            BurstCalls = RunSentences.BurstCalls(runs),
            Explained = logins + runs.Sum(run => run.Count) + (fillsLimit ? limit.Count : 0),
        };

        DiagnosisEvidence Refused(AccountRefusals account)
        {
            string from = From(account.Addresses);
            string reason = account.Reasons.Names.FirstOrDefault() is string fault ? $", with {fault}" : "";
            string when =
                account.First is DateTimeOffset start && account.Last is DateTimeOffset end ? $", {Phrases.TimeRange(start, end)}" : "";
            return Observe(
                EvidenceKind.LoginRefused,
                EvidenceRole.Proof,
                $"{Phrases.Count(account.Count, "refused login")} of {account.Account}{from}{reason}{when}."
            ) with
            {
                Start = account.First,
                End = account.Last,
                Count = account.Count,
                Lines = inLog.Lines,
            };
        }
    }

    private static string From(OccurrenceTally addresses) =>
        addresses.Names.Any() ? $" from {NameList.Join([.. addresses.Names])}" : "";

    /// <summary>Returns whether logins of one account only are refused, or others succeed meanwhile: otherwise it may be sign-on.</summary>
    private static bool AreAlone(VCenterEvidence evidence, AccountRefusals[] accounts) =>
        accounts.Length == 1
        || accounts.Min(account => account.First) is not DateTimeOffset first
        || accounts.Max(account => account.Last) is not DateTimeOffset last
        || evidence.TotalActivity.Between(first, last).Logins > 0;

    private static bool IsPrivilege(AccountRefusals[] accounts) =>
        accounts.Length > 0 && Array.TrueForAll(accounts, account => account.Reasons.Names.FirstOrDefault() == NoPermission);

    private static string Reason(AccountRefusals[] accounts) =>
        IsPrivilege(accounts) ? "They lack the privilege System.View." : "Most often the password is wrong or has expired.";

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library, AccountRefusals[] accounts)
    {
        string account = accounts.Length == 0 ? RemedyText.UnknownAccount : accounts[0].Account;
        string from =
            accounts.Length > 0 && accounts[0].Addresses.Names.FirstOrDefault() is string address ? $" The tool is at {address}." : "";
        yield return IsPrivilege(accounts)
            ? RemedyLibrary.Create(
                "Give the account a role",
                $"{account} needs System.View, which the role Read-only has, at the root folder.{from}",
                $"New-VIPermission -Server (Connect-VIServer {library.Server}) -Entity (Get-Folder -NoRecursion) -Principal "
                    + $"{RemedyText.Quote(account)} -Role ReadOnly"
            )
            : RemedyLibrary.Create(
                "Correct the password",
                $"Every tool that uses {account} needs the right password. Try it once; too many refused logins lock an account.{from}",
                $"Connect-VIServer {library.Server} -User {RemedyText.Quote(account)}");
    }
}
