using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes.Observations;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes.Sessions;

/// <summary>Explains refused calls by a tool that goes on with a session that has expired or was ended.</summary>
internal sealed class StaleSessionCause : CauseRule
{
    private const int MaxSessions = 4;

    /// <summary>A tool that the logs name may keep this many sessions.</summary>
    private const int MaxSessionsOfOwner = 16;
    private const double MinShareOfSessions = 0.75;

    /// <summary>The most sessions of a run for which nothing but their number speaks.</summary>
    private const int FewSessions = 2;
    private const double MinKnown = 0.5;
    private const double MinKnownOfOne = 0.25;
    private const double MinShareOfOne = 0.9;

    /// <summary>Sessions that are refused less often than this on average are refused one here and one there.</summary>
    private const int MinCallsOfSession = 3;
    private const int MinCalls = 10;
    private const int MinCallsOfFew = 5;

    /// <summary>Each of the few sessions of a tool is refused this often, or more.</summary>
    private const int ManyCallsOfSession = 10;

    /// <summary>The share of the calls whose session must be known where all of them are of one.</summary>
    private const double MinSample = 0.1;

    /// <summary>A session that was used this soon before its first refused call was not idle.</summary>
    private const int ActiveSeconds = 300;

    /// <summary>Calls of a queue wait; two that waited are more than chance.</summary>
    private const int MinQueued = 2;

    /// <summary>The most calls of other sessions among those of a tool.</summary>
    private const double MaxShareOfStrays = 0.1;

    /// <summary>Calls refused for this long at a constant rate come from a tool that retries without end.</summary>
    private static readonly TimeSpan MinFlat = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongFlat = TimeSpan.FromHours(2);

    /// <summary>A burst with a peak of more than this many times the rate around it is no part of a flat series.</summary>
    private const double MaxPeakRatio = 3;

    private static readonly TimeSpan TerminationReach = TimeSpan.FromMinutes(10);

    /// <summary>Sessions that are known to be older than a termination are refused this long after it.</summary>
    private static readonly TimeSpan OldTerminationReach = TimeSpan.FromHours(2);

    /// <summary>Refused calls this long before a termination are not its consequence.</summary>
    private static readonly TimeSpan BeforeTermination = TimeSpan.FromMinutes(30);

    /// <summary>A session that this long a log does not show before its first refused call was idle.</summary>
    private static readonly TimeSpan Unseen = TimeSpan.FromMinutes(35);
    private static readonly TimeSpan FirstCall = TimeSpan.FromMinutes(1);

    /// <summary>Others work meanwhile where they are seen this soon before or after a short burst.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromMinutes(5);

    public override DiagnosisCause Cause => DiagnosisCause.StaleSession;

    public override string Title => "a tool uses an expired session";

    public override string Conditions =>
        "3 of 4 refused calls are of four sessions or fewer, or of 16 or fewer of one client. Proven: they were idle for 30 minutes or "
            + "more before, or were ended (vim.SessionManager.terminateSession, SessionTerminatedEvent) in the 10 minutes before the "
            + "first one, "
            + "or in the 2 hours before where the log shows them earlier, or the calls go on at a flat rate for 2 hours. Good: 9 of 10 "
            + "calls whose session is known are of one session (5 or more of them and a tenth of all, or, of a burst while others "
            + "work, 5 or more of one session or of four or fewer of one account that the logs name), or, of 10 or more and "
            + "a quarter of all, of four sessions with 10 calls or more for each, none of which was in use in the 5 minutes before or "
            + "waited, or of one client that the logs name, with 3 for each of its sessions, while others work or "
            + "without a new login of it; or a flat rate "
            + "for an hour, or no new login of that client while others work, or no call of theirs in 35 minutes of log before; where the "
            + "log shows no sessions, sessions that were ended in the 10 minutes before. Outside of a burst three or four sessions of "
            + "unknown clients with fewer than 10 calls for each are strays, as are those of clients that have less than a third of the "
            + "calls. Possible: one or two sessions while others work, or up to four with 3 calls for each, or 5 calls or more whose "
            + "session is known, 9 of 10 of them of one, in the burst or in the series it is a part of; where "
            + "the log shows no sessions, or few among many calls, a flat rate for 2 hours, or for one hour of calls too rare for a burst "
            + "that have regular pauses or that begin within the logs and are 40 or more and 20 an hour, or groups of calls at regular "
            + "times (four, or three of 10 calls), or a burst of calls that vpxd itself refused, and not a host "
            + "behind the gateway. Without refused calls in vpxd's log: 10 REST calls or more of one address that are refused with "
            + "status 401, and no login of it meanwhile";

