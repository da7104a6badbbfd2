using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Records which cause explains which refused calls and faults, so that each is explained once.</summary>
internal sealed class Claims
{
    /// <summary>Calls of unknown sessions that are refused this soon after others are a part of the same.</summary>
    private static readonly TimeSpan Continuation = TimeSpan.FromMinutes(30);

    private readonly Dictionary<RefusedRun, (CauseRule Cause, RunFit Fit)> _runs = [];
    private readonly HashSet<RefusedRun> _contested = [];
    private readonly Dictionary<AuthFaultKind, CauseRule> _kinds = [];
    private readonly Dictionary<FailedCalls, CauseRule> _failures = [];
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);

    /// <summary>Gives each run of refused calls to the cause that explains it best; of causes that explain it as well, the first.</summary>
    public static Claims Create(VCenterEvidence evidence, IReadOnlyList<CauseRule> causes)
    {
        Claims claims = new();
        foreach (RefusedRun run in evidence.Runs)
        {
            (CauseRule Cause, RunFit Fit)[] candidates =
            [
                .. causes.Select(cause => (cause, Fit: cause.Explain(evidence, run))).OrderByDescending(candidate => candidate.Fit),
            ];
            if (candidates[0].Fit != RunFit.None)
            {
                claims._runs[run] = candidates[0];
                // The session of a client that was cut off is an old one too: that is no other cause.
                bool isCutOff = candidates[0].Cause.Cause == DiagnosisCause.NetworkPartition;
                RunFit rival = candidates.Skip(1)
                    .Where(other => !isCutOff || other.Cause.Cause != DiagnosisCause.StaleSession)
                    .Max(other => other.Fit);
                bool hasRival = candidates[0].Fit < RunFit.Certain && rival >= RunFit.Good;
                if (hasRival || candidates[0].Fit == rival)
                {
                    claims._contested.Add(run);
                }
            }
        }

        claims.JoinPartitioned();
        return claims;
    }

    /// <summary>Gives the calls that a client which was cut off makes later with the same sessions, or soon after, to the cause of the
    /// first ones: its session is an old one because of that.</summary>
    private void JoinPartitioned()
    {
        KeyValuePair<RefusedRun, (CauseRule Cause, RunFit Fit)>[] cut =
        [
            .. _runs.Where(run => run.Value.Cause.Cause == DiagnosisCause.NetworkPartition),
        ];
        RefusedRun[] stale =
        [
            .. _runs.Where(run => run.Value.Cause.Cause == DiagnosisCause.StaleSession && run.Value.Fit < RunFit.Certain)
                .Select(run => run.Key),
        ];
        foreach (RefusedRun run in stale)
        {
            foreach (KeyValuePair<RefusedRun, (CauseRule Cause, RunFit Fit)> first in cut.Where(first => IsContinued(first.Key, run)))
            {
                _runs[run] = (first.Value.Cause, RunFit.Good);
            }
        }
    }

    private static bool IsContinued(RefusedRun first, RefusedRun next)
    {
        RefusedSession[] known = [.. next.Calls.Select(call => call.Session).OfType<RefusedSession>().Distinct()];
        RefusedSession[] before = [.. first.Calls.Select(call => call.Session).OfType<RefusedSession>().Distinct()];
        return known.Length == 0 || before.Length == 0
            ? next.Start >= first.Start && next.Start - first.End <= Continuation
            : known.Intersect(before).Count() * 2 >= known.Length;
    }

    /// <summary>Returns the runs that a cause explains best.</summary>
    public IReadOnlyList<RefusedRun> RunsOf(CauseRule cause) => [.. _runs.Where(run => run.Value.Cause == cause).Select(run => run.Key)];

    /// <summary>Returns how well a cause explains the runs it was given: the best of them.</summary>
    public RunFit FitOf(CauseRule cause) =>
        _runs.Values.Where(run => run.Cause == cause).Select(run => run.Fit).DefaultIfEmpty(RunFit.None).Max();

    /// <summary>Returns the runs that fit a cause better than others; none if none does.</summary>
    public IReadOnlyList<RefusedRun> GoodRunsOf(DiagnosisCause cause) =>
        _runs.Values.FirstOrDefault(run => run.Cause?.Cause == cause).Cause is CauseRule rule && FitOf(rule) >= RunFit.Good
            ? RunsOf(rule)
            : [];

    /// <summary>Determines whether another cause explains the runs of a cause as well, or nearly so.</summary>
    public bool IsContested(CauseRule cause) => RunsOf(cause).Any(_contested.Contains);

    /// <summary>Determines whether any cause explains a run.</summary>
    public bool IsExplained(RefusedRun run) => _runs.ContainsKey(run);

    /// <summary>Marks the faults of a kind as explained by a cause.</summary>
    public void Add(AuthFaultKind kind, CauseRule cause) => _kinds[kind] = cause;

    /// <summary>Determines whether a cause explains the faults of a kind.</summary>
    public bool IsExplained(AuthFaultKind kind) => _kinds.ContainsKey(kind);

    /// <summary>Marks failed calls as explained by a cause; the first keeps them.</summary>
    public void Add(IEnumerable<FailedCalls> failures, CauseRule cause)
    {
        foreach (FailedCalls failure in failures.Where(failure => !_failures.ContainsKey(failure)))
        {
            _failures[failure] = cause;
        }
    }

    /// <summary>Determines whether a cause explains failed calls.</summary>
    public bool IsExplained(FailedCalls failure) => _failures.ContainsKey(failure);

    /// <summary>Returns the kinds of faults that a cause explains.</summary>
    public IEnumerable<AuthFaultKind> KindsOf(CauseRule cause) => _kinds.Where(kind => kind.Value == cause).Select(kind => kind.Key);

    /// <summary>Returns the failed calls that a cause explains.</summary>
    public IEnumerable<FailedCalls> FailuresOf(CauseRule cause) =>
        _failures.Where(failure => failure.Value == cause).Select(failure => failure.Key);

    /// <summary>Marks the refused logins of an account as explained.</summary>
    public void AddAccount(string account) => _accounts.Add(AccountName.Normalize(account));

    /// <summary>Determines whether a cause explains the refused logins of an account.</summary>
    public bool IsExplained(string account) => _accounts.Contains(AccountName.Normalize(account));
}
