using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Text;


namespace VcsaAuthGuard.Diagnosis;

/// <summary>Adds up what the rules found, and says what it comes to.</summary>
internal static class Judge
{
    /// <summary>Another cause needs so many points, and more than the article's problem has.</summary>
    private const double OtherCausePoints = 3;

    /// <summary>The article's problem is confirmed with so many points, among them what filled the management plane.</summary>
    private const double ConfirmedPoints = 7;

    /// <summary>The article's own alert, a burst over several hosts, with nothing against it.</summary>
    private const double LikelyPoints = 3;

    /// <summary>Any of these, with so many points, shows what filled the management plane.</summary>
    private static readonly string[] Proofs = ["Storm", "Limit", "IdleToken"];
    private const double ProofPoints = 1;

    private const int MostClients = 3;

    /// <summary>A client with a bad habit is worth a talk from this share of all logins on, if it did not surge.</summary>
    private const double MajorShare = 0.1;

    public static VcsaDiagnosis Decide(CaseFacts facts, LogCounts counts)
    {
        List<DiagnosisEvidence> found = [];
        List<DiagnosisGap> unseen = [];
        double unseenPoints = 0;
        foreach (DiagnosisRule rule in DiagnosisRules.All)
        {
            Finding finding = rule.Look(facts);
            if (finding.Collect is not null)
            {
                unseen.Add(new(rule.Name, finding.Statement, finding.Collect));
                unseenPoints += Math.Abs(rule.Weight);
            }
            else if (finding.Strength > 0)
            {
                found.Add(ToEvidence(rule, finding));
            }
        }

        unseenPoints += AddGeneralGaps(facts, unseen);
        (DiagnosisVerdict verdict, DiagnosisCause cause) = Decide(found);
        bool isForVerdict(DiagnosisEvidence evidence) => cause == DiagnosisCause.None ? evidence.Weight < 0 : evidence.Cause == cause && evidence.Weight > 0;
        DiagnosisEvidence[] evidence = [.. found.Where(isForVerdict).OrderByDescending(item => Math.Abs(item.Weight))];
        DiagnosisEvidence[] against = [.. found.Where(item => !isForVerdict(item) && IsAgainst(item, cause)).OrderByDescending(item => Math.Abs(item.Weight))];
        double points = evidence.Sum(item => Math.Abs(item.Weight));
        double weighed = points + against.Sum(item => Math.Abs(item.Weight)) + (cause is DiagnosisCause.ApiStorm or DiagnosisCause.None ? unseenPoints / 2 : 0);
        ApiClientLoad[] clients = ClientsOf(facts, cause);
        VcsaDiagnosis diagnosis = new()
        {
            Verdict = verdict,
            Cause = cause,
            Confidence = weighed == 0 ? 0 : Math.Round(points / weighed, 2),
            Evidence = evidence,
            Against = against,
            Clients = clients,
            NotSeen = unseen.ToArray(),
            Bursts = facts.Bursts.ToArray(),
            Faults = facts.Kinds.OrderBy(kind => kind.Key).Select(kind => new FaultCount(kind.Key.ToString(), (int)Math.Min(int.MaxValue, kind.Value.Count))).ToArray(),
            Load = facts.Load.ToArray(),
            Server = facts.Options.Server ?? OnlyServer(facts.Options),
            Version = facts.Version,
            From = facts.From,
            To = facts.To,
            Source = facts.Source,
            Counts = counts,
            Timeline = facts.Timeline,
            HostHours = facts.HostHours,
            Windows = (facts.Options.Windows ?? []).ToArray(),
        };
        return diagnosis with { Summary = TerminalText.OneLine(DiagnosisSummary.Of(diagnosis, facts)), Remedies = RemedyBook.For(diagnosis, facts.Options) };
    }

    private static (DiagnosisVerdict Verdict, DiagnosisCause Cause) Decide(List<DiagnosisEvidence> found)
    {
        double PointsOf(DiagnosisCause cause) => found.Where(item => item.Cause == cause).Sum(item => item.Weight);
        bool Has(string rule) => found.Exists(item => item.Rule == rule);

        double storm = PointsOf(DiagnosisCause.ApiStorm);
        (DiagnosisCause cause, double points) = new[] { DiagnosisCause.ServiceRestart, DiagnosisCause.SessionLeak, DiagnosisCause.LoginRefused, DiagnosisCause.HostUnreachable }
            .Select(other => (other, PointsOf(other))).OrderByDescending(other => other.Item2).First();
        if (points >= OtherCausePoints && points > storm)
        {
            return (DiagnosisVerdict.OtherCause, cause);
        }

        if (!Has("Burst") || storm < LikelyPoints)
        {
            return (DiagnosisVerdict.Unlikely, DiagnosisCause.None);
        }

        bool isProven = storm >= ConfirmedPoints && found.Exists(item => item.Weight >= ProofPoints && Array.IndexOf(Proofs, item.Rule) >= 0) && points < OtherCausePoints;
        return (isProven ? DiagnosisVerdict.Confirmed : DiagnosisVerdict.Likely, DiagnosisCause.ApiStorm);
    }

