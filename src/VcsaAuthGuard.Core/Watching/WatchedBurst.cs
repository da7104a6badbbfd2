using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Watching;

/// <summary>Represents a burst while it goes on.</summary>
public sealed record WatchedBurst
{
    /// <summary>Gets whether the burst goes on. It is over when no fault of it lies within the rule's period.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Gets the time of the first fault.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>Gets the time of the last fault so far.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>Gets the number of faults so far.</summary>
    public long Count { get; init; }

    /// <summary>Gets the vCenter's name, as it was given to the watcher, or else the logs' folder.</summary>
    public string Server { get; init; } = "";

    /// <summary>Gets whether a run that was ended may have reported it already.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>Gets the rule that was exceeded.</summary>
    public BurstRule Rule { get; init; } = BurstRule.Default;

    /// <summary>Returns the number of faults, the vCenter and when they were.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Server}: {Phrases.Count(Count, "fault")} from {Start:yyyy-MM-dd HH:mm:sszzz} to {End:yyyy-MM-dd HH:mm:sszzz}");
}
