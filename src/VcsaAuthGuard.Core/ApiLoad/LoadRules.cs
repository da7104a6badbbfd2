namespace VcsaAuthGuard.ApiLoad;

/// <summary>When a client's use of sessions is a pattern to mend.</summary>
public sealed record LoadRules
{
    /// <summary>The rules when nothing else is said.</summary>
    public static LoadRules Default { get; } = new();

    /// <summary>A session of at most so many calls is one made for a single item. 5 when not given: logouts of such scripts tell one to
    /// three calls.</summary>
    public int MaxCallsPerItem { get; init; } = 5;

    /// <summary>
    /// Gets the minimum number of sessions, or of logins without a logout, for a pattern. 20 by default: the smallest batch that KB 440879
    /// advises.
    /// </summary>
    public int MinLogins { get; init; } = 20;

    /// <summary>A client leaks when it logs in more than so many times for each logout. 2 when not given.</summary>
    public double LeakRatio { get; init; } = 2;

    /// <summary>
    /// Gets the time for which a session without a call is counted as open, at least a minute. 30 minutes by default, vCenter's own idle
    /// timeout in most sources (up to 120 minutes in KB 437427).
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);
}
