namespace VcsaAuthGuard.Watching;

/// <summary>What a watcher tells of.</summary>
public enum WatchEventKind
{
    /// <summary>A fault was logged.</summary>
    Fault,

    /// <summary>The rule is exceeded: a burst has begun.</summary>
    BurstOpened,

    /// <summary>No fault of the burst lies within the rule's period any more.</summary>
    BurstCleared,
}
