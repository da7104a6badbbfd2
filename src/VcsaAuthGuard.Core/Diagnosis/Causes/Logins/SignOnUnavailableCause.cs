using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Logins;

/// <summary>Explains refused logins by a sign-on service that issues no tokens.</summary>
internal sealed class SignOnUnavailableCause : CauseRule
{
    private const int MinAccounts = 3;
    private const int MinRefusals = 10;
    private const int MinEntries = 3;

    /// <summary>An account with a wrong password in one tool logs in from others, but not often.</summary>
    private const double MaxShareOfOwn = 0.2;
    private const double MinShareOfOne = 0.8;
    private const int MinSucceeded = 3;

    /// <summary>Logins that go on at this share of the refusals are no outage.</summary>
    private const double MaxSuccessShare = 0.1;

    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    public override DiagnosisCause Cause => DiagnosisCause.SignOnUnavailable;

    public override string Title => "sign-on is not available";

    public override string Conditions =>
        "10 refused logins or more of 3 accounts or more and hardly any login that succeeds after the first of them, or entries of an "
            + "expired or refused signing certificate or of tokens that cannot be got. High where there are 3 such entries and "
            + "logins of two accounts are refused, or an entry and such refusals, or when vCenter Server's own services at 127.0.0.1 are "
            + "refused too. Not where 8 of 10 refused logins are of one account that logs in at most once for 5 of them, while others do";

    public override string Sources => "KB 316619 (signing certificate), KB 442815 (AcquireToken); the figures chosen here";

    public override IReadOnlyList<KnownArticle> Articles =>
        [
            new("KB 316619", "InvalidTimeRange ... Signing certificate is not valid"),
            new("KB 442815", "AcquireToken exception: InvalidCredentialsException"),
        ];

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        FaultKindEvidence failed = evidence.SymptomsOf(SymptomKind.SignOnFailure);
        AccountRefusals[] refused =
        [
            .. evidence
                .Refusals.Where(_ => !claims.IsExplained(AuthFaultKind.LoginRefused))
                .Where(account => !claims.IsExplained(account.Account)),
        ];
        if (IsOfOneAccount(evidence, refused))
        {
            return null;
        }

        bool hasOwn = Array.Exists(refused, IsOwn);
        bool isOutage = IsOutage(evidence, refused);
        bool hasEntries = failed.Count >= MinEntries;
        bool isHigh = (hasEntries && (hasOwn || refused.Length > 1)) || (isOutage && (hasOwn || failed.Count > 0));
        if (!hasEntries && !isHigh && !isOutage && !(failed.Count > 0 && RefusedLogins.Count(evidence) > 0))
        {
            return null;
        }

