using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Logins;

/// <summary>Explains refused calls and logins by a clock that was set or is wrong.</summary>
internal sealed class ClockShiftCause : CauseRule
{
    /// <summary>Without a word of a time service, a smaller step is no more than logging out of order.</summary>
    private static readonly TimeSpan MinStepAlone = TimeSpan.FromMinutes(5);

    /// <summary>Refused calls this long after a step follow it.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromHours(1);

    /// <summary>After a pause of one log, which can be a step of the clock, only calls that are refused this soon can follow it.</summary>
    private static readonly TimeSpan SoonReach = TimeSpan.FromMinutes(15);

    private const int MinSkewEntries = 3;

    /// <summary>Refused logins of this many accounts, nearly all from a step on and not long after it, follow the step.</summary>
    private const int MinAccounts = 3;
    private const double MinShareAfter = 0.8;

    private static readonly TimeSpan LongStep = TimeSpan.FromHours(1);
    private static readonly TimeSpan LoginReach = TimeSpan.FromHours(1);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    public override DiagnosisCause Cause => DiagnosisCause.ClockShift;

    public override string Title => "the clock was set";

    public override string Conditions =>
        "the times of all logs step back by more than a minute, or forward by 10 minutes or more and 3 times their longest other "
            + "pause, within an hour before the calls; a time service that set the clock; requests or tokens refused for their times. "
            + "A step alone counts from 5 minutes on, as proven where two logs or more have it; one forward in a single log can be a "
            + "pause, and is only possible, for calls that are refused within 15 minutes. Refused logins of 3 "
            + "accounts or more follow a step of an hour or more, or one that several "
            + "logs have, "
            + "when 8 of 10 come from it on. Entries of refused times alone are of medium confidence; three of them explain the calls "
            + "within an hour after them";

    public override string Sources =>
        "KB 436537 (a tolerance of 10 minutes, typically); ntpd's, chronyd's and systemd's messages; the figures chosen here";

    public override RunFit Explain(VCenterEvidence evidence, RefusedRun run)
    {
        ClockJump[] steps = [.. Steps(evidence).Where(step => IsNear(run, step.From) || IsNear(run, step.To))];
        (DateTimeOffset, DateTimeOffset)[] near = [(run.Start - Reach, run.End)];
        bool isSet = evidence.SymptomsOf(SymptomKind.ClockSet).CountIn(near) > 0;
        int skewed = evidence.SymptomsOf(SymptomKind.ClockSkew).CountIn(near);
        bool isSkewed = skewed > 0;
        bool isBack = Array.Exists(steps, step => step.IsBack && step.Step >= MinStepAlone);
        bool isInSeveral = Array.Exists(
            steps,
            step => step.Step >= MinStepAlone && LogClocks.CountTogether(evidence.ClockJumps, step) > 1
        );
        return (steps.Length > 0 && (isSet || isSkewed)) || (isSet && isSkewed) || isInSeveral ? RunFit.Proven
            : isBack || skewed >= MinSkewEntries ? RunFit.Good
            : Array.Exists(steps, step => step.Step >= MinStepAlone && run.MainStart - step.To <= SoonReach) ? RunFit.Possible
            : RunFit.None;
    }

    /// <summary>Returns whether the clock was perhaps set within an hour before refused calls. That alone ends sessions and makes tokens
    /// look idle.</summary>
    public static bool IsSuspected(VCenterEvidence evidence, RefusedRun run)
    {
        (DateTimeOffset, DateTimeOffset)[] near = [(run.Start - Reach, run.End)];
        return evidence.ClockJumps.Any(step => step.Step >= MinStepAlone && (IsNear(run, step.From) || IsNear(run, step.To)))
            || evidence.SymptomsOf(SymptomKind.ClockSet).CountIn(near) > 0
            || evidence.SymptomsOf(SymptomKind.ClockSkew).CountIn(near) > 0;
    }

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        IReadOnlyList<RefusedRun> runs = claims.RunsOf(this);
        FaultKindEvidence skew = evidence.SymptomsOf(SymptomKind.ClockSkew);
        FaultKindEvidence set = evidence.SymptomsOf(SymptomKind.ClockSet);
        ClockJump[] steps = [.. Steps(evidence)];
        bool hasStep = set.Count > 0 || Array.Exists(steps, step => step.Step >= MinStepAlone);
        bool isToldOf = skew.Count > 0 || set.Count > 0;
        bool refusesLogins = RefusedLogins.Count(evidence) > 0
            && evidence.Refusals.Count != 1
            && (isToldOf || Array.Exists(steps, step => FollowStep(evidence, step)));
        if (runs.Count == 0 && skew.Count < MinSkewEntries && !(refusesLogins && hasStep))
        {
            return null;
        }

        if (skew.Count > 0 || refusesLogins)
        {
            claims.Add(AuthFaultKind.LoginRefused, this);
        }

