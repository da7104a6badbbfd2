using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Watching;

/// <summary>A burst as it is seen while it goes on.</summary>
public sealed record WatchedBurst
{
    /// <summary>Whether it goes on. When it no longer does, no fault of it lies within the rule's period.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The first fault's time.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>The time of the last fault so far.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>How many faults so far.</summary>
    public long Count { get; init; }

    /// <summary>The vCenter's name, as the watcher was told it, or else the logs' folder.</summary>
    public string Server { get; init; } = "";

    /// <summary>Whether a run that was ended in the middle may have told of it already.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>The rule that was exceeded.</summary>
    public BurstRule Rule { get; init; } = BurstRule.Default;
}
