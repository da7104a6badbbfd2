using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis;

/// <summary>Applies the rules to the evidence and turns their points into a verdict.</summary>
internal static class VerdictCalculator
{
    /// <summary>Another cause needs this many points, and more than the API storm has.</summary>
    private const double OtherCausePoints = 3;

    /// <summary>An API storm is confirmed from this many points on, one proof among them.</summary>
    private const double ConfirmedPoints = 7;

    /// <summary>A burst over several hosts alone reaches this many points: the alert of KB 440879.</summary>
    private const double LikelyPoints = 3;

    /// <summary>A proof gives at least this many points.</summary>
    private const double ProofPoints = 1;

    /// <summary>From this strength on, faults that no cause explains are the answer.</summary>
    private const double UnexplainedPoints = 1;

    private const int MaxClients = 3;

    /// <summary>A client with a bad habit and no load spike is worth a contact from this share of all logins on.</summary>
    private const double MajorShare = 0.1;

    private static readonly DiagnosisCause[] OtherCauses =
    [
        DiagnosisCause.ServiceRestart, DiagnosisCause.SessionLeak, DiagnosisCause.LoginRefused, DiagnosisCause.HostUnreachable,
        DiagnosisCause.SessionLimit, DiagnosisCause.ConnectionLimit,
    ];

    /// <summary>Returns the diagnosis of one vCenter Server.</summary>
    public static VcsaDiagnosis Calculate(VCenterEvidence evidence, LogCounts counts)
    {
        List<DiagnosisEvidence> found = [];
        List<MissingEvidence> missing = [];
        double missingPoints = 0;
        foreach (DiagnosisRule rule in DiagnosisRules.All)
        {
            Finding finding = rule.Evaluate(evidence);
            if (finding.Collect is string collect)
            {
                missing.Add(new(rule.Name, finding.Statement, collect) { ReportedBy = rule });
                missingPoints += Math.Abs(rule.Weight);
            }
            else if (finding.Strength > 0)
            {
                found.Add(ToEvidence(rule, finding));
            }
        }

        missingPoints += GeneralGaps.AddTo(missing, evidence);
        (DiagnosisVerdict verdict, DiagnosisCause cause) = Decide(
            found,
            isBurstKnown: !missing.Exists(gap => gap.ReportedBy is NoBurstRule)
        );
        DiagnosisEvidence[] supporting = [.. found.Where(item => Supports(item, cause)).OrderByDescending(item => Math.Abs(item.Weight))];
        DiagnosisEvidence[] against =
        [
            .. found.Where(item => !Supports(item, cause) && Contradicts(item, cause)).OrderByDescending(item => Math.Abs(item.Weight)),
        ];
        string? server = evidence.Options.Server ?? OnlyServer(evidence.Options);
        ApiClientLoad[] clients = ClientsToContact(evidence, cause);
        VcsaDiagnosis diagnosis = new()
        {
            Verdict = verdict,
            Cause = cause,
            Confidence = Confidence(verdict, cause, supporting, against, missingPoints),
            Evidence = supporting,
            Against = against,
            Clients = clients,
            Remedies = RemedyCatalog.For(cause, supporting, clients, server, evidence.Options),
            MissingEvidence = missing.ToArray(),
            Bursts = evidence.Bursts.Select(burst => burst.Burst).ToArray(),
            Faults = evidence.Faults.OrderBy(kind => kind.Key).Select(ToCount).ToArray(),
            Load = evidence.Load.ToArray(),
            Server = server,
            Version = evidence.Version,
            From = evidence.From,
            To = evidence.To,
            Source = evidence.Source,
            Counts = counts,
            Timeline = evidence.Timeline,
            HostHours = evidence.HostHours,
            Windows = (evidence.Options.Windows ?? []).ToArray(),
        };
        return diagnosis with { Summary = TerminalText.OneLine(DiagnosisSummary.Create(diagnosis)) };
    }

    private static (DiagnosisVerdict Verdict, DiagnosisCause Cause) Decide(List<DiagnosisEvidence> found, bool isBurstKnown)
    {
        double storm = PointsOf(found, DiagnosisCause.ApiStorm);
        (DiagnosisCause other, double points) = OtherCauses
            .Select(cause => (cause, PointsOf(found, cause)))
            .OrderByDescending(item => item.Item2)
            .First();
        if (points >= OtherCausePoints && points > storm)
        {
            return (DiagnosisVerdict.OtherCause, other);
        }

        bool hasBurst = found.Exists(item => item.FoundBy is RefusedCallBurstRule);
        if (hasBurst && storm >= LikelyPoints)
        {
            bool isConfirmed = storm >= ConfirmedPoints && found.Exists(IsProof) && points < OtherCausePoints;
            return (isConfirmed ? DiagnosisVerdict.Confirmed : DiagnosisVerdict.Likely, DiagnosisCause.ApiStorm);
        }

        if (PointsOf(found, DiagnosisCause.Unexplained) >= UnexplainedPoints)
        {
            return (DiagnosisVerdict.Unexplained, DiagnosisCause.Unexplained);
        }

        return (isBurstKnown ? DiagnosisVerdict.Unlikely : DiagnosisVerdict.Unknown, DiagnosisCause.None);
    }

