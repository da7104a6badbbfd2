using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Catalog;

/// <summary>Names the faults that no known cause explains, so that none of them goes unmentioned.</summary>
internal sealed class UnexplainedCause : CauseRule
{
    /// <summary>A kind of fault that is seen this often is more than that of any day.</summary>
    public const int MinFaults = 10;

    /// <summary>Failed tasks with faults of several types, each of them rare, are more than those of any day from this number on.</summary>
    private const int MinOfAll = 20;

    /// <summary>Entries that only name a fault are more than background from this number within an hour on.</summary>
    private const int MinInRush = 20;
    private static readonly TimeSpan Rush = TimeSpan.FromHours(1);

    private static readonly (DiagnosisEvidence Evidence, long Count)[] Nothing = [];

    private static readonly (AuthFaultKind Kind, string Phrase)[] OtherKinds =
    [
        (AuthFaultKind.LoginRefused, "refused login"),
        (AuthFaultKind.SessionLimit, "refusal at the session limit"),
        (AuthFaultKind.ConnectionLimit, "refused connection"),
    ];

    public override DiagnosisCause Cause => DiagnosisCause.Unexplained;

    public override string Title => "faults that no known cause explains";

    public override string Conditions =>
        "a burst that no cause explains, or 10 faults or more of a kind that none explains: refused calls, failures at the gateway, "
            + "refused logins, and tasks with one type of fault; 20 failed tasks with faults of any types, of which vpxd reports 10; "
            + "of entries that only name a fault, 20 within an hour; requests in access logs that were answered with a server error, where "
            + "no vpxd log says why; "
            + "an entry that says that vpxd could not run. "
            + "Canceled requests and objects that were removed "
            + "(RequestCanceled, ManagedObjectNotFound) are named, and are no finding by themselves";

    public override string Sources => "10: chosen here";

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        (DiagnosisEvidence Evidence, long Count)[] kinds = [.. Kinds(evidence, claims)];
        RefusedRun[] bursts = [.. evidence.Bursts.Where(run => !claims.IsExplained(run))];
        if (bursts.Length == 0 && !Array.Exists(kinds, kind => kind.Count >= MinFaults && !IsUntimedCalls(kind.Evidence)))
        {
            return null;
        }

