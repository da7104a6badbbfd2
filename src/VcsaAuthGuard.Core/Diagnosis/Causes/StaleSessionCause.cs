using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Explains refused calls by a tool that goes on with a session that has expired or was ended.</summary>
internal sealed class StaleSessionCause : CauseRule
{
    private const int MaxSessions = 4;
    private const double MinShareOfSessions = 0.75;

    /// <summary>The most sessions of a run for which nothing but their number speaks.</summary>
    private const int FewSessions = 2;
    private const double MinKnown = 0.5;
    private const int MinCalls = 10;

    /// <summary>Calls refused for this long, about as many in each ten minutes, are of a tool that tries on and on.</summary>
    private static readonly TimeSpan MinFlat = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongFlat = TimeSpan.FromHours(2);
    private const int SpanMinutes = 10;
    private const double MaxFlatRatio = 3;

    private static readonly TimeSpan TerminationReach = TimeSpan.FromMinutes(10);

    /// <summary>Sessions that are known to be older than a termination are refused this long after it.</summary>
    private static readonly TimeSpan OldTerminationReach = TimeSpan.FromHours(2);

    /// <summary>A session that this long a log does not show before its first refused call was idle.</summary>
    private static readonly TimeSpan Unseen = TimeSpan.FromMinutes(35);
    private static readonly TimeSpan FirstCall = TimeSpan.FromMinutes(1);

    public override DiagnosisCause Cause => DiagnosisCause.StaleSession;

    public override string Title => "a tool uses an expired session";

    public override string Conditions =>
        "3 of 4 refused calls are of four sessions or fewer. Proven: they were idle for 30 minutes or more before, or were ended "
            + "(vim.SessionManager.terminateSession) in the 10 minutes before, or in the 2 hours before where the log shows them "
            + "earlier, or the calls go on at a flat rate for 2 hours. Good: a flat rate for an hour, or no new login of that client "
            + "while others work, or no call of theirs in 35 minutes of log before. Possible: one or two sessions of unknown clients "
            + "while others work, or a flat rate for 2 hours where the log shows no sessions";

    public override string Sources =>
        "30 minutes: W. Lam, October 2022 (idle timeout of the API); bareos issue 2143; evoila/meho issue 3566; the others chosen here";

    public override RunFit Explain(VCenterEvidence evidence, RefusedRun run)
    {
        if (!run.IsBurst && run.Count < MinCalls)
        {
            return RunFit.None;
        }

        bool isFlat = IsFlat(run);
        TimeSpan duration = run.End - run.Start;
        if (run.Share(call => call.Session is not null) < MinKnown)
        {
            return isFlat && duration >= LongFlat ? RunFit.Possible : RunFit.None;
        }

        RefusedSession[] sessions = Sessions(run);
        if (sessions.Length == 0)
        {
            return RunFit.None;
        }

        return Termination(evidence, run, sessions) is not null ? RunFit.Certain
            : IsIdle(evidence, sessions) || (isFlat && duration >= LongFlat) ? RunFit.Proven
            : (isFlat && duration >= MinFlat) || IsAlone(evidence, run, sessions) || IsUnseen(evidence, sessions) ? RunFit.Good
            : sessions.Length <= FewSessions && IsUnknown(sessions) && OtherCalls(evidence, run) > 0 ? RunFit.Possible
            : RunFit.None;
    }

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        IReadOnlyList<RefusedRun> runs = claims.RunsOf(this);
        if (runs.Count == 0)
        {
            return null;
        }

