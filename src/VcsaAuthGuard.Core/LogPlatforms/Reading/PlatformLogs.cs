using VcsaAuthGuard.LogPlatforms.Aria;
using VcsaAuthGuard.LogPlatforms.Loki;
using VcsaAuthGuard.LogPlatforms.OpenSearch;
using VcsaAuthGuard.LogPlatforms.Splunk;
using VcsaAuthGuard.LogPlatforms.VictoriaLogs;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.LogPlatforms.Reading;

/// <summary>
/// Searches the logs of a platform over its API: the platform filters, all pages are read, and an incomplete response is an error.
/// One search at a time.
/// </summary>
public sealed class PlatformLogs : ICollectedLogs, IDisposable
{
    private readonly PlatformOptions _options;
    private readonly IPlatformSearch _search;

    /// <summary>Initializes a reader of a platform's logs. No request is sent.</summary>
    /// <param name="options">Which platform, and what of it.</param>
    /// <param name="handler">Sends the requests; it is disposed of with this object.</param>
    /// <exception cref="ArgumentException">Aria Operations for Logs is asked without a credential.</exception>
    public PlatformLogs(PlatformOptions options, HttpMessageHandler handler)
    {
        _options = options;
        _search = options.Platform switch
        {
            LogPlatform.AriaLogs => new AriaLogsSearch(options, handler),
            LogPlatform.Loki => new LokiSearch(options, handler),
            LogPlatform.Splunk => new SplunkSearch(options, handler),
            LogPlatform.VictoriaLogs => new VictoriaLogsSearch(options, handler),
            _ => new OpenSearchSearch(options, handler),
        };
    }

    /// <summary>Gets the action that is called for each page, on the thread that enumerates.</summary>
    public Action<PlatformLogs>? OnPage { get; init; }

    /// <summary>Gets the number of events found, without those read to complete split entries.</summary>
    public long Events { get; private set; }

    /// <summary>Gets the time of the last event; null before the first one.</summary>
    public DateTimeOffset? LastTime { get; private set; }

    /// <summary>Gets the number of reassembled entries whose lines share their time with others, where the platform guarantees no
    /// order.</summary>
    public long DoubtfulEntries { get; private set; }

    /// <summary>Gets the number of events that are a part of an entry and name no host, so that the other parts cannot be
    /// queried.</summary>
    public long PartsWithoutHost { get; private set; }

    /// <summary>Gets the fields that were found in a sample of the logs, as a sentence; null if none was needed.</summary>
    public string? FieldsFound => (_search as OpenSearchSearch)?.FieldsFound;

    /// <summary>Gets the largest number of requests that were under way at one time.</summary>
    internal int MaxConcurrent => _search.Connection.PeakConcurrency;

    /// <inheritdoc/>
    /// <exception cref="PlatformException">The platform does not response, refuses, or gives only a part.</exception>
    public IEnumerable<CollectedEntry> Search(IReadOnlyList<SearchPhrase> phrases, CancellationToken cancellation) =>
        Search(FilterFor(phrases), cancellation);

    /// <summary>Gets the options.</summary>
    public PlatformOptions Options => _options;

    /// <summary>Returns the filter of the options for events with one of several phrases.</summary>
    internal PlatformFilter FilterFor(IReadOnlyList<SearchPhrase> phrases) =>
        new(UnixTime.Nanoseconds(_options.After), UnixTime.Nanoseconds(_options.Before), phrases);

    /// <summary>Returns the numbers of events with one of several phrases, by host and span of time.</summary>
    internal IReadOnlyList<PlatformCount> Count(IReadOnlyList<SearchPhrase> phrases, TimeSpan span, CancellationToken cancellation) =>
        CountAll([phrases], span, cancellation)[0];

    /// <summary>Returns the counts for several lists of phrases, asked for at one time.</summary>
    internal IReadOnlyList<IReadOnlyList<PlatformCount>> CountAll(
        IReadOnlyList<IReadOnlyList<SearchPhrase>> phrases, TimeSpan span, CancellationToken cancellation)
    {
        long nanoseconds = (long)span.TotalMilliseconds * UnixTime.NanosecondsPerMillisecond;
        return Wait(Task.Run(
            () => Task.WhenAll(phrases.Select(some => _search.CountAsync(FilterFor(some), nanoseconds, cancellation))), cancellation));
    }

    /// <summary>Searches for the entries of a filter.</summary>
    internal IEnumerable<CollectedEntry> Search(PlatformFilter filter, CancellationToken cancellation)
    {
        SplitEntryReassembler joiner = new(_search, filter.Phrases);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        IPlatformPages pages = _search.Search(filter);
        Task<IReadOnlyList<PlatformEvent>?> next = Start(pages, stop.Token);
        try
        {
            while (Wait(next) is { } found)
            {
                IReadOnlyList<PlatformEvent> page = found;
                if (SplitEntryReassembler.HasParts(page))
                {
                    pages.Enlarge();
                    next = Start(pages, stop.Token);
                    if (Wait(next) is { } rest && rest.Count <= page.Count / 2)
                    {
                        // One query completes the entries of both.
                        page = [.. page, .. rest];
                        next = Start(pages, stop.Token);
                    }
                }
                else
                {
                    // The next page is on its way while this one is read.
                    next = Start(pages, stop.Token);
                }

                IReadOnlyList<PlatformEvent> entries = Wait(Task.Run(() => joiner.JoinAsync(page, stop.Token), stop.Token));
                Record(page);
                foreach (PlatformEvent entry in entries)
                {
                    yield return new(entry.Host, LogOf(entry), entry.Id, UnixTime.Time(entry.Nanoseconds), entry.Text);
                }
            }
        }
        finally
        {
            stop.Cancel();
            // It ends with its request. Its result is not needed any more.
            ((IAsyncResult)next).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(1));
            _ = next.ContinueWith(task => task.Exception, TaskScheduler.Default);
            DoubtfulEntries += joiner.Doubtful;
            PartsWithoutHost += joiner.Unplaced;
        }
    }

    /// <inheritdoc/>
    public string NameOf(string? server) => $"{_options.Platform} {server ?? "-"} {_options.Address.Authority}";

    /// <summary>Releases the platform's resources for the searches, and closes the connections.</summary>
    public void Dispose()
    {
        Task.Run(_search.CloseAsync).Wait(TimeSpan.FromSeconds(5));
        _search.Dispose();
    }

    private static Task<IReadOnlyList<PlatformEvent>?> Start(IPlatformPages pages, CancellationToken token) =>
        Task.Run(() => pages.NextAsync(token), token);

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>Returns the source's name; the part after the last slash is the file, as in a path.</summary>
    private string LogOf(PlatformEvent entry) => $"{NameOf(entry.Host)}/{entry.Log?.TrimStart('/')}";

    private void Record(IReadOnlyList<PlatformEvent> page)
    {
        if (page.Count > 0)
        {
            Events += page.Count;
            LastTime = UnixTime.Time(page[page.Count - 1].Nanoseconds);
        }

        OnPage?.Invoke(this);
    }
}