    /// <summary>Returns whether an observation shows what filled the management plane.</summary>
    private static bool IsProof(DiagnosisEvidence item) =>
        item.FoundBy is StormRule or LimitRule or IdleTokenRule && item.Weight >= ProofPoints;

    private static double PointsOf(List<DiagnosisEvidence> found, DiagnosisCause cause) =>
        found.Where(item => item.Cause == cause).Sum(item => item.Weight);

    private static bool Supports(DiagnosisEvidence item, DiagnosisCause cause) =>
        cause == DiagnosisCause.None ? item.Weight < 0 : item.Cause == cause && item.Weight > 0;

    /// <summary>Returns whether an observation contradicts the cause, or supports another one.</summary>
    private static bool Contradicts(DiagnosisEvidence item, DiagnosisCause cause) =>
        cause == DiagnosisCause.None
            ? item.Weight > 0
            : (item.Cause == cause && item.Weight < 0) || (item.Cause != cause && item.Weight > 0);

    /// <summary>Returns the share of the points that support the verdict; for an API storm, missing evidence counts half against
    /// it.</summary>
    private static double Confidence(
        DiagnosisVerdict verdict, DiagnosisCause cause, DiagnosisEvidence[] supporting, DiagnosisEvidence[] against, double missingPoints)
    {
        if (verdict is DiagnosisVerdict.Unknown or DiagnosisVerdict.Unexplained)
        {
            return 0;
        }

        double points = supporting.Sum(item => Math.Abs(item.Weight));
        double missing = cause is DiagnosisCause.ApiStorm or DiagnosisCause.None ? missingPoints / 2 : 0;
        double all = points + against.Where(item => item.Cause != DiagnosisCause.Unexplained).Sum(item => Math.Abs(item.Weight)) + missing;
        return all == 0 ? 0 : Math.Round(points / all, 2);
    }

    private static DiagnosisEvidence ToEvidence(DiagnosisRule rule, Finding finding) => new()
    {
        Rule = rule.Name,
        FoundBy = rule,
        Cause = rule.Cause,
        Weight = Math.Round(rule.Weight * finding.Strength, 1),
        Statement = TerminalText.OneLine(finding.Statement),
        VMHost = finding.VMHost,
        Start = finding.Start,
        End = finding.End,
        Count = finding.Count,
        Lines = finding.Lines.ToArray(),
    };

    private static FaultCount ToCount(KeyValuePair<AuthFaultKind, FaultKindEvidence> kind) =>
        new(kind.Key.ToString(), (int)Math.Min(int.MaxValue, kind.Value.Count));

    /// <summary>Returns the clients to contact, most relevant first.</summary>
    private static ApiClientLoad[] ClientsToContact(VCenterEvidence evidence, DiagnosisCause cause)
    {
        IEnumerable<ApiClientLoad> clients = cause switch
        {
            DiagnosisCause.ApiStorm => ClientsWithSpikes(evidence)
                .OrderByDescending(client => client.User is not null && (client.Habit & LoadHabits.LoginPerItem) != 0)
                .Concat(
                    evidence.Load.Where(client =>
                        client.User is not null && client.Habit != LoadHabits.Steady && client.Share >= MajorShare
                    )
                ),
            DiagnosisCause.SessionLeak => evidence
                .Load.Where(client => (client.Habit & LoadHabits.Leaking) != 0)
                .OrderByDescending(client => client.Unclosed),
            DiagnosisCause.LoginRefused => RefusedAccounts.Find(evidence),
            DiagnosisCause.SessionLimit => evidence
                .Load.Where(client => client.User is not null)
                .OrderByDescending(client => client.PeakSessions),
            _ => [],
        };
        return clients.Distinct().Take(MaxClients).ToArray();
    }

    private static IEnumerable<ApiClientLoad> ClientsWithSpikes(VCenterEvidence evidence) => evidence.UnexplainedBursts
        .SelectMany(burst => burst.Spikes).OrderByDescending(spike => spike.IsLogins).ThenByDescending(spike => spike.Count)
        .Select(spike => spike.Client).OfType<ApiClientLoad>();

    private static string? OnlyServer(DiagnosisOptions options)
    {
        string[] servers = [.. (options.Windows ?? []).SelectMany(window => window.Server).Distinct(StringComparer.OrdinalIgnoreCase)];
        return servers.Length == 1 ? servers[0] : null;
    }
}