    public override string Sources =>
        "30 minutes: W. Lam, October 2022 (idle timeout of the API); bareos issue 2143; evoila/meho issue 3566; the others chosen here";

    public override RunFit Explain(VCenterEvidence evidence, RefusedRun run)
    {
        RefusedSession[] sessions = Sessions(run);
        bool isFew = sessions.Length is > 0 and <= FewSessions;
        if (!run.IsBurst && run.Count < (isFew ? MinCallsOfFew : MinCalls))
        {
            return RunFit.None;
        }

        bool isEnded = Termination(evidence, run, sessions) is not null;
        TimeSpan flat = FlatDuration(run, sessions);
        if (sessions.Length == 0 && !IsOfOneClient(evidence, run))
        {
            bool isSteady = run.IsBurst
                ? flat >= LongFlat
                : flat >= MinFlat && RefusedSeries.IsOfTool(run.Series, evidence.From, evidence.To);
            bool isOfTool = isSteady || RefusedSeries.IsPeriodic(run.Series) || IsOwnRefusal(run);
            bool isSample = IsSampleOfOne(run.Calls, MinCallsOfFew) || IsSampleOfOwner(run);
            return isEnded || (isSample && run.IsBurst && OtherCalls(evidence, run) > 0) ? RunFit.Good
                : isSample || IsPartOfOne(run) || (isOfTool && !HasManySessions(run)) ? RunFit.Possible
                : RunFit.None;
        }

        return isEnded ? RunFit.Certain
            : IsIdle(evidence, sessions) ? RunFit.Proven
            : IsOfStrays(run, sessions) ? RunFit.None
            : flat >= LongFlat ? RunFit.Proven
            : IsOfOneClient(evidence, run) || flat >= MinFlat ? RunFit.Good
            : IsAlone(evidence, run, sessions) || IsUnseen(evidence, sessions) ? RunFit.Good
            : (isFew || IsOfFewSessions(run, MinCallsOfSession)) && (IsUnknown(sessions) || run.Count >= MinCalls)
                && OtherCalls(evidence, run, Around) > 0 ? RunFit.Possible
            : RunFit.None;
    }

    /// <summary>Returns whether calls outside of a burst are of several sessions of unknown clients, with too few of each to be those of a
    /// tool.</summary>
    private static bool IsOfStrays(RefusedRun run, RefusedSession[] sessions) =>
        !run.IsBurst && sessions.Length > FewSessions && IsUnknown(sessions) && !IsOfFewSessions(run, ManyCallsOfSession);

    /// <summary>
    /// Returns whether 9 of 10 refused calls whose session is known are of one session, of a few that were not in use before, or of one
    /// account that the logs name, while others work or without a new login of it: a storm refuses others too.
    /// </summary>
    public static bool IsOfOneClient(VCenterEvidence evidence, RefusedRun run)
    {
        RefusedSession[] known = [.. run.Calls.Select(call => call.Session).OfType<RefusedSession>()];
        bool isEnough = known.Length >= MinCalls && known.Length >= MinKnownOfOne * run.Calls.Count;
        if (!isEnough)
        {
            return known.Length >= MinSample * run.Calls.Count && IsSampleOfOne(run.Calls, MinCallsOfFew);
        }

        int[] counts = [.. known.GroupBy(session => session).Select(session => session.Count()).OrderByDescending(count => count)];
        bool isOfFew = counts.Take(MaxSessions).Sum() >= MinShareOfOne * known.Length;
        return counts[0] >= MinShareOfOne * known.Length
            || (isOfFew && NetworkPartitionCause.IsCandidate(evidence, run))
            || IsOfFewIdleSessions(run)
            || IsOfOneOwner(evidence, run, known);
    }

