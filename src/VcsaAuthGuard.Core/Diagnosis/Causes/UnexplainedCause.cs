using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Names the faults that no known cause explains, so that none of them goes unmentioned.</summary>
internal sealed class UnexplainedCause : CauseRule
{
    /// <summary>A kind of fault that is seen this often is more than that of any day.</summary>
    public const int MinFaults = 10;

    private static readonly (AuthFaultKind Kind, string Phrase)[] OtherKinds =
    [
        (AuthFaultKind.GatewayFailure, "gateway failure"),
        (AuthFaultKind.LoginRefused, "refused login"),
        (AuthFaultKind.SessionLimit, "refusal at the session limit"),
        (AuthFaultKind.ConnectionLimit, "refused connection"),
    ];

    public override DiagnosisCause Cause => DiagnosisCause.Unexplained;

    public override string Title => "faults that no known cause explains";

    public override string Conditions =>
        "a burst that no cause explains, or 10 faults or more of a kind that none explains: refused calls, failures at the gateway, "
            + "failed tasks, refused logins";

    public override string Sources => "10: chosen here";

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        (DiagnosisEvidence Evidence, long Count)[] kinds = [.. Kinds(evidence, claims)];
        RefusedRun[] bursts = [.. evidence.Bursts.Where(run => !claims.IsExplained(run))];
        if (bursts.Length == 0 && !Array.Exists(kinds, kind => kind.Count >= MinFaults && !IsUntimedCalls(kind.Evidence)))
        {
            return null;
        }

