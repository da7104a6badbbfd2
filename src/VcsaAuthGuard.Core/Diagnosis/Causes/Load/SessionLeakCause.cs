using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Load;

/// <summary>Explains a session limit that was reached by a client that steadily logs in and does not log out.</summary>
internal sealed class SessionLeakCause : CauseRule
{
    public override DiagnosisCause Cause => DiagnosisCause.SessionLeak;

    public override string Title => "a client leaks sessions";

    public override string Conditions =>
        "an account that the logs name, with more than 2 logins for each logout, for an hour or more and spread evenly or more and more of "
            + "them, in all or until the session limit is first reached; of a burst, where nothing but the limit speaks for a storm";

    public override string Sources => "the lines' own figures; the others chosen here";

    public override IReadOnlyList<KnownArticle> Articles =>
        [new("KB 440848", "/SessionStats/SessionPool/Session/Id='...'/Username='...'/ClientIP='...': who holds the sessions")];

    public override RunFit Explain(VCenterEvidence evidence, RefusedRun run) =>
        !run.IsBurst || LimitHits.Sessions(evidence, [run]) == 0 || LeakingClients.Largest(evidence) is null ? RunFit.None
        : LimitHits.IsLongStandingAround(evidence, AuthFaultKind.SessionLimit, run) ? RunFit.Certain
        : StormProofs.Find(evidence, run, isOtherwiseExplained: false).Any() ? RunFit.Possible // The limit refuses logins, not calls.
        : RunFit.Good;

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        FaultKindEvidence limit = evidence.FaultsOf(AuthFaultKind.SessionLimit);
        if (
            limit.Count == 0
            || claims.IsExplained(AuthFaultKind.SessionLimit)
            || LeakingClients.Largest(evidence) is not LeakingClient leak
        )
        {
            return null;
        }

        claims.Add(AuthFaultKind.SessionLimit, this);
        IReadOnlyList<RefusedRun> runs = claims.RunsOf(this);
        ApiClientLoad client = leak.Client;
        TimeSpan span = TimeSpan.FromMinutes(Math.Round((leak.Last - leak.First).TotalMinutes));
        return new()
        {
            Cause = Cause,
            Confidence = DiagnosisConfidence.High,
            Summary = $"Sessions pile up until the limit is reached: {client.Client} logs in and does not log out.",
            First = leak.First,
            Last = limit.Last ?? leak.Last,
            Evidence =
            [
                Observe(
                    EvidenceKind.Leak,
                    EvidenceRole.Proof,
                    FormattableString.Invariant($"{ClientName.From(client.Client)}: {Phrases.Count(leak.Logins, "login")} and ")
                        + FormattableString.Invariant($"{Phrases.Count(leak.Logouts, "logout")}, spread evenly over ")
                        + FormattableString.Invariant($"{Phrases.Duration(span)}. Its sessions ")
                        + "pile up."
                ) with
                {
                    Start = leak.First,
                    End = leak.Last,
                    Count = leak.Logins - leak.Logouts,
                },
                Observe(EvidenceKind.SessionLimit, EvidenceRole.Proof, LimitHits.SessionSentence(limit), limit),
                .. runs.Count == 0 ? Array.Empty<DiagnosisEvidence>() : [RunSentences.Describe(Cause, evidence, runs)],
                .. JobDetails.Describe(Cause, evidence, runs),
            ],
            Clients = [client],
            Accounts = client.User is null ? [] : [client.User],
            Remedies = RemedyText.Number(Remedies(new(evidence), client)),
            BurstCalls = RunSentences.BurstCalls(runs),
            Explained = limit.Count + runs.Sum(run => run.Count),
        };
    }

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library, ApiClientLoad client)
    {
        foreach (DiagnosisRemedy known in RemedyLibrary.KnownLeak([client]))
        {
            yield return known;
        }

        yield return RemedyLibrary.Create(
            "Log out in the script",
            $"Each run of {client.Client} must end with a logout, also when it fails. Replace Get-VM by its work.",
            $"$vi = Connect-VIServer {library.Server}; try {{ Get-VM -Server $vi }} finally {{ Disconnect-VIServer $vi -Confirm:$false }}");
        yield return library.EndIdleSessions(client.User ?? RemedyText.UnknownAccount);
        yield return library.RaiseSessionLimit();
    }
}