    /// <summary>Returns whether the refused calls are of four sessions or fewer, ten or more of each, none of which was in use just before,
    /// and of which none waited in a queue.</summary>
    private static bool IsOfFewIdleSessions(RefusedRun run) =>
        IsOfFewSessions(run, ManyCallsOfSession)
        && run.Calls.Count(call => call.IsQueued) < MinQueued
        && !run.Calls.Select(call => call.Session).OfType<RefusedSession>().Distinct().Any(IsActive);

    private static bool IsActive(RefusedSession session) =>
        session.IdleSeconds is >= 0 and < ActiveSeconds && session.FirstRefused - session.FirstSeen > FirstCall.Ticks;

    /// <summary>Returns whether the refused calls are of a few sessions of one account, while others work or without a new login of that
    /// account.</summary>
    private static bool IsOfOneOwner(VCenterEvidence evidence, RefusedRun run, RefusedSession[] known)
    {
        IGrouping<string?, RefusedSession>? owner = known
            .Where(session => session.Owner != ApiClient.Unattributed)
            .GroupBy(session => session.Owner.User ?? session.Owner.Address, StringComparer.OrdinalIgnoreCase)
            .Where(owner => owner.Count() >= MinCallsOfSession * owner.Distinct().Count())
            .OrderByDescending(owner => owner.Count())
            .FirstOrDefault();
        return owner is not null
            && owner.Count() >= MinShareOfOne * known.Length
            && (OtherCalls(evidence, run) > 0 || !HasLogin(evidence, run, [.. owner.Select(session => session.Owner).Distinct()]));
    }

    /// <summary>
    /// Returns whether refused calls look like those of an expired session: they go on at a flat rate for an hour or come again and again
    /// at regular times, or are of one or two sessions that were not used for long before, or those whose session is known are of four or
    /// fewer, or vpxd itself refused them, or sessions were ended just before. What else a busy hour shows is then no proof of a storm.
    /// </summary>
    public static bool IsSuspected(VCenterEvidence evidence, RefusedRun run)
    {
        RefusedSession[] sessions = Sessions(run);
        return FlatDuration(run, sessions) >= MinFlat
            || (sessions.Length is > 0 and <= FewSessions && (IsIdle(evidence, sessions) || IsUnseen(evidence, sessions)))
            || IsSampleOfOne(run.Calls, MinCallsOfSession)
            || IsSampleOfOwner(run)
            || IsOfFewSessions(run, MinCallsOfSession)
            || IsOwnRefusal(run)
            || RefusedSeries.IsPeriodic(run.Series)
            || Termination(evidence, run, sessions) is not null;
    }