        DiagnosisEvidence[] observations =
        [
            .. kinds.OrderByDescending(kind => kind.Count).Select(kind => kind.Evidence),
            .. Message(evidence),
        ];
        return new()
        {
            Cause = Cause,
            Confidence = DiagnosisConfidence.Low,
            Summary = bursts.Length > 0
                ? $"Calls were refused in a burst{RunSentences.When(bursts)}, and neither an overload nor another known cause explains it."
                : "There are faults in the logs that no known cause explains; they are not the problem of KB 440879.",
            First = observations.Min(item => item.Start),
            Last = observations.Max(item => item.End),
            Evidence = observations,
            Hosts =
            [
                .. bursts
                    .SelectMany(run => run.Hosts)
                    .Select(host => host.Name)
                    .Concat(evidence.FaultsOf(AuthFaultKind.GatewayFailure).Hosts.Names)
                    .Distinct(),
            ],
            BurstCalls = RunSentences.BurstCalls(bursts),
            Explained = kinds.Sum(kind => kind.Count),
        };
    }

    /// <summary>Returns the faults of each kind that no cause explains, however few.</summary>
    public IEnumerable<(DiagnosisEvidence Evidence, long Count)> Kinds(VCenterEvidence evidence, Claims claims)
    {
        RefusedRun[] runs = [.. evidence.Runs.Where(run => !claims.IsExplained(run))];
        long untimed = evidence.FaultsOf(AuthFaultKind.NotAuthenticated).UntimedCount;
        if (runs.Length > 0)
        {
            yield return (RunSentences.Describe(Cause, evidence, runs), runs.Sum(run => run.Count));
        }
        else if (untimed > 0)
        {
            FaultKindEvidence refused = evidence.FaultsOf(AuthFaultKind.NotAuthenticated);
            yield return (
                Observe(
                    EvidenceKind.RefusedCalls,
                    EvidenceRole.Detail,
                    $"{Phrases.Count(untimed, "call")} refused with NotAuthenticated, at unknown times{Hosts(refused)}.",
                    refused
                ),
                untimed
            );
        }

        foreach ((AuthFaultKind kind, string phrase) in OtherKinds)
        {
            FaultKindEvidence faults = evidence.FaultsOf(kind);
            long count = kind == AuthFaultKind.LoginRefused ? UnexplainedLogins(evidence, claims) : faults.Count;
            if (count > 0 && !claims.IsExplained(kind))
            {
                yield return (
                    Observe(
                        EvidenceKind.OtherFaults,
                        EvidenceRole.Detail,
                        $"{Phrases.Count(count, phrase)}{FaultTimes.Phrase(faults)}{Hosts(faults)}{Reason(faults)}"
                            + $"{Accounts(kind, evidence)}.",
                        faults
                    ) with
                    {
                        Count = count,
                    },
                    count
                );
            }
        }

        foreach ((DiagnosisEvidence, long) task in Tasks(evidence, claims))
        {
            yield return task;
        }
    }

    /// <summary>Returns the failed tasks that no cause explains: each fault that is seen often, and the others together.</summary>
    private IEnumerable<(DiagnosisEvidence Evidence, long Count)> Tasks(VCenterEvidence evidence, Claims claims)
    {
        KeyValuePair<string, FaultKindEvidence>[] tasks =
        [
            .. evidence.FailedTasks.Where(task => !claims.IsTaskExplained(task.Key)).OrderByDescending(task => task.Value.Count),
        ];
        foreach (KeyValuePair<string, FaultKindEvidence> task in tasks.Where(task => task.Value.Count >= MinFaults))
        {
            string statement =
                $"{Phrases.Count(task.Value.Count, "task")} failed with {task.Key}{FaultTimes.Phrase(task.Value)}{Hosts(task.Value)}.";
            yield return (Observe(EvidenceKind.OtherFaults, EvidenceRole.Detail, statement, task.Value), task.Value.Count);
        }

        KeyValuePair<string, FaultKindEvidence>[] few = [.. tasks.Where(task => task.Value.Count < MinFaults)];
        if (few.Length > 0)
        {
            long count = few.Sum(task => task.Value.Count);
            string statement = $"{Phrases.Count(count, "task")} failed with {NameList.Join([.. few.Select(task => task.Key)])}.";
            yield return (
                Observe(EvidenceKind.OtherFaults, EvidenceRole.Detail, statement) with
                {
                    Start = few.Min(task => task.Value.First),
                    End = few.Max(task => task.Value.Last),
                    Count = count,
                    Lines = few[0].Value.Lines,
                },
                Math.Min(count, MinFaults - 1)
            );
        }
    }

    /// <summary>Returns whether refused calls have no times: then the logs do not tell whether they came in a burst.</summary>
    private static bool IsUntimedCalls(DiagnosisEvidence evidence) => evidence is { Kind: EvidenceKind.RefusedCalls, Start: null };

    private static long UnexplainedLogins(VCenterEvidence evidence, Claims claims) =>
        RefusedLogins.Count(evidence)
        - evidence.Refusals.Where(account => claims.IsExplained(account.Account)).Sum(account => account.Count);

    private static string Hosts(FaultKindEvidence faults)
    {
        string[] hosts = [.. faults.Hosts.Names];
        return hosts.Length == 0 ? "" : $", for {NameList.Join(hosts)}";
    }

    private static string Reason(FaultKindEvidence faults) =>
        faults.Reasons.Names.FirstOrDefault() is string reason ? $", most with {reason}" : "";

    private static string Accounts(AuthFaultKind kind, VCenterEvidence evidence) =>
        kind == AuthFaultKind.LoginRefused && evidence.Refusals.Count > 0
            ? $", of {NameList.Join([.. evidence.Refusals.Select(account => account.Account)])}"
            : "";

    private IEnumerable<DiagnosisEvidence> Message(VCenterEvidence evidence)
    {
        BackupJobRun[] failed = BackupRuns.Failed(evidence);
        if (failed.Length > 0)
        {
            yield return Observe(
                EvidenceKind.JobMessage,
                EvidenceRole.Detail,
                $"{Phrases.Count(failed.Length, "failed backup run")}, most with {BackupRuns.CommonMessage(failed)}."
            ) with
            {
                Start = failed.Min(run => run.Start),
                End = failed.Max(run => run.End),
                Count = failed.Length,
                Lines = BackupRuns.Lines(failed),
            };
        }
    }
}
