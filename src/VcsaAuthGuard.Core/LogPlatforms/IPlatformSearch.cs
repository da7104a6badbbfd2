namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Searches one platform.</summary>
internal interface IPlatformSearch : IDisposable
{
    /// <summary>Gets the connection.</summary>
    PlatformConnection Connection { get; }

    /// <summary>Gets the longest time between two spans for which one query reads both and what lies between them, in nanoseconds;
    /// <see cref="long.MaxValue"/> where a query names each span.</summary>
    long MaxSpanGap { get; }

    /// <summary>Gets a value indicating whether a query can name spans that are farther from each other than
    /// <see cref="MaxSpanGap"/>.</summary>
    bool CanNameSpans { get; }

    /// <summary>Gets the number of times of lines that a query can name in the place of spans; 0 where it cannot. Lines of the same
    /// entries with other times are not returned then.</summary>
    int MaxTimes { get; }

    /// <summary>Gets a value indicating whether a query can select continuation lines, so that other lines are not transferred.</summary>
    bool CanSelectContinuations { get; }

    /// <summary>Starts a search. Sends nothing yet.</summary>
    IPlatformPages Search(PlatformFilter filter);

    /// <summary>Counts events by host and time.</summary>
    /// <param name="filter">The events.</param>
    /// <param name="span">The length of the spans of time, in nanoseconds; whole seconds.</param>
    /// <param name="token">Cancels the requests.</param>
    /// <returns>The spans with an event, in any order. At the ends of the range they have only events of the range.</returns>
    Task<List<PlatformCount>> CountAsync(PlatformFilter filter, long span, CancellationToken token);

    /// <summary>Releases what the platform keeps for this object.</summary>
    Task CloseAsync();
}

/// <summary>Represents the pages of one search.</summary>
internal interface IPlatformPages
{
    /// <summary>Returns the next events, oldest first; null at the end.</summary>
    Task<IReadOnlyList<PlatformEvent>?> NextAsync(CancellationToken token);

    /// <summary>Asks for larger pages from now on, where the platform gives them: the events are lines of entries.</summary>
    void Enlarge();
}