    public override DiagnosisFinding? Find(VCenterEvidence evidence, Claims claims)
    {
        IReadOnlyList<RefusedRun> runs = claims.RunsOf(this);
        if (runs.Count == 0)
        {
            return OfRequests(evidence);
        }

        RefusedRun run = runs.OrderByDescending(item => item.Count).First();
        RefusedSession[] sessions = Sessions(run);
        ApiClient[] owners = [.. sessions.Select(session => session.Owner).Where(owner => owner != ApiClient.Unattributed).Distinct()];
        ApiClientLoad[] clients = [.. owners.SelectMany(owner => evidence.Load.Where(client => IsOf(client, owner))).Distinct()];
        string who = owners.Length == 0 ? "A tool" : NameList.Join([.. owners.Select(owner => owner.ToString())]);
        SessionTermination? ended = Termination(evidence, run, sessions);
        string why =
            ended is not null
                ? $"a session that was ended at {Phrases.Time(ended.Time)}"
                    + (ended.By == ApiClient.Unattributed ? "" : " by " + ended.By)
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
            Summary = fit == RunFit.Possible && sessions.Length == 0
                ? $"A tool perhaps goes on with {why}{RunSentences.When(runs)}; the logs do not show whose calls are refused."
                : $"{who} goes on with {why}{RunSentences.When(runs)}. It must log in again.",
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

    /// <summary>Returns the finding of REST calls that are refused for their session, in access logs; null if there are few, or of many
    /// addresses, or where the client logged in meanwhile.</summary>
    private DiagnosisFinding? OfRequests(VCenterEvidence evidence)
    {
        FaultKindEvidence refused = evidence.SymptomsOf(SymptomKind.RequestRefused);
        (string? address, int count) = refused.Addresses.Ranked.Select(item => (item.Key, item.Value)).FirstOrDefault();
        if (
            refused is not { First: DateTimeOffset first, Last: DateTimeOffset last }
            || address is null
            || count < MinCalls
            || count < MinShareOfSessions * refused.Count
        )
        {
            return null;
        }

        ApiClientLoad[] clients = [.. evidence.Load.Where(client => client.Address == address)];
        if (Array.Exists(clients, client => client.Activity.Between(first, last).Logins > 0))
        {
            return null;
        }

        string who = clients.FirstOrDefault(client => client.User is not null)?.Client.ToString() ?? $"A tool at {address}";
        return new()
        {
            Cause = Cause,
            Confidence = DiagnosisConfidence.Medium,
            Summary = $"{who} goes on with an old session{FaultTimes.Phrase(refused)}. It must log in again.",
            First = first,
            Last = last,
            Evidence =
            [
                Observe(
                    EvidenceKind.RefusedRequests,
                    EvidenceRole.Support,
                    $"{Phrases.Count(count, "REST call")} of {address} refused with status 401, and no login of it meanwhile.",
                    refused
                ),
            ],
            Clients = clients,
            Accounts = [.. clients.Select(client => client.User).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)],
            Remedies = RemedyText.Number(Remedies(new(evidence), who, isNamed: true)),
            Explained = refused.Count,
        };
    }