        claims.Add(AuthFaultKind.LoginRefused, this);
        DateTimeOffset? first = new[] { failed.First, First(evidence, refused) }.Min();
        DateTimeOffset? last = new[] { failed.Last, Last(evidence, refused) }.Max();
        string when = first is DateTimeOffset from && last is DateTimeOffset to ? $", {Phrases.TimeRange(from, to)}" : "";
        long logins = RefusedLogins.Count(evidence);
        string reason = failed.Lines.Count > 0 ? ", and the sign-on service reports errors" : "";
        return new()
        {
            Cause = Cause,
            Confidence = isHigh ? DiagnosisConfidence.High : DiagnosisConfidence.Medium,
            Summary = logins == 0
                ? $"The sign-on service reports errors{when}."
                : $"Sign-on gave no tokens{when}: logins {(isOutage ? "of all accounts " : "")}were refused{reason}.",
            First = first,
            Last = last,
            Evidence =
            [
                .. failed.Count == 0
                    ? []
                    : new[]
                    {
                        Observe(
                            EvidenceKind.SignOn,
                            EvidenceRole.Proof,
                            $"The sign-on service failed {Phrases.Times(failed.Count)}{FaultTimes.Phrase(failed)}.",
                            failed
                        ),
                    },
                .. logins == 0 ? Array.Empty<DiagnosisEvidence>() : [Refused(evidence, refused, logins, hasOwn, isOutage)],
                .. JobDetails.Matching(EvidenceKind.LoginJobs, Cause, evidence, run => run.IsLoginFailure, "could not log in"),
            ],
            Accounts = [.. refused.Select(account => account.Account)],
            Remedies = RemedyText.Number(Remedies(new(evidence))),
            Explained = failed.Count + logins,
        };
    }

    private static DateTimeOffset? First(VCenterEvidence evidence, AccountRefusals[] refused) =>
        new[] { evidence.OtherRefusals.First, refused.Min(account => account.First) }.Min();

    private static DateTimeOffset? Last(VCenterEvidence evidence, AccountRefusals[] refused) =>
        new[] { evidence.OtherRefusals.Last, refused.Max(account => account.Last) }.Max();

    private static bool IsOwn(AccountRefusals account) =>
        AccountName.IsOwnService(account.Account)
        || account.Addresses.Counts.ContainsKey("127.0.0.1")
        || account.Addresses.Counts.ContainsKey("::1");

    /// <summary>Returns whether nearly all refused logins are of one account, which hardly ever logs in, while others do: then sign-on
    /// works.</summary>
    private static bool IsOfOneAccount(VCenterEvidence evidence, AccountRefusals[] refused)
    {
        AccountRefusals? most = refused.OrderByDescending(account => account.Count).FirstOrDefault();
        if (most is not { First: DateTimeOffset first, Last: DateTimeOffset last } || most.Count < MinRefusals)
        {
            return false;
        }

        long own = evidence.LoadOf(most.Account).Sum(client => client.Activity.Between(first, last).Logins);
        return most.Count >= MinShareOfOne * (refused.Sum(account => account.Count) + evidence.OtherRefusals.Count)
            && evidence.TotalActivity.Between(first, last).Logins - own >= MinSucceeded
            && own <= MaxShareOfOwn * most.Count;
    }

    /// <summary>Returns whether logins of several accounts are refused and hardly any succeeds after the first refusal.</summary>
    private static bool IsOutage(VCenterEvidence evidence, AccountRefusals[] refused)
    {
        long count = refused.Sum(account => account.Count) + evidence.OtherRefusals.Count;
        DateTimeOffset? first = First(evidence, refused);
        DateTimeOffset? last = Last(evidence, refused);
        if (refused.Length < MinAccounts || count < MinRefusals || first is null || last is null)
        {
            return false;
        }

        long succeeded = evidence.TotalActivity.Between(first.Value + Grace, last.Value).Logins;
        return succeeded <= MaxSuccessShare * count;
    }

    private DiagnosisEvidence Refused(VCenterEvidence evidence, AccountRefusals[] refused, long logins, bool hasOwn, bool isOutage)
    {
        string more = evidence.OtherRefusals.Count > 0 ? "more than " : "";
        string accounts = refused.Length == 0 ? "" : $" of {more}{Phrases.Count(refused.Length, "account")}";
        string own = hasOwn ? ", vCenter Server's own services among them" : "";
        string none = isOutage ? "; hardly any login succeeded meanwhile" : "";
        return Observe(
            EvidenceKind.LoginRefused,
            isOutage ? EvidenceRole.Proof : EvidenceRole.Support,
            $"{Phrases.Count(logins, "refused login")}{accounts}{own}{none}."
        ) with
        {
            Start = First(evidence, refused),
            End = Last(evidence, refused),
            Count = logins,
            Lines = evidence.FaultsOf(AuthFaultKind.LoginRefused).Lines,
        };
    }

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library)
    {
        yield return RemedyLibrary.Create(
            "Check the sign-on service",
            "vmware-stsd must run, and its health must be good.",
            $"ssh {library.Root} service-control --status vmware-stsd");
        yield return RemedyLibrary.Create(
            "Check the certificates",
            "An expired signing or machine certificate refuses every login (KB 316619). Renew it as the article says.",
            $"ssh {library.Root} \"for s in MACHINE_SSL_CERT vpxd machine; do /usr/lib/vmware-vmafd/bin/vecs-cli entry list --store "
                + "$s --text | grep -E 'Alias|Not After'; done\""
        );
    }
}
