using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Logins;

/// <summary>Explains refused logins by an account that is locked.</summary>
internal sealed class AccountLockedCause : CauseRule
{
    public override DiagnosisCause Cause => DiagnosisCause.AccountLocked;

    public override string Title => "an account is locked";

    public override string Conditions =>
        "an entry that says that an account is locked; high where an entry names the account. Names who failed first";

    public override string Sources => "KB 326186; KB 394828 for local accounts";

    public override IReadOnlyList<KnownArticle> Articles =>
        [new("KB 326186", "User account is locked. Please contact your administrator.")];

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        FaultKindEvidence locked = evidence.SymptomsOf(SymptomKind.AccountLocked);
        if (locked.Count == 0)
        {
            return null;
        }

        string[] accounts = [.. locked.Accounts.Names];
        if (accounts.Length == 0 && evidence.Refusals.Count > 0)
        {
            accounts = [evidence.Refusals[0].Account];
        }

        AccountRefusals[] refused =
        [
            .. evidence.Refusals.Where(known => accounts.Any(account => AccountName.IsSame(account, known.Account))),
        ];
        foreach (AccountRefusals account in refused)
        {
            claims.AddAccount(account.Account);
        }

        string who = accounts.Length == 0 ? "An account that the logs do not name" : NameList.Join(accounts);
        AccountRefusals? first = refused.Where(account => account.First is not null).OrderBy(account => account.First).FirstOrDefault();
        string failed = first?.FirstAddress is string address ? $" The first refused login came from {address}." : "";
        return new()
        {
            Cause = Cause,
            Confidence = locked.Accounts.Counts.Count > 0 ? DiagnosisConfidence.High : DiagnosisConfidence.Medium,
            Summary = $"{who} is locked{FaultTimes.Phrase(locked)}.{failed}",
            First = first?.First ?? locked.First,
            Last = locked.Last,
            Evidence =
            [
                Observe(
                    EvidenceKind.AccountLocked,
                    EvidenceRole.Proof,
                    $"The account is reported as locked {Phrases.Times(locked.Count)}{FaultTimes.Phrase(locked)}: "
                        + $"{(accounts.Length == 0 ? "no name" : who)}.",
                    locked
                ),
                .. refused.Select(account => Refused(account)),
            ],
            Clients = [.. refused.SelectMany(account => RefusedLogins.Clients(evidence, account.Account)).Take(3)],
            Accounts = accounts,
            Remedies = RemedyText.Number(Remedies(new(evidence), accounts.FirstOrDefault(), first?.FirstAddress)),
            Explained = locked.Count + refused.Sum(account => account.Count),
        };
    }

    private DiagnosisEvidence Refused(AccountRefusals account)
    {
        string from = account.Addresses.Names.Any() ? $" from {NameList.Join([.. account.Addresses.Names])}" : "";
        return Observe(
            EvidenceKind.LoginRefused,
            EvidenceRole.Support,
            $"{Phrases.Count(account.Count, "refused login")} of {account.Account}{from}."
        ) with
        {
            Start = account.First,
            End = account.Last,
            Count = account.Count,
        };
    }

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library, string? account, string? address)
    {
        yield return RemedyLibrary.Create(
            "Correct the password where it is wrong",
            address is null
                ? "A tool with an old password locks the account again and again. Find it before unlocking."
                : $"The tool at {address} failed first; with an old password it locks the account again.",
            $"Get-VIEvent -Server (Connect-VIServer {library.Server}) -MaxSamples 5000 | Where-Object FullFormattedMessage -match "
                + $"{RemedyText.Quote(account ?? RemedyText.UnknownAccount)}"
        );
        yield return RemedyLibrary.Create(
            "Unlock the account",
            "In the vSphere Client: Administration, Single Sign-On, Users and Groups, Unlock (KB 326186). A local account, as root:",
            $"ssh {library.Root} /usr/sbin/faillock --user {RemedyText.Word(account ?? RemedyText.UnknownAccount)} --reset");
    }
}