    private IEnumerable<DiagnosisEvidence> Observations(
        VCenterEvidence evidence, RefusedRun run, RefusedSession[] sessions, SessionTermination? ended)
    {
        if (ended is not null)
        {
            string who = ended.By == ApiClient.Unattributed ? "a client that the logs do not name" : ended.By.ToString();
            string whose = ended.Account is string account ? $" of {account}" : "";
            yield return Observe(
                EvidenceKind.TerminatedSession,
                EvidenceRole.Proof,
                $"Sessions{whose} were ended at {Phrases.Time(ended.Time)} by {who}."
            ) with
            {
                Start = ended.Time,
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

        if (sessions.Length == 0 && ended is null)
        {
            string how = IsOwnRefusal(run) ? "vpxd itself refused the calls, as it does where a session has expired or was ended"
                : RefusedSeries.IsPeriodic(run.Series) ? "The calls are refused in groups at regular times, as those of a job"
                : FlatDuration(run, sessions) >= MinFlat ? "The calls are refused at a flat rate, as those of a tool that tries on"
                : "The few refused calls whose session is known are all of one";
            yield return Observe(EvidenceKind.OneSession, EvidenceRole.Support, $"{how}. No log shows the sessions of most calls.");
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

    /// <summary>Returns whether the calls whose session is known, however few, are of one session: of a storm's many sessions, a few calls
    /// that the log shows would hardly be of the same.</summary>
    private static bool IsSampleOfOne(IReadOnlyList<FaultObservation> calls, int min)
    {
        RefusedSession[] known = [.. calls.Select(call => call.Session).OfType<RefusedSession>()];
        return known.Length >= min && known.GroupBy(session => session).Max(session => session.Count()) >= MinShareOfOne * known.Length;
    }

    /// <summary>Returns whether the calls whose session is known, however few, are of four sessions or fewer of one account that the logs
    /// name, with two calls or more for each.</summary>
    private static bool IsSampleOfOwner(RefusedRun run)
    {
        RefusedSession[] known = [.. run.Calls.Select(call => call.Session).OfType<RefusedSession>()];
        int sessions = known.Distinct().Count();
        return known.Length >= Math.Max(MinCallsOfFew, 2 * sessions)
            && sessions <= MaxSessions
            && known.Select(session => session.Owner.User?.ToLowerInvariant()).Distinct().ToArray() is [not null];
    }

    /// <summary>Returns whether a burst is a part of a longer series whose known calls are of one session, and none of its own is of
    /// another.</summary>
    private static bool IsPartOfOne(RefusedRun run) =>
        run.IsBurst
        && run.Series.Count > run.Calls.Count
        && IsSampleOfOne(run.Series, MinCallsOfFew)
        && run.Series.Count(call => call.Session is not null) >= MinSample * run.Series.Count
        && run.SessionCount <= 1;

    /// <summary>Returns whether 9 of 10 calls whose session is known are of four sessions or fewer, with several for each.</summary>
    private static bool IsOfFewSessions(RefusedRun run, int minOfSession)
    {
        int[] counts =
        [
            .. run.Calls.Select(call => call.Session).OfType<RefusedSession>().GroupBy(session => session)
                .Select(session => session.Count()).OrderByDescending(count => count),
        ];
        int few = counts.Take(MaxSessions).TakeWhile(count => count >= minOfSession).Count();
        return few > 0 && counts.Sum() >= MinKnownOfOne * run.Calls.Count && counts.Take(few).Sum() >= MinShareOfOne * counts.Sum();
    }

    /// <summary>Returns whether the known sessions of refused calls are more than a tool has: those of a few strays among many calls do
    /// not count.</summary>
    private static bool HasManySessions(RefusedRun run) =>
        run.SessionCount > MaxSessions && run.Share(call => call.Session is not null) > MaxShareOfStrays;

    /// <summary>Returns whether a burst is of calls that vpxd itself refused: a storm is refused at the gateway to the hosts.</summary>
    private static bool IsOwnRefusal(RefusedRun run) => run.IsBurst && run.Share(call => call.IsOwn) >= MinShareOfOne;

    private static bool IsKnown(RefusedRun run) => run.Share(call => call.Session is not null) >= MinKnown;

    /// <summary>Returns how long the calls around a run go on at a flat rate; zero if they do not, or where the run is a peak of
    /// them.</summary>
    private static TimeSpan FlatDuration(RefusedRun run, RefusedSession[] sessions)
    {
        IReadOnlyList<FaultObservation> series = Series(run, sessions);
        TimeSpan duration = RefusedSeries.FlatDuration(series);
        if (duration == TimeSpan.Zero || run.Burst is not FaultBurst burst)
        {
            return duration;
        }

        double usual = series.Count * (burst.Rule.Period.TotalSeconds / duration.TotalSeconds);
        return burst.PeakCount <= MaxPeakRatio * Math.Max(1, usual) ? duration : TimeSpan.Zero;
    }

    /// <summary>Returns the calls around a run, of its sessions where they are known.</summary>
    private static IReadOnlyList<FaultObservation> Series(RefusedRun run, RefusedSession[] sessions) =>
        sessions.Length == 0
            ? run.Series
            : [.. run.Series.Where(call => call.Session is RefusedSession session && sessions.Contains(session))];

    /// <summary>Returns the few sessions of nearly all calls, or those of one client; none if there are more, or most are not
    /// known.</summary>
    private static RefusedSession[] Sessions(RefusedRun run)
    {
        if (!IsKnown(run))
        {
            return [];
        }

        IGrouping<RefusedSession, FaultObservation>[] sessions =
        [
            .. run
                .Calls.Where(call => call.Session is not null)
                .GroupBy(call => call.Session!)
                .OrderByDescending(session => session.Count()),
        ];
        double needed = MinShareOfSessions * sessions.Sum(session => session.Count());
        IGrouping<RefusedSession, FaultObservation>[] few = [.. sessions.Take(MaxSessions)];
        if (few.Sum(session => session.Count()) < needed)
        {
            few = OfOneOwner(sessions, needed);
        }

        bool isOne = few.Length > 1 && few[0].Count() >= needed;
        return [.. few.Take(isOne ? 1 : few.Length).Select(session => session.Key)];
    }

    private static IGrouping<RefusedSession, FaultObservation>[] OfOneOwner(
        IGrouping<RefusedSession, FaultObservation>[] sessions, double needed)
    {
        IGrouping<RefusedSession, FaultObservation>[]? most = sessions
            .Where(session => session.Key.Owner != ApiClient.Unattributed)
            .GroupBy(session => session.Key.Owner)
            .Select(owner => owner.ToArray())
            .OrderByDescending(owner => owner.Sum(session => session.Count()))
            .FirstOrDefault();
        return most is { Length: <= MaxSessionsOfOwner } && most.Sum(session => session.Count()) >= needed ? most : [];
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

    private static SessionTermination? Termination(VCenterEvidence evidence, RefusedRun run, RefusedSession[] sessions)
    {
        foreach (SessionTermination ended in evidence.Terminations.Reverse())
        {
            bool isOlder =
                sessions.Length > 0 && sessions.All(session => session.FirstSeen > 0 && session.FirstSeen < ended.Time.UtcTicks);
            TimeSpan reach = isOlder ? OldTerminationReach : TerminationReach;
            bool isNear = ended.Time >= run.Start - reach || IsFollowed(ended, Series(run, sessions), reach);
            if (isNear && ended.Time <= run.MainStart.AddMinutes(1) && IsOf(ended, sessions) && CanBeMany(ended, run))
            {
                return ended;
            }
        }

        return null;
    }

    /// <summary>Returns whether refused calls begin with the end of a session: none in the half hour before it, and the next one soon
    /// after.</summary>
    private static bool IsFollowed(SessionTermination ended, IReadOnlyList<FaultObservation> calls, TimeSpan reach)
    {
        long time = ended.Time.UtcTicks;
        long next = calls.Select(call => call.Ticks).Where(ticks => ticks >= time).DefaultIfEmpty(long.MaxValue).Min();
        return next - time <= reach.Ticks && !calls.Any(call => call.Ticks < time && call.Ticks >= time - BeforeTermination.Ticks);
    }

    /// <summary>Returns whether the sessions of refused calls can be those that were ended: they are few, or most are known to be older.
    /// </summary>
    private static bool CanBeMany(SessionTermination ended, RefusedRun run)
    {
        RefusedSession[] known = [.. run.Calls.Select(call => call.Session).OfType<RefusedSession>().Distinct()];
        int older = known.Count(session => session.FirstSeen > 0 && session.FirstSeen < ended.Time.UtcTicks);
        return known.Length <= MaxSessions || older >= MinShareOfOne * known.Length;
    }

    /// <summary>Returns whether ended sessions can be the refused ones: an event names their account.</summary>
    private static bool IsOf(SessionTermination ended, RefusedSession[] sessions) =>
        ended.Account is not string account
        || sessions.All(session => session.Owner.User is not string user || AccountName.IsSame(user, account));

    /// <summary>Returns whether the client has not logged in since its first refused call, and others work meanwhile.</summary>
    private static bool IsAlone(VCenterEvidence evidence, RefusedRun run, RefusedSession[] sessions)
    {
        ApiClient[] owners = [.. sessions.Select(session => session.Owner).Distinct()];
        return !owners.Contains(ApiClient.Unattributed) && !HasLogin(evidence, run, owners) && OtherCalls(evidence, run) > 0;
    }

    private static bool HasLogin(VCenterEvidence evidence, RefusedRun run, ApiClient[] owners) => evidence.Load.Any(client =>
        Array.Exists(owners, owner => IsOf(client, owner)) && client.Activity.Between(run.Start, run.End).Logins > 0);

    /// <summary>Returns the number of calls of others around refused calls. Several refusals of one call, each by another host, are one
    /// call in vpxd's log.</summary>
    private static long OtherCalls(VCenterEvidence evidence, RefusedRun run, TimeSpan around = default)
    {
        int own = run.Calls.Where(call => call.Session is not null && call.BegunTicks > 0)
            .Select(call => (call.Session, call.BegunTicks)).Distinct().Count();
        return Math.Max(0, evidence.TotalActivity.Between(run.Start - around, run.End + around).Calls - own);
    }

    private static bool IsOf(ApiClientLoad client, ApiClient owner) =>
        string.Equals(client.User, owner.User, StringComparison.OrdinalIgnoreCase)
        && (client.Address == owner.Address || owner.Address is null);

    private static IEnumerable<DiagnosisRemedy> Remedies(RemedyLibrary library, string who, bool isNamed)
    {
        yield return library.NewLogin($"{(isNamed ? who : "The tool")} is refused until it logs in again; retrying does not help.");
        yield return library.KeepAlive();
    }
}