        bool isProven = claims.FitOf(this) == RunFit.Proven || (skew.Count > 0 && hasStep)
            || (skew.Count >= MinSkewEntries && (runs.Count > 0 || refusesLogins));
        long logins = refusesLogins ? RefusedLogins.Count(evidence) : 0;
        ClockJump? longest = steps.OrderByDescending(step => step.Step).FirstOrDefault();
        ClockJump? first = longest is null ? null : LogClocks.Narrowest(steps, longest);
        bool isGap = runs.Count > 0 && claims.FitOf(this) == RunFit.Possible && !isToldOf;
        return new()
        {
            Cause = Cause,
            Confidence =
                isProven ? DiagnosisConfidence.High
                : runs.Count > 0 && claims.FitOf(this) == RunFit.Possible ? DiagnosisConfidence.Low
                : DiagnosisConfidence.Medium,
            Summary = first is null
                ? "The appliance's clock was wrong or was set; tokens and requests were refused for their times."
                : isGap ? "Calls were refused soon after a jump of the times in the log: the appliance's clock was set forward, or "
                    + "a part of the log is missing."
                : FormattableString.Invariant($"The appliance's clock was set {(first.IsBack ? "back" : "forward")} by ")
                    + FormattableString.Invariant($"{Phrases.Duration(Rounded(first.Step))} at ")
                    + $"{Phrases.Minute(first.From)}; tokens and requests were refused for their times.",
            First = first?.From ?? set.First ?? skew.First,
            Last = runs.Count > 0 ? runs.Max(run => run.End) : skew.Last ?? set.Last,
            Evidence =
            [
                .. first is null ? Array.Empty<DiagnosisEvidence>() : [Stepped(evidence, first, steps.Length)],
                .. set.Count == 0
                    ? []
                    : new[]
                    {
                        Observe(
                            EvidenceKind.ClockSet,
                            EvidenceRole.Proof,
                            $"A time service set the clock {Phrases.Times(set.Count)}{FaultTimes.Phrase(set)}.",
                            set
                        ),
                    },
                .. skew.Count == 0
                    ? []
                    : new[]
                    {
                        Observe(
                            EvidenceKind.ClockSkew,
                            EvidenceRole.Proof,
                            $"Requests or tokens were refused for their times {Phrases.Times(skew.Count)}{FaultTimes.Phrase(skew)}.",
                            skew
                        ),
                    },
                .. runs.Count == 0 ? Array.Empty<DiagnosisEvidence>() : [RunSentences.Describe(Cause, evidence, runs)],
                .. JobDetails.Describe(Cause, evidence, runs),
            ],
            Accounts = [.. evidence.Refusals.Take(logins > 0 ? evidence.Refusals.Count : 0).Select(account => account.Account)],
            Remedies = RemedyText.Number(Remedies(new(evidence))),
            BurstCalls = RunSentences.BurstCalls(runs),
            Explained = runs.Sum(run => run.Count) + skew.Count + logins,
        };
    }

    /// <summary>Returns whether logins of several accounts are refused from a step on that several logs have, or that is of an hour or
    /// more.</summary>
    private static bool FollowStep(VCenterEvidence evidence, ClockJump step)
    {
        DateTimeOffset from = (step.IsBack ? step.To : step.From) - Margin;
        AccountRefusals[] after =
        [
            .. evidence.Refusals.Where(account => account.First >= from && account.First <= step.To + LoginReach),
        ];
        return after.Length >= MinAccounts
            && after.Sum(account => account.Count) >= MinShareAfter * evidence.Refusals.Sum(account => account.Count)
            && (step.Step >= LongStep || LogClocks.CountTogether(evidence.ClockJumps, step) > 1);
    }

    private static IEnumerable<ClockJump> Steps(VCenterEvidence evidence) => evidence.ClockJumps;

    private static TimeSpan Rounded(TimeSpan step) =>
        step < TimeSpan.FromMinutes(10) ? step : TimeSpan.FromMinutes(Math.Round(step.TotalMinutes));

    private static bool IsNear(RefusedRun run, DateTimeOffset time) => time >= run.Start - Reach && time <= run.End;

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library)
    {
        yield return RemedyLibrary.Create(
            "Check the time",
            "The appliance, its ESXi host and the clients need the same time source; tokens are refused beyond a tolerance of minutes.",
            $"ssh {library.Root} \"date -u; chronyc tracking || ntpq -p\"");
        yield return library.NewLogin("Once the clock is right, tools get new tokens by logging in again.");
    }

    private DiagnosisEvidence Stepped(VCenterEvidence evidence, ClockJump step, int count)
    {
        int logs = LogClocks.CountTogether(evidence.ClockJumps, step);
        return Observe(
            EvidenceKind.ClockJump,
            EvidenceRole.Proof,
            FormattableString.Invariant($"The time steps {(step.IsBack ? "back" : "forward")} from ")
                + $"{Phrases.Time(step.From)} to {Phrases.Time(step.To)} in {Phrases.Count(logs, "log")}."
        ) with
        {
            Start = step.From < step.To ? step.From : step.To,
            Count = count,
            Lines =
            [
                FormattableString.Invariant($"{step.Source}: from {step.From:yyyy-MM-dd HH:mm:ss}Z to {step.To:yyyy-MM-dd HH:mm:ss}Z"),
            ],
        };
    }
}
