namespace VcsaAuthGuard.ApiLoad;

/// <summary>Specifies the thresholds from which a client's use of sessions is reported as a pattern.</summary>
public sealed record LoadRules
{
    /// <summary>Gets the default rules.</summary>
    public static LoadRules Default { get; } = new();

    /// <summary>
    /// Gets the maximum number of calls of a session that was opened for a single item. 5 by default: logouts of such scripts report one to
    /// three calls.
    /// </summary>
    public int MaxCallsPerItem { get; init; } = 5;

    /// <summary>
    /// Gets the minimum number of sessions, or of logins without a logout, for a pattern. 20 by default: the smallest batch that KB 440879
    /// advises.
    /// </summary>
    public int MinLogins { get; init; } = 20;

    /// <summary>Gets the number of logins for each logout above which a client leaks sessions. 2 by default.</summary>
    public double LeakRatio { get; init; } = 2;

    /// <summary>
    /// Gets the time for which a session without a call is counted as open, at least a minute. 30 minutes by default, vCenter's own idle
    /// timeout in most sources (up to 120 minutes in KB 437427).
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);
}
