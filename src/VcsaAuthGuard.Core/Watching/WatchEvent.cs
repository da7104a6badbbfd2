using VcsaAuthGuard.Faults;


namespace VcsaAuthGuard.Watching;

/// <summary>One thing a watcher tells of.</summary>
public sealed record WatchEvent
{
    /// <summary>What it is.</summary>
    public WatchEventKind Event { get; init; }

    /// <summary>The vCenter's name, as the watcher was told it, or else the logs' folder.</summary>
    public string Server { get; init; } = "";

    /// <summary>Whether a run that was ended in the middle may have told of it already.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>The fault, where it is one.</summary>
    public AuthFault? Fault { get; init; }

    /// <summary>The burst, where it is one that opened or cleared.</summary>
    public WatchedBurst? Burst { get; init; }
}
