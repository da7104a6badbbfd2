using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Watching;

/// <summary>Represents one thing that a watcher reports.</summary>
public sealed record WatchEvent
{
    /// <summary>Gets the kind of event.</summary>
    public WatchEventKind Event { get; init; }

    /// <summary>Gets the vCenter's name, as the watcher was given it, or else the logs' folder.</summary>
    public string Server { get; init; } = "";

    /// <summary>Gets whether it may have been reported already: by a run that was ended, or before a log was truncated.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>Gets the fault; null for another event.</summary>
    public AuthFault? Fault { get; init; }

    /// <summary>Gets the burst that opened or cleared; null for another event.</summary>
    public WatchedBurst? Burst { get; init; }

    /// <summary>Gets the gap; null for another event.</summary>
    public WatchedGap? Gap { get; init; }
}
