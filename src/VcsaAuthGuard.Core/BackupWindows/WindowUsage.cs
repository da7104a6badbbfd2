namespace VcsaAuthGuard.BackupWindows;

/// <summary>Represents what the API load shows of a window's runs: how often it was seen, and its usual load.</summary>
public sealed record WindowUsage
{
    /// <summary>Gets the number of its starts at which the client worked.</summary>
    public int RunsSeen { get; init; }

    /// <summary>Gets the number of its starts in the time that the load covers.</summary>
    public int RunsExpected { get; init; }

    /// <summary>Gets the number of days that the load covers.</summary>
    public int Days { get; init; }

    /// <summary>Gets the median of the runs' API calls.</summary>
    public long Calls { get; init; }

    /// <summary>Gets the median of the runs' logins.</summary>
    public long Logins { get; init; }

    /// <summary>Gets the number of sessions open at a time that 95 % of the runs do not exceed; null if no login was seen.</summary>
    public int? Sessions { get; init; }

    /// <summary>Returns how often it was seen, with its load; events alone have no calls.</summary>
    public override string ToString() => FormattableString.Invariant($"seen {RunsSeen} of {RunsExpected} times in {Days} days, ")
        + (Calls > 0 ? FormattableString.Invariant($"{Calls} calls and ") : "") + FormattableString.Invariant($"{Logins} logins a run");
}
