namespace VcsaAuthGuard.Watching;

/// <summary>Specifies what a watcher reports.</summary>
public enum WatchEventKind : long
{
    /// <summary>A fault was logged.</summary>
    Fault,

    /// <summary>The rule is exceeded: a burst has begun.</summary>
    BurstOpened,

    /// <summary>No fault of the burst lies within the rule's period any more.</summary>
    BurstCleared,

    /// <summary>A part of the logs could not be read, because it was gone before.</summary>
    Gap,
}
