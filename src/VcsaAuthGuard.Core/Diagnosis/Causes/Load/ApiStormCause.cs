using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Causes.Logins;
using VcsaAuthGuard.Diagnosis.Causes.Sessions;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Load;

/// <summary>Explains a burst of refused calls by the problem of KB 440879: too many sessions and calls at once.</summary>
internal sealed class ApiStormCause : CauseRule
{
    /// <summary>A burst over this many hosts is not a few hosts' problem.</summary>
    private const int SeveralHosts = 3;

    private const int MaxClients = 3;

    /// <summary>The time before a burst that the logs must show for a proof.</summary>
    private static readonly TimeSpan MinLead = TimeSpan.FromMinutes(10);

    /// <summary>A client with a bad pattern and no surge is worth a contact from this share of all logins on.</summary>
    private const double MajorShare = 0.1;

    /// <summary>Sampled sessions of an account name it from this number on, and with half of those that are named.</summary>
    private const int MinSampled = 3;

    public override DiagnosisCause Cause => DiagnosisCause.ApiStorm;

    public override string Title => "KB 440879";

    public override string Conditions =>
        "a burst (more than 10 refused calls in 5 minutes) that is not of one host and not of one session or "
            + "client while others work. Proven by one of: IdleToken (2 and 1 of 12 or more of "
            + "the calls whose begin the log shows used a token idle for 300 seconds or more, and less than the session's own "
            + "timeout; of 5 sessions or more, or of calls that waited themselves), Limit (a session limit reached from an hour "
            + "before to 10 minutes after, which no leak and no refused logins explain, or Envoy's limit of "
            + "connections; neither where it was reached as often at other times, or three times anew), Storm (a named "
            + "client's surge to 3 times its usual logins in ten minutes, or of its calls where the refused calls are of 5 sessions or "
            + "more, or a surge of logins of unknown clients to 5 times the usual; a fifth of the surge comes before most calls are "
            + "refused). High only where the logs show 10 minutes before the "
            + "burst and no other cause explains it. Without a proof it is likely where a named client's calls surge before most calls "
            + "are refused, and possible from 3 hosts on, unless the log shows an hour before the burst "
            + "and the begin of half its calls, and in them neither a surge nor a limit nor a token idle for a minute. Where the calls "
            + "look like those of an expired session, only a limit and a surge of logins to 5 times the usual count, and make it "
            + "likely: a flat rate for an hour, groups of calls at regular times, sessions that were idle or not seen for long, or that "
            + "were ended just before, calls that vpxd itself refused, or 3 calls or more for each of four sessions or fewer, which are 9 "
            + "of 10 of those whose session is known. The same where the clock was perhaps set";

    public override string Sources =>
        "KB 440879 (the alert, 300 s); measured on synthetic incidents: each proof in 24 to 41 of 53 storms and in none of 42 other "
            + "bursts, a nameless surge of logins below a ratio of 4 in 2 of them; the others chosen here";

    public override IReadOnlyList<KnownArticle> Articles =>
        [
            new(
                "KB 440879",
                "SOAP request returned HTTP failure; ... /hgw/host-N/sdk>, method: fileManagement; ... fault: (vim.fault.NotAuthenticated)"
            ),
        ];

    public override RunFit Explain(VCenterEvidence evidence, RefusedRun run)
    {
        bool isOfOneClient =
            StaleSessionCause.IsOfOneClient(evidence, run) || NetworkPartitionCause.FindLongSilence(evidence, run) is not null;
        if (!run.IsBurst || OneHost.Find(run) is not null || isOfOneClient)
        {
            return RunFit.None;
        }

        bool isSuspected = StaleSessionCause.IsSuspected(evidence, run) || ClockShiftCause.IsSuspected(evidence, run);
        return StormProofs.Find(evidence, run, isSuspected).Any() ? isSuspected ? RunFit.Good : RunFit.Proven
            : !isSuspected && StormProofs.HasSurgeOfCalls(evidence, run) ? RunFit.Good
            : run.Hosts.Count >= SeveralHosts && !StormProofs.AreContradicted(evidence, run) ? RunFit.Possible
            : RunFit.None;
    }

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        IReadOnlyList<RefusedRun> runs = claims.RunsOf(this);
        if (runs.Count == 0)
        {
            return null;
        }