        FailedCalls[] failures = [.. evidence.Failures.Where(failure => !claims.IsExplained(failure))];
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
                : evidence.HasVpxd
                    ? "There are faults in the logs that no known cause explains; they are not the problem of KB 440879."
                    : "There are faults in the logs, and no entry of vpxd's log says why.",
            First = observations.Min(item => item.Start),
            Last = observations.Max(item => item.End),
            Evidence = observations,
            Hosts =
            [
                .. bursts
                    .SelectMany(run => run.Hosts)
                    .Select(host => host.Name)
                    .Concat(failures.SelectMany(failure => failure.Faults.Hosts.Names))
                    .Distinct(),
            ],
            BurstCalls = RunSentences.BurstCalls(bursts),
            Explained = kinds.Sum(kind => kind.Count),
        };
    }

    /// <summary>Returns the faults of each kind that no cause explains, however few.</summary>
    public IEnumerable<(DiagnosisEvidence Evidence, long Count)> Kinds(VCenterEvidence evidence, Claims claims)
    {
        FailedCalls[] failures = [.. evidence.Failures.Where(failure => !claims.IsExplained(failure))];
        return
        [
            .. RefusedCalls(evidence, claims),
            .. OtherFaults(evidence, claims),
            .. Entries(evidence),
            .. AtGateway([.. failures.Where(failure => failure.IsAtGateway)]) is { } gateway ? [gateway] : Nothing,
            .. Tasks([.. failures.Where(failure => !failure.IsAtGateway)]),
        ];
    }

    private IEnumerable<(DiagnosisEvidence Evidence, long Count)> RefusedCalls(VCenterEvidence evidence, Claims claims)
    {
        RefusedRun[] runs = [.. evidence.Runs.Where(run => !claims.IsExplained(run))];
        FaultKindEvidence refused = evidence.FaultsOf(AuthFaultKind.NotAuthenticated);
        if (runs.Length > 0)
        {
            DiagnosisEvidence told = RunSentences.Describe(Cause, evidence, runs);
            string[] hosts = [.. runs.SelectMany(run => run.Hosts).Select(host => host.Name).Distinct()];
            string named = hosts.Length == 0 ? "" : $": {NameList.Join(hosts)}";
            string statement = told.Statement.TrimEnd('.') + named + RunSentences.When(runs) + ".";
            yield return (told with { Statement = statement }, runs.Sum(run => run.Count));
        }
        else if (refused.UntimedCount > 0)
        {
            string statement = $"{Phrases.Count(refused.UntimedCount, "call")} refused with NotAuthenticated, at unknown "
                + $"times{Hosts(refused)}.";
            yield return (Observe(EvidenceKind.RefusedCalls, EvidenceRole.Detail, statement, refused), refused.UntimedCount);
        }
    }

    /// <summary>Returns the refused logins and the limits that were reached.</summary>
    private IEnumerable<(DiagnosisEvidence Evidence, long Count)> OtherFaults(VCenterEvidence evidence, Claims claims)
    {
        foreach ((AuthFaultKind kind, string phrase) in OtherKinds)
        {
            FaultKindEvidence faults = evidence.FaultsOf(kind);
            long count = kind == AuthFaultKind.LoginRefused ? UnexplainedLogins(evidence, claims) : faults.Count;
            if (count > 0 && !claims.IsExplained(kind))
            {
                string statement = $"{Phrases.Count(count, phrase)}{FaultTimes.Phrase(faults)}{Hosts(faults)}{Reason(faults)}"
                    + $"{Accounts(kind, evidence)}.";
                yield return (Observe(EvidenceKind.OtherFaults, EvidenceRole.Detail, statement, faults) with { Count = count }, count);
            }
        }
    }

    /// <summary>Returns the entries that vpxd could not run, and the requests that were answered with a server error.</summary>
    private IEnumerable<(DiagnosisEvidence Evidence, long Count)> Entries(VCenterEvidence evidence)
    {
        FaultKindEvidence broken = evidence.SymptomsOf(SymptomKind.ServiceFailure);
        if (broken.Count > 0)
        {
            string message = broken.Lines.Count == 0 ? "" : $": \"{MessageOf(broken.Lines[0])}\"";
            string statement = $"vpxd could not run, as {(broken.Count == 1 ? "1 entry says" : $"{broken.Count} entries say")}"
                + $"{FaultTimes.Phrase(broken)}{message}.";
            yield return (
                Observe(EvidenceKind.OtherFaults, EvidenceRole.Detail, statement, broken), Math.Max(broken.Count, MinFaults));
        }

        FaultKindEvidence failed = evidence.SymptomsOf(SymptomKind.RequestFailed);
        if (failed.Count > 0)
        {
            // vpxd answers every SOAP fault with status 500; its own log, where it is read, says which faults these are.
            long weight = evidence.HasVpxd ? Math.Min(failed.Count, MinFaults - 1) : failed.Count;
            string statement = $"{Phrases.Count(failed.Count, "request")} answered with a server error (HTTP 5xx)"
                + $"{FaultTimes.Phrase(failed)}{Addresses(failed)}.";
            yield return (Observe(EvidenceKind.OtherFaults, EvidenceRole.Detail, statement, failed), weight);
        }
    }

    /// <summary>Returns the sentence about failed tasks of one type.</summary>
    public static string TaskSentence(FailedCalls failure) =>
        $"{Phrases.Count(failure.Faults.Count, failure.IsAtGateway ? "call" : "task")} failed with {failure.Type}"
            + $"{FaultTimes.Phrase(failure.Faults)}{Hosts(failure.Faults)}.";

    /// <summary>Returns the failures at the gateway that no cause explains, with their types.</summary>
    private (DiagnosisEvidence Evidence, long Count)? AtGateway(FailedCalls[] failures)
    {
        if (failures.Length == 0)
        {
            return null;
        }

        long count = failures.Sum(failure => failure.Faults.Count);
        DateTimeOffset?[] times = [.. failures.SelectMany(failure => new[] { failure.Faults.First, failure.Faults.Last })];
        string when =
            times.Min() is DateTimeOffset first && times.Max() is DateTimeOffset last ? $", {Phrases.TimeRange(first, last)}" : "";
        string[] hosts = [.. failures.SelectMany(failure => failure.Faults.Hosts.Names).Distinct(StringComparer.OrdinalIgnoreCase)];
        string types = FailedCalls.Describe(failures);
        string with = types.Length == 0 ? "" : $", with {types}";
        string where = hosts.Length == 0 ? "" : $", for {NameList.Join(hosts)}";
        return (
            Observe(EvidenceKind.OtherFaults, EvidenceRole.Detail, $"{Phrases.Count(count, "gateway failure")}{when}{where}{with}.") with
            {
                Start = times.Min(),
                End = times.Max(),
                Count = count,
                Lines = failures[0].Faults.Lines,
            },
            count
        );
    }

    /// <summary>Returns the failed tasks that no cause explains: each fault that is seen often, and the others together.</summary>
    private IEnumerable<(DiagnosisEvidence Evidence, long Count)> Tasks(FailedCalls[] tasks)
    {
        foreach (FailedCalls task in tasks.Where(task => task.Faults.Count >= MinFaults))
        {
            long weight = IsBackground(task) ? MinFaults - 1 : task.Faults.Count;
            yield return (Observe(EvidenceKind.OtherFaults, EvidenceRole.Detail, TaskSentence(task), task.Faults), weight);
        }

        FailedCalls[] few = [.. tasks.Where(task => task.Faults.Count < MinFaults)];
        if (few.Length > 0)
        {
            long count = few.Sum(task => task.Faults.Count);
            FailedCalls[] unusual = [.. few.Where(task => task.Class != FaultClass.Ordinary)];
            bool areMany = unusual.Sum(task => task.Faults.Count) >= MinOfAll
                && unusual.Sum(task => task.Faults.ReportCount) >= MinFaults;
            string statement = $"{Phrases.Count(count, "task")} failed with {NameList.Join([.. few.Select(task => task.Type)])}.";
            yield return (
                Observe(EvidenceKind.OtherFaults, EvidenceRole.Detail, statement) with
                {
                    Start = few.Min(task => task.Faults.First),
                    End = few.Max(task => task.Faults.Last),
                    Count = count,
                    Lines = few[0].Faults.Lines,
                },
                areMany ? count : Math.Min(count, MinFaults - 1)
            );
        }
    }

    /// <summary>
    /// Returns whether failures are reported but are no finding by themselves: those that occur on any day, and entries that only name a
    /// fault, unless they come in a rush.
    /// </summary>
    private static bool IsBackground(FailedCalls task) =>
        task.Class == FaultClass.Ordinary || (task.Faults.ReportCount < MinFaults && task.Faults.PeakIn(Rush) < MinInRush);

    /// <summary>Returns whether refused calls have no times, so that it is unknown whether they came in a burst.</summary>
    private static bool IsUntimedCalls(DiagnosisEvidence evidence) => evidence is { Kind: EvidenceKind.RefusedCalls, Start: null };

    private static long UnexplainedLogins(VCenterEvidence evidence, Claims claims) =>
        RefusedLogins.Count(evidence)
        - evidence.Refusals.Where(account => claims.IsExplained(account.Account)).Sum(account => account.Count);

    /// <summary>Returns the message of a line, without its header and cut to a length that fits a sentence.</summary>
    private static string MessageOf(string line)
    {
        const int MaxLength = 80;
        string message = line.Substring(line.LastIndexOf("] ", StringComparison.Ordinal) + 1).Trim();
        return message.Length <= MaxLength ? message : message.Remove(MaxLength) + "…";
    }

    private static string Hosts(FaultKindEvidence faults)
    {
        string[] hosts = [.. faults.Hosts.Names];
        return hosts.Length == 0 ? "" : $", for {NameList.Join(hosts)}";
    }

    private static string Addresses(FaultKindEvidence faults)
    {
        string[] addresses = [.. faults.Addresses.Ranked.Select(address => $"{address.Key} ({address.Value})")];
        return addresses.Length == 0 ? "" : $", of {NameList.Join(addresses)}";
    }

    private static string Reason(FaultKindEvidence faults) =>
        faults.Reasons.Names.FirstOrDefault() is string reason ? $", {(faults.Count == 1 ? "" : "most ")}with {reason}" : "";

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
