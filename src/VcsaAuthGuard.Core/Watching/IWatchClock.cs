namespace VcsaAuthGuard.Watching;

/// <summary>The clock a watcher goes by, so that tests need not wait.</summary>
internal interface IWatchClock
{
    /// <summary>The time since some fixed moment; it never steps back.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>The time of day.</summary>
    DateTimeOffset UtcNow { get; }
}