        RunFit fit = claims.FitOf(this);
        bool isProven = fit == RunFit.Proven && !claims.IsContested(this) && IsCovered(evidence, runs);
        if (LimitHits.Sessions(evidence, runs) > 0 && StormProofs.Limits(evidence, runs) is not null)
        {
            claims.Add(AuthFaultKind.SessionLimit, this);
        }

        bool isOfConnections = LimitHits.IsLongStanding(evidence, AuthFaultKind.ConnectionLimit)
            || runs.Any(run => LimitHits.ArePreceding(evidence, run));
        if (LimitHits.Connections(evidence, runs) > 0 && !isOfConnections)
        {
            claims.Add(AuthFaultKind.ConnectionLimit, this);
        }

        claims.Add(evidence.Failures.Where(failure => fit >= RunFit.Good && GatewayFailures.AreOfBursts(failure, runs)), this);
        ApiClientLoad[] clients = [.. Clients(evidence, runs).Distinct().Take(MaxClients)];
        return new()
        {
            Cause = Cause,
            Confidence = isProven ? DiagnosisConfidence.High : fit >= RunFit.Good ? DiagnosisConfidence.Medium : DiagnosisConfidence.Low,
            Summary = isProven
                ? $"This is the problem of KB 440879: an API storm, and calls refused at the host gateway{RunSentences.When(runs)}."
                : $"This looks like the problem of KB 440879, calls refused at the host gateway{RunSentences.When(runs)}, but "
                    + (fit >= RunFit.Good ? "it is not proven." : "nothing proves it."),
            First = runs.Min(run => run.Start),
            Last = runs.Max(run => run.End),
            Evidence =
            [
                .. new[] { StormProofs.Surge(evidence, runs), StormProofs.Limits(evidence, runs), StormProofs.IdleTokens(evidence, runs) }
                    .OfType<DiagnosisEvidence>(),
                RunSentences.Describe(Cause, evidence, runs),
                .. Details(evidence, runs),
                .. isProven ? [] : Contradictions(evidence, runs),
            ],
            Clients = clients,
            Accounts = [.. clients.Select(client => client.User).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)],
            Hosts = [.. runs.SelectMany(run => run.Hosts).Select(host => host.Name).Distinct()],
            Remedies = RemedyText.Number(Remedies(evidence, runs, clients, isProven)),
            BurstCalls = RunSentences.BurstCalls(runs),
            Explained = runs.Sum(run => run.Count),
        };
    }

    /// <summary>Returns whether the logs show the time before the bursts: what begins with a log can have begun long before.</summary>
    private static bool IsCovered(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs) =>
        runs.Min(run => run.Start) - evidence.From >= MinLead;

    private IEnumerable<DiagnosisEvidence> Details(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs)
    {
        LoadSpike? weak = StormProofs.Surges(evidence, runs).FirstOrDefault();
        if (weak is not null && StormProofs.Surge(evidence, runs) is null)
        {
            EvidenceRole role = weak.Client is null ? EvidenceRole.Detail : EvidenceRole.Support;
            yield return Observe(EvidenceKind.Storm, role, StormProofs.Sentence(weak)) with
            {
                Start = weak.Start,
                Count = weak.Count,
            };
        }

        if (StormProofs.Limits(evidence, runs) is null && NearLimit.Find(evidence) is NearLimit near)
        {
            yield return Observe(EvidenceKind.NearLimit, EvidenceRole.Support, near.Statement) with
            {
                Count = near.Count,
                Start = near.Time,
            };
        }

        if (LoginPerItem(evidence, runs) is ApiClientLoad client)
        {
            yield return Observe(
                EvidenceKind.LoginPerItem,
                EvidenceRole.Detail,
                FormattableString.Invariant($"{ClientName.From(client.Client)}: a new login for each item, ")
                    + FormattableString.Invariant($"{Phrases.Count(client.Logins, "login")} in all, most ")
                    + FormattableString.Invariant($"of them for {evidence.Options.Load.MaxCallsPerItem} calls or fewer.")
            ) with
            {
                Count = client.Logins,
                Start = client.FirstSeen,
                End = client.LastSeen,
            };
        }

        if (WindowOverlap(evidence, runs) is (BackupWindow first, BackupWindow second, RefusedRun run))
        {
            yield return Observe(
                EvidenceKind.WindowOverlap,
                EvidenceRole.Detail,
                $"'{first.Name}' and '{second.Name}' ran at the same time when the burst began."
                    + (evidence.HasLearnedWindows ? " No windows were given: these are learned from the logs." : "")
            ) with
            {
                Start = run.Start,
                End = run.End,
            };
        }

        foreach (DiagnosisEvidence detail in JobDetails.Describe(Cause, evidence, runs))
        {
            yield return detail;
        }
    }

    private IEnumerable<DiagnosisEvidence> Contradictions(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs)
    {
        if (LoadVisibility.IsSufficient(evidence) && runs.All(run => run.Spikes.Count == 0))
        {
            yield return Observe(
                EvidenceKind.NoStorm,
                EvidenceRole.Against,
                "No client did much more than usual before or during the burst."
            );
        }

        if (runs.Any(run => StaleSessionCause.IsSuspected(evidence, run)))
        {
            yield return Observe(
                EvidenceKind.OneSession,
                EvidenceRole.Against,
                "The refused calls also look like those of one session that expired or was ended."
            );
        }

        if (!IsCovered(evidence, runs))
        {
            yield return Observe(
                EvidenceKind.NoStorm,
                EvidenceRole.Against,
                "The logs begin less than 10 minutes before the burst, so what led to it is not in them."
            );
        }

        ClockJump[] steps =
        [
            .. evidence.ClockJumps.Where(step => runs.Any(run => step.To >= run.Start - LimitHits.Before && step.To <= run.End)),
        ];
        if (steps.Length > 0)
        {
            yield return Observe(
                EvidenceKind.ClockJump,
                EvidenceRole.Against,
                $"The time in a log steps back {Phrases.Times(steps.Length)}; that alone can cause tokens to be refused."
            ) with
            {
                Start = steps[0].To,
                Count = steps.Length,
            };
        }

        foreach (DiagnosisEvidence elsewhere in JobDetails.Elsewhere(Cause, EvidenceRole.Against, evidence))
        {
            yield return elsewhere;
        }
    }

    /// <summary>Returns the clients to contact, most relevant first, without sessions that no log attributes.</summary>
    private static IEnumerable<ApiClientLoad> Clients(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs)
    {
        LoadSpike[] spikes = [.. runs.SelectMany(run => run.Spikes)];
        IEnumerable<ApiClientLoad> surging = spikes
            .OrderByDescending(spike => spike.IsLogins).ThenByDescending(spike => spike.Count)
            .Select(spike => spike.Client).OfType<ApiClientLoad>()
            .OrderByDescending(client => client.User is not null && (client.Pattern & LoadPatterns.LoginPerItem) != 0);
        IEnumerable<ApiClientLoad> habitual = evidence
            .Load.Where(client => client.User is not null && client.Pattern != LoadPatterns.Steady && client.Share >= MajorShare);
        return surging.Concat(Sampled(evidence, spikes)).Concat(habitual);
    }

    /// <summary>
    /// Returns the client of a surge of unknown clients, as far as sampled sessions tell: it has half or more of the logins in the surge
    /// whose account is known.
    /// </summary>
    private static IEnumerable<ApiClientLoad> Sampled(VCenterEvidence evidence, LoadSpike[] spikes)
    {
        foreach (LoadSpike spike in spikes.Where(spike => spike.Client is null && spike.IsLogins))
        {
            (ApiClientLoad Client, long Logins)[] named =
            [
                .. evidence.Load.Where(client => client.User is not null)
                    .Select(client => (client, client.Activity.Between(spike.Start, spike.Start.AddMinutes(10)).Logins))
                    .Where(client => client.Logins > 0)
                    .OrderByDescending(client => client.Logins),
            ];
            if (named.Length > 0 && named[0].Logins >= MinSampled && named[0].Logins * 2 >= named.Sum(client => client.Logins))
            {
                yield return named[0].Client;
            }
        }
    }

    private static ApiClientLoad? LoginPerItem(VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs) => evidence
        .Load.Where(client => client.Client != ApiClient.Unattributed && (client.Pattern & LoadPatterns.LoginPerItem) != 0)
        .Where(client => runs.Any(run =>
            client.Activity.Between(run.Start - LimitHits.Before, run.End).Logins >= evidence.Options.Load.MinLogins))
        .OrderBy(client => client.User is null)
        .ThenByDescending(client => client.Logins)
        .FirstOrDefault();

    /// <summary>Returns two windows of different roles that overlapped when a burst began.</summary>
    private static (BackupWindow First, BackupWindow Second, RefusedRun Run)? WindowOverlap(
        VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs)
    {
        foreach (RefusedRun burst in runs)
        {
            RunningWindows running = new(evidence.Windows.Where(window => window.RunsAgainst(evidence.Options.Server)),
                burst.Start - RefusedRun.SpikeReach, burst.Start.AddTicks(1));
            if (running.FindOverlap() is (BackupWindow first, BackupWindow second))
            {
                return (first, second, burst);
            }
        }

        return null;
    }

    private static IEnumerable<DiagnosisRemedy> Remedies(
        VCenterEvidence evidence, IReadOnlyList<RefusedRun> runs, ApiClientLoad[] clients, bool isProven)
    {
        RemedyLibrary library = new(evidence);
        yield return library.NewLogin("Refused sessions do not recover by retrying; one new login can be all that is needed.");
        bool hasOverlap = WindowOverlap(evidence, runs) is not null;
        yield return RemedyLibrary.Create(
            "Stagger the windows",
            hasOverlap ? "Backups and automation ran at the same time." : "Backups and automation must not run at the same time.",
            $"Get-Item -LiteralPath {RemedyText.Quote(evidence.Options.WindowsPath ?? "windows.csv")} | ConvertTo-BackupWindow | "
                + "Optimize-BackupWindow");
        ApiClientLoad? culprit = clients.FirstOrDefault(load => (load.Pattern & LoadPatterns.LoginPerItem) != 0)
            ?? clients.FirstOrDefault();
        string scripts = culprit?.User is null ? "The scripts that cause the load" : $"The scripts of {culprit.Client}";
        yield return RemedyLibrary.Create(
            "Throttle and share one session",
            $"{scripts} should log in once, and pause after every 20 to 50 VMs. Replace Get-View by their work.",
            $"$vi = Connect-VcsaSession {library.Server} -Credential (Get-Credential); Get-VM -Server $vi | Invoke-VcsaBatch -Size 25 "
                + "-Interval 00:00:30 -PerItem { $_ | Get-View -Property Name }");
        foreach (DiagnosisRemedy throttle in library.Throttle())
        {
            yield return throttle;
        }

        if (runs.Any(run => StaleSessionCause.IsSuspected(evidence, run)))
        {
            yield break; // A restart does not help a tool that goes on with an ended session.
        }

        yield return library.RestartPipeline();
        if (isProven)
        {
            yield return library.RestartAll();
        }
    }
}
