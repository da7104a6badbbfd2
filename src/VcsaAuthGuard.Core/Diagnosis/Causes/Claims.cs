using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Diagnosis.Causes;

/// <summary>Records which cause explains which refused calls and faults, so that each is explained once.</summary>
internal sealed class Claims
{
    private readonly Dictionary<RefusedRun, (CauseRule Cause, RunFit Fit)> _runs = [];
    private readonly HashSet<AuthFaultKind> _kinds = [];
    private readonly HashSet<string> _tasks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);

    /// <summary>Gives each run of refused calls to the cause that explains it best; of causes that explain it as well, the first.</summary>
    public static Claims Create(VCenterEvidence evidence, IReadOnlyList<CauseRule> causes)
    {
        Claims claims = new();
        foreach (RefusedRun run in evidence.Runs)
        {
            (CauseRule Cause, RunFit Fit) best = causes
                .Select(cause => (cause, Fit: cause.Explain(evidence, run)))
                .OrderByDescending(candidate => candidate.Fit)
                .FirstOrDefault();
            if (best.Fit != RunFit.None)
            {
                claims._runs[run] = best;
            }
        }

        return claims;
    }

    /// <summary>Returns the runs that a cause explains best.</summary>
    public IReadOnlyList<RefusedRun> RunsOf(CauseRule cause) => [.. _runs.Where(run => run.Value.Cause == cause).Select(run => run.Key)];

    /// <summary>Returns how well a cause explains the runs it was given: the best of them.</summary>
    public RunFit FitOf(CauseRule cause) =>
        _runs.Values.Where(run => run.Cause == cause).Select(run => run.Fit).DefaultIfEmpty(RunFit.None).Max();

    /// <summary>Determines whether any cause explains a run.</summary>
    public bool IsExplained(RefusedRun run) => _runs.ContainsKey(run);

    /// <summary>Marks the faults of a kind as explained.</summary>
    public void Add(AuthFaultKind kind) => _kinds.Add(kind);

    /// <summary>Determines whether a cause explains the faults of a kind.</summary>
    public bool IsExplained(AuthFaultKind kind) => _kinds.Contains(kind);

    /// <summary>Marks the failed tasks of a fault as explained.</summary>
    public void AddTask(string reason) => _tasks.Add(reason);

    /// <summary>Determines whether a cause explains the failed tasks of a fault.</summary>
    public bool IsTaskExplained(string reason) => _tasks.Contains(reason);

    /// <summary>Marks the refused logins of an account as explained.</summary>
    public void AddAccount(string account) => _accounts.Add(AccountName.Normalize(account));

    /// <summary>Determines whether a cause explains the refused logins of an account.</summary>
    public bool IsExplained(string account) => _accounts.Contains(AccountName.Normalize(account));
}