        RefusedRun run = runs.OrderByDescending(item => item.Count).First();
        RefusedSession[] sessions = Sessions(run);
        ApiClient[] owners = [.. sessions.Select(session => session.Owner).Where(owner => owner != ApiClient.Unattributed).Distinct()];
        ApiClientLoad[] clients = [.. owners.SelectMany(owner => evidence.Load.Where(client => IsOf(client, owner))).Distinct()];
        string who = owners.Length == 0 ? "A tool" : NameList.Join([.. owners.Select(owner => owner.ToString())]);
        (DateTimeOffset Time, ApiClient By)? ended = Termination(evidence, run, sessions);
        string why =
            ended is (DateTimeOffset time, ApiClient by)
                ? $"a session that was ended at {Phrases.Time(time)}{(by == ApiClient.Unattributed ? "" : " by " + by)}"
            : IsIdle(evidence, sessions) ? "a session that had expired"
            : "an old session";
        RunFit fit = claims.FitOf(this);
        return new()
        {
            Cause = Cause,
            Confidence =
                fit >= RunFit.Proven ? DiagnosisConfidence.High
                : fit == RunFit.Good ? DiagnosisConfidence.Medium
                : DiagnosisConfidence.Low,
            Summary = $"{who} goes on with {why}{RunSentences.When(runs)}. It must log in again.",
            First = runs.Min(item => item.Start),
            Last = runs.Max(item => item.End),
            Evidence =
            [
                .. Observations(evidence, run, sessions, ended),
                RunSentences.Describe(Cause, evidence, runs),
                .. JobDetails.Describe(Cause, evidence, runs),
            ],
            Clients = clients,
            Accounts = [.. owners.Select(owner => owner.User).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)],
            Remedies = RemedyText.Number(Remedies(new(evidence), who, owners.Length > 0)),
            BurstCalls = RunSentences.BurstCalls(runs),
            Explained = runs.Sum(item => item.Count),
        };
    }

    private IEnumerable<DiagnosisEvidence> Observations(
        VCenterEvidence evidence, RefusedRun run, RefusedSession[] sessions, (DateTimeOffset Time, ApiClient By)? ended)
    {
        if (ended is (DateTimeOffset time, ApiClient by))
        {
            string who = by == ApiClient.Unattributed ? "a client that the logs do not name" : by.ToString();
            yield return Observe(
                EvidenceKind.TerminatedSession,
                EvidenceRole.Proof,
                $"Sessions were ended at {Phrases.Time(time)} by {who}."
            ) with
            {
                Start = time,
            };
        }

        if (IsIdle(evidence, sessions))
        {
            int minutes = sessions.Max(session => session.IdleSeconds) / 60;
            yield return Observe(
                EvidenceKind.IdleSession,
                EvidenceRole.Proof,
                FormattableString.Invariant($"The session had been idle for {Phrases.Count(minutes, "minute")}; the API ends one after ")
                    + FormattableString.Invariant($"{evidence.Options.Load.IdleTimeout.TotalMinutes:0}.")
            ) with
            {
                Count = minutes,
            };
        }

        if (sessions.Length > 0)
        {
            string others = OtherCalls(evidence, run) > 0 ? "; other clients work meanwhile" : "";
            yield return Observe(
                EvidenceKind.OneSession,
                EvidenceRole.Support,
                $"{(sessions.Length <= FewSessions ? "Nearly all" : "Most")} refused calls are of "
                    + $"{Phrases.Count(sessions.Length, "session")}{others}."
            ) with
            {
                Count = sessions.Length,
            };
        }
    }

    /// <summary>Returns the one or two sessions of nearly all calls; none where there are more.</summary>
    private static RefusedSession[] Sessions(RefusedRun run)
    {
        IGrouping<RefusedSession, FaultObservation>[] sessions =
        [
            .. run
                .Calls.Where(call => call.Session is not null)
                .GroupBy(call => call.Session!)
                .OrderByDescending(session => session.Count()),
        ];
        int all = sessions.Sum(session => session.Count());
        IGrouping<RefusedSession, FaultObservation>[] few = [.. sessions.Take(MaxSessions)];
        int needed = few.Length > 1 && few[0].Count() >= MinShareOfSessions * all ? 1 : few.Length;
        return all > 0 && few.Sum(session => session.Count()) >= MinShareOfSessions * all
            ? [.. few.Take(needed).Select(session => session.Key)]
            : [];
    }

    private static bool IsIdle(VCenterEvidence evidence, RefusedSession[] sessions) =>
        sessions.Length > 0
        && sessions.Count(session => session.IdleSeconds >= evidence.Options.Load.IdleTimeout.TotalSeconds) * 2 >= sessions.Length;

    /// <summary>Returns whether the first call of each session is a refused one, with enough of the log before it.</summary>
    private static bool IsUnseen(VCenterEvidence evidence, RefusedSession[] sessions) =>
        evidence.From is DateTimeOffset from
        && sessions.All(session =>
            session.FirstSeen - from.UtcTicks >= Unseen.Ticks && session.FirstRefused - session.FirstSeen <= FirstCall.Ticks);

    private static bool IsUnknown(RefusedSession[] sessions) => sessions.All(session => session.Owner == ApiClient.Unattributed);

    private static (DateTimeOffset Time, ApiClient By)? Termination(
        VCenterEvidence evidence, RefusedRun run, RefusedSession[] sessions)
    {
        foreach ((DateTimeOffset time, ApiClient by) in evidence.Terminations.Reverse())
        {
            bool isOlder = sessions.Length > 0 && sessions.All(session => session.FirstSeen > 0 && session.FirstSeen < time.UtcTicks);
            if (time >= run.Start - (isOlder ? OldTerminationReach : TerminationReach) && time <= run.Start.AddMinutes(1))
            {
                return (time, by);
            }
        }

        return null;
    }

    private static bool IsFlat(RefusedRun run)
    {
        int[] spans =
        [
            .. run
                .Calls.GroupBy(call => call.Ticks / (SpanMinutes * TimeSpan.TicksPerMinute))
                .Select(span => span.Count())
                .OrderBy(count => count),
        ];
        double expected = (run.End - run.Start).TotalMinutes / SpanMinutes;
        return spans.Length >= 0.7 * expected
            && spans.Length > 0
            && spans[spans.Length - 1] <= MaxFlatRatio * Math.Max(1, spans[spans.Length / 2]);
    }

    /// <summary>Returns whether the client has not logged in since its first refused call, and others work meanwhile.</summary>
    private static bool IsAlone(VCenterEvidence evidence, RefusedRun run, RefusedSession[] sessions)
    {
        ApiClient[] owners = [.. sessions.Select(session => session.Owner).Distinct()];
        bool hasLogin = evidence.Load.Any(client =>
            Array.Exists(owners, owner => IsOf(client, owner)) && client.Activity.Between(run.Start, run.End).Logins > 0
        );
        return !owners.Contains(ApiClient.Unattributed) && !hasLogin && OtherCalls(evidence, run) > 0;
    }

    private static long OtherCalls(VCenterEvidence evidence, RefusedRun run) =>
        Math.Max(0, evidence.TotalActivity.Between(run.Start, run.End).Calls - run.Count);

    private static bool IsOf(ApiClientLoad client, ApiClient owner) =>
        string.Equals(client.User, owner.User, StringComparison.OrdinalIgnoreCase)
        && (client.Address == owner.Address || owner.Address is null);

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library, string who, bool isNamed)
    {
        yield return library.NewLogin($"{(isNamed ? who : "The tool")} is refused until it logs in again; retrying does not help.");
        yield return library.KeepAlive();
    }
}
