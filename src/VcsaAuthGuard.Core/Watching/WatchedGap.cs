using VcsaAuthGuard.Logs.Following;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Represents a part of the logs that a watcher could not read, because it was gone before. Faults in it are not reported.
/// </summary>
public sealed record WatchedGap
{
    /// <summary>Gets the log, or the first and the last of several.</summary>
    public string Source { get; init; } = "";

    /// <summary>Gets why it could not be read.</summary>
    public LogGapReason Reason { get; init; }

    /// <summary>Gets the time of the last entry that was read before the gap; null if it is not known.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Gets the time of the first entry after the gap; null if it is not known.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Gets the vCenter's name, as the watcher was given it, or else the logs' folder.</summary>
    public string Server { get; init; } = "";

    /// <summary>Gets whether a run that was ended may have reported it already.</summary>
    public bool IsRepeat { get; init; }

    internal static WatchedGap Create(LogGap gap, string server) =>
        new() { Source = gap.Source, Reason = gap.Reason, Start = gap.Start, End = gap.End, Server = server };

    /// <summary>Returns the log and why it could not be read.</summary>
    public override string ToString() => $"{Server}: {Source}: {Reason}";
}
