using VcsaAuthGuard.LogPlatforms.Aria;
using VcsaAuthGuard.LogPlatforms.Loki;
using VcsaAuthGuard.LogPlatforms.OpenSearch;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.LogPlatforms;

/// <summary>
/// The logs of a platform, searched over its API: it filters, pages are followed to their end, and an answer that is not whole is an error.
/// One search at a time.
/// </summary>
public sealed class PlatformLogs : ICollectedLogs, IDisposable
{
    private readonly PlatformOptions _options;
    private readonly IPlatformSearch _search;

    /// <summary>Logs of a platform; nothing is asked yet.</summary>
    /// <param name="options">Which platform, and what of it.</param>
    /// <param name="handler">How HTTPS is spoken, and which certificate is accepted; it is disposed of with this object.</param>
    /// <exception cref="ArgumentException">Aria Operations for Logs is asked without a credential.</exception>
    public PlatformLogs(PlatformOptions options, HttpMessageHandler handler)
    {
        _options = options;
        _search = options.Platform switch
        {
            LogPlatform.AriaLogs => new AriaLogsSearch(options, handler),
            LogPlatform.Loki => new LokiSearch(options, handler),
            _ => new OpenSearchSearch(options, handler),
        };
    }

    /// <summary>Called for each page that was read, on the thread that enumerates.</summary>
    public Action<PlatformLogs>? OnPage { get; init; }

    /// <summary>Events that were found, those read around a part of an entry not counted.</summary>
    public long Events { get; private set; }

    /// <summary>The time of the last of them; null before there is one.</summary>
    public DateTimeOffset? LastTime { get; private set; }

    /// <summary>Entries put together where other lines share their time and the platform does not promise the order of such lines.</summary>
    public long DoubtfulEntries { get; private set; }

    /// <summary>Events that are a part of an entry and name no host, so that the other parts cannot be asked for.</summary>
    public long PartsWithoutHost { get; private set; }

    /// <summary>The most requests that were under way at one time.</summary>
    internal int MostAtOnce => _search.Connection.PeakConcurrency;

    /// <inheritdoc/>
    /// <exception cref="PlatformException">The platform does not response, refuses, or gives only a part.</exception>
    public IEnumerable<CollectedEntry> Search(IReadOnlyList<SearchPhrase> phrases, CancellationToken cancellation)
    {
        PlatformFilter filter = new(UnixTime.Nanoseconds(_options.After), UnixTime.Nanoseconds(_options.Before), phrases);
        SplitEntryReassembler joiner = new(_search, phrases);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        IPlatformPages pages = _search.Search(filter);
        Task<IReadOnlyList<PlatformEvent>?> next = Start(pages, stop.Token);
        try
        {
            while (Wait(next) is { } page)
            {
                // The next page is on its way while this one is read.
                next = Start(pages, stop.Token);
                IReadOnlyList<PlatformEvent> entries = Wait(Task.Run(() => joiner.JoinAsync(page, stop.Token), stop.Token));
                Note(page);
                foreach (PlatformEvent entry in entries)
                {
                    yield return new(entry.Host, LogOf(entry), entry.Id, UnixTime.Time(entry.Nanoseconds), entry.Text);
                }
            }
        }
        finally
        {
            stop.Cancel();
            // It ends with its request; whatever it ended with, nobody waits for its page any more.
            ((IAsyncResult)next).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(1));
            _ = next.ContinueWith(task => task.Exception, TaskScheduler.Default);
            DoubtfulEntries += joiner.Doubtful;
            PartsWithoutHost += joiner.Unplaced;
        }
    }

    /// <inheritdoc/>
    public string NameOf(string? server) => $"{_options.Platform} {server ?? "-"} {_options.Address.Authority}";

    /// <summary>Gives back what the platform keeps for the searches, and closes the connections.</summary>
    public void Dispose()
    {
        Task.Run(_search.CloseAsync).Wait(TimeSpan.FromSeconds(5));
        _search.Dispose();
    }

    private static Task<IReadOnlyList<PlatformEvent>?> Start(IPlatformPages pages, CancellationToken token) => Task.Run(() => pages.NextAsync(token), token);

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>What stands behind the last slash is the file, as it is of a path.</summary>
    private string LogOf(PlatformEvent entry) => $"{NameOf(entry.Host)}/{entry.Log?.TrimStart('/')}";

    private void Note(IReadOnlyList<PlatformEvent> page)
    {
        if (page.Count > 0)
        {
            Events += page.Count;
            LastTime = UnixTime.Time(page[page.Count - 1].Nanoseconds);
        }

        OnPage?.Invoke(this);
    }
}
