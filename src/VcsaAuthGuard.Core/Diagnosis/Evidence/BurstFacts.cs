using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>A burst of refused calls with what the logs say around it.</summary>
internal sealed class BurstFacts
{
    /// <summary>A vpxd start drops all sessions: a burst that begins up to so long after one is its consequence.</summary>
    public static readonly TimeSpan RestartReach = TimeSpan.FromMinutes(10);

    /// <summary>How long before a burst a storm is looked for.</summary>
    public static readonly TimeSpan StormReach = TimeSpan.FromMinutes(10);

    private const double OneHostShare = 0.9;

    /// <summary>A stray or two may lie before the restart that a burst follows.</summary>
    private const double AfterRestartShare = 0.9;

    /// <summary>By then a client of the sessions that were dropped has called again, and logged in anew; what is refused later has another cause.</summary>
    private static readonly TimeSpan RestartEcho = TimeSpan.FromMinutes(30);

    private readonly CaseFacts _case;
    private IReadOnlyList<Surge>? _surges;

    public BurstFacts(FaultBurst burst, CaseFacts facts)
    {
        (Burst, _case) = (burst, facts);
        Restart = facts.Starts.FirstOrDefault(start => burst.Start - start.Time <= RestartReach && start.Time <= burst.End && IsNearlyAllAfter(start.Time));
        int named = burst.VMHost.Where(host => host.Name is not null).Sum(host => host.Count);
        IsOfOneHost = named >= Math.Max(2, burst.Count / 2) && burst.VMHost[0].Name is not null && burst.VMHost[0].Count >= OneHostShare * named;
    }

    public FaultBurst Burst { get; }

    /// <summary>The vpxd start in front of it.</summary>
    public ServiceStart? Restart { get; }

    public bool IsOfRestart => Restart is not null;

    /// <summary>Whether nearly all its faults name the same host.</summary>
    public bool IsOfOneHost { get; }

    /// <summary>The clients that did far more than usual in the minutes before it or in it, the strongest first.</summary>
    public IReadOnlyList<Surge> Surges => _surges ??= Surge.Find(_case, Burst.Start - StormReach, Burst.End);

    private bool IsNearlyAllAfter(DateTimeOffset start)
    {
        KindFacts faults = _case.Of(AuthFaultKind.NotAuthenticated);
        int all = faults.CountBetween(Burst.Start, Burst.End);
        return all > 0 && faults.CountBetween(start, Earlier(start + RestartEcho, Burst.End)) >= AfterRestartShare * all;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    /// <summary>Its faults whose token's idle time the log shows, and those of them idle for at least so many seconds but less than vCenter's own timeout.</summary>
    public (int Shown, int Idle, int Longest) IdleTokens(int least, int most)
    {
        int shown = 0;
        int idle = 0;
        int longest = 0;
        foreach (FaultSight sight in _case.Of(AuthFaultKind.NotAuthenticated).Sights)
        {
            if (sight.IdleSeconds >= 0 && sight.Ticks >= Burst.Start.UtcTicks && sight.Ticks <= Burst.End.UtcTicks)
            {
                shown++;
                bool isIdle = sight.IdleSeconds >= least && sight.IdleSeconds < most;
                idle += isIdle ? 1 : 0;
                longest = isIdle ? Math.Max(longest, sight.IdleSeconds) : longest;
            }
        }

        return (shown, idle, longest);
    }
}
