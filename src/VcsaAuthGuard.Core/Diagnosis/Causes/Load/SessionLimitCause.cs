using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Causes.Load;

/// <summary>Explains refused logins by a session limit that was reached, where no other cause explains that.</summary>
internal sealed class SessionLimitCause : CauseRule
{
    private const int MaxClients = 3;

    /// <summary>A limit that was not reached in the last minutes of the logs is reached no more.</summary>
    private static readonly TimeSpan Ongoing = TimeSpan.FromMinutes(10);

    /// <summary>Fewer occur on any day; they are mentioned, but they are no cause.</summary>
    private const int MinHits = 3;

    /// <summary>A client with this share of the limit holds a part of it that matters.</summary>
    private const double MinShare = 0.1;

    public override DiagnosisCause Cause => DiagnosisCause.SessionLimit;

    public override string Title => "the session limit was reached";

    public override string Conditions =>
        "the limit of HTTP sessions, or of a user's vAPI sessions, was reached 3 times or more (from 10 times on it is sure), and no "
            + "storm (a limit that is reached three times anew, with pauses of 15 minutes, is no storm's), no client that leaks and no "
            + "refused logins explain it. Names who holds the sessions as far as the logs tell";

    public override string Sources => "KB 375546 (2000 sessions, 3000 from 8.0 U3 on); the lines' own figures";

    public override IReadOnlyList<KnownArticle> Articles =>
        [
            new(
                "KB 375546",
                "Out of HTTP sessions: Limited to N; User session count is limited to 550. Existing session count is 550 for user ..."
            ),
        ];

    public override RunFit Explain(VCenterEvidence evidence, RefusedRun run) =>
        LimitHits.IsLongStandingAround(evidence, AuthFaultKind.SessionLimit, run) ? RunFit.Certain
        : run.IsBurst && LimitHits.Sessions(evidence, [run]) > 0 && LimitHits.IsRecurrent(evidence)
            && !StormProofs.Find(evidence, run, isOtherwiseExplained: false).Any() ? RunFit.Good
        : RunFit.None;

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        FaultKindEvidence limit = evidence.FaultsOf(AuthFaultKind.SessionLimit);
        if (limit.Count < MinHits || claims.IsExplained(AuthFaultKind.SessionLimit))
        {
            return null;
        }

        claims.Add(AuthFaultKind.SessionLimit, this);
        bool isOfUser = limit.UserLimitCount * 2 > limit.Count;
        bool isOngoing = !(evidence.To - limit.Last > Ongoing);
        bool isSure = limit.Count >= LimitHits.ManyHits;
        IReadOnlyList<RefusedRun> runs = claims.RunsOf(this);
        string[] accounts = [.. limit.Accounts.Names];
        ApiClientLoad[] clients =
        [
            .. accounts.SelectMany(evidence.LoadOf).Concat(Holders(evidence, limit)).Distinct().Take(MaxClients),
        ];
        accounts = [.. accounts.Concat(clients.Select(client => client.User).OfType<string>()).Distinct(StringComparer.OrdinalIgnoreCase)];
        string who = accounts.Length > 0
            ? $" by sessions of {NameList.Join(accounts)}"
            : ", and the logs do not show whose sessions fill it";
        return new()
        {
            Cause = Cause,
            Confidence = isSure ? DiagnosisConfidence.High : DiagnosisConfidence.Low,
            Summary = isOfUser ? $"The limit of a user's REST sessions was reached{who}." : $"The limit of sessions was reached{who}.",
            First = limit.First,
            Last = limit.Last,
            Evidence =
            [
                Observe(EvidenceKind.SessionLimit, EvidenceRole.Proof, LimitHits.SessionSentence(limit), limit),
                .. clients.Select(client => Observe(EvidenceKind.NearLimit, EvidenceRole.Support, FormattableString.Invariant(
                    $"{ClientName.From(client.Client)} had up to {client.PeakSessions:N0} sessions open at once."))
                    with { Start = client.PeakSessionsTime, Count = client.PeakSessions }),
                .. runs.Count == 0 ? Array.Empty<DiagnosisEvidence>() : [RunSentences.Describe(Cause, evidence, runs)],
                .. JobDetails.Matching(EvidenceKind.LoginJobs, Cause, evidence, run => run.IsLoginFailure, "could not log in"),
            ],
            Clients = clients,
            Accounts = accounts,
            Remedies = RemedyText.Number(
                isOfUser
                    ? RestRemedies(new(evidence), clients, accounts.FirstOrDefault(), isSure)
                    : Remedies(new(evidence), clients, accounts.FirstOrDefault(), isSure, isOngoing)),
            BurstCalls = RunSentences.BurstCalls(runs),
            Explained = limit.Count + runs.Sum(run => run.Count),
        };
    }

    private static IEnumerable<ApiClientLoad> Holders(VCenterEvidence evidence, FaultKindEvidence limit) => evidence
        .Load.Where(client => client.User is not null && client.PeakSessions >= Math.Max(2, MinShare * limit.Limit))
        .OrderByDescending(client => client.PeakSessions);

    private static IEnumerable<DiagnosisRemedy> Remedies(
        RemedyLibrary library, ApiClientLoad[] clients, string? account, bool isSure, bool isOngoing)
    {
        yield return library.ListSessions();
        foreach (DiagnosisRemedy known in RemedyLibrary.KnownLeak(clients))
        {
            yield return known;
        }

        yield return library.EndIdleSessions(account ?? RemedyText.UnknownAccount);
        if (isSure)
        {
            yield return library.RaiseSessionLimit();
        }

        if (isSure && isOngoing)
        {
            yield return library.RestartVpxd();
        }
    }

    /// <summary>Returns the remedies of a user's REST sessions, which vpxd's list of sessions does not have.</summary>
    private static IEnumerable<DiagnosisRemedy> RestRemedies(
        RemedyLibrary library, ApiClientLoad[] clients, string? account, bool isSure)
    {
        yield return library.LogOutOfRest(account ?? RemedyText.UnknownAccount);
        foreach (DiagnosisRemedy known in RemedyLibrary.KnownLeak(clients))
        {
            yield return known;
        }

        if (isSure)
        {
            yield return library.RaiseUserSessionLimit();
        }
    }
}