    /// <summary>What counts against a verdict: what speaks against its cause, and what speaks for another.</summary>
    private static bool IsAgainst(DiagnosisEvidence item, DiagnosisCause cause) =>
        cause == DiagnosisCause.None ? item.Weight > 0 : (item.Cause == cause && item.Weight < 0) || (item.Cause != cause && item.Weight > 0);

    private static DiagnosisEvidence ToEvidence(DiagnosisRule rule, Finding finding) => new()
    {
        Rule = rule.Name,
        Cause = rule.Cause,
        Weight = Math.Round(rule.Weight * finding.Strength, 1),
        Statement = TerminalText.OneLine(finding.Statement),
        VMHost = finding.VMHost,
        Start = finding.Start,
        End = finding.End,
        Count = finding.Count,
        Lines = finding.Lines.ToArray(),
    };

    /// <summary>What no rule misses, but the reader; gives the points of what could lie there.</summary>
    private static double AddGeneralGaps(CaseFacts facts, List<DiagnosisGap> unseen)
    {
        double points = 0;
        if (facts.HasVpxd && facts.Bursts.Count == 0 && !facts.HasBaseline)
        {
            points = DiagnosisRules.All.First(rule => rule.Name == "Burst").Weight;
            unseen.Add(new("Time", facts.To - facts.From is TimeSpan span ? $"What happened outside the {Say.Span(span)} that the logs span." : "When anything happened: the logs have no times.", "vpxd*.log of the hours in which backups failed."));
        }

        if (!facts.HasOwners && !facts.HasEvents)
        {
            unseen.Add(new("Clients", "Whose sessions these are: no log names an account.", "vpxd-profiler-*.log from the same folder, or vCenter's login events (Get-VIEvent, or events*.log of its syslog forwarding)."));
        }

        if (!facts.HasAccess && facts.OpenBursts.Any())
        {
            unseen.Add(new("Gateway", "What the gateway itself saw.", "/var/log/vmware/envoy/envoy-access*.log and /var/log/vmware/envoy-hgw/ of that night."));
        }

        if (facts.EndedEarly > 0)
        {
            unseen.Add(new("Sessions", $"{Say.Count(facts.EndedEarly, "session")} to their end: more were open at once than can be kept.", "Nothing: their logins and calls up to there are counted."));
        }

        return points;
    }

    /// <summary>Who to talk to.</summary>
    private static ApiClientLoad[] ClientsOf(CaseFacts facts, DiagnosisCause cause)
    {
        IEnumerable<ApiClientLoad> clients = cause switch
        {
            DiagnosisCause.ApiStorm => Surging(facts).OrderByDescending(client => client.User is not null && (client.Habit & LoadHabits.LoginPerItem) != 0)
                .Concat(facts.Load.Where(client => client.User is not null && client.Habit != LoadHabits.Steady && client.Share >= MajorShare)),
            DiagnosisCause.SessionLeak => facts.Load.Where(client => (client.Habit & LoadHabits.Leaking) != 0).OrderByDescending(client => client.Unclosed),
            DiagnosisCause.LoginRefused => OtherRules.Refused(facts),
            _ => [],
        };
        return clients.Distinct().Take(MostClients).ToArray();
    }

    private static IEnumerable<ApiClientLoad> Surging(CaseFacts facts) =>
        facts.OpenBursts.SelectMany(burst => burst.Surges).OrderByDescending(surge => surge.IsLogins).ThenByDescending(surge => surge.Count)
            .Select(surge => surge.Client).OfType<ApiClientLoad>();

    private static string? OnlyServer(DiagnosisOptions options)
    {
        string[] servers = [.. (options.Windows ?? []).SelectMany(window => window.Server).Distinct(StringComparer.OrdinalIgnoreCase)];
        return servers.Length == 1 ? servers[0] : null;
    }
}
