using System.Text.Json;
using System.Text.Json.Nodes;

namespace VcsaAuthGuard.LogPlatforms.OpenSearch;

/// <summary>
/// Searches documents of OpenSearch and Elasticsearch by a point in time with <c>search_after</c>, or by a scroll where points in time or
/// the tie breaker <c>_shard_doc</c> (Elasticsearch 7.12, OpenSearch 3.3) are missing.
/// </summary>
internal sealed class OpenSearchSearch : IPlatformSearch
{
    private const string KeepAlive = "5m";

    /// <summary>The default of <c>index.max_result_window</c>.</summary>
    private const int MaxHits = 10_000;

    /// <summary>The default of <c>search.max_buckets</c> is 65,535.</summary>
    private const int MaxBuckets = 50_000;

    private static readonly PlatformAdvice Advice = new()
    {
        NotThisApi = "Check that the address is that of OpenSearch or Elasticsearch, with the path under which it is published, "
            + "and that no proxy answers in its place.",
        Unreachable = "Check the name, the port (9200 when the address has no scheme), the firewall and the proxy.",
    };

    private readonly PlatformOptions _options;
    private readonly PlatformApiClient _client;
    private readonly OpenSearchQuery _query;
    private readonly OpenSearchHits _hits;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly HashSet<string> _scrolls = [];
    private readonly string _index;
    private string? _pointInTime;
    private bool _isElastic;
    private bool _scrollsOnly;
    private bool _knowsFields;

    public OpenSearchSearch(PlatformOptions options, HttpMessageHandler handler)
    {
        _options = options;
        _client = new(options, handler, Advice);
        _query = new(options);
        _hits = new(_query, _client.Connection, options);
        _index = string.Join(",", options.Index.Split(',').Select(index => Uri.EscapeDataString(index.Trim())));
    }

    public PlatformConnection Connection => _client.Connection;

    /// <summary>Gets the fields that a sample showed, as a sentence; null if none was needed.</summary>
    public string? FieldsFound { get; private set; }

    public long MaxSpanGap => long.MaxValue;

    public bool CanNameSpans => false;

    public int MaxTimes => 0;

    /// <summary>Gets false: the index contains words only, and <c>--&gt;</c> is not a word.</summary>
    public bool CanSelectContinuations => false;

    public void Dispose()
    {
        _client.Dispose();
        _opening.Dispose();
    }

    public IPlatformPages Search(PlatformFilter filter) => new Pages(this, filter);

    public async Task<List<PlatformCount>> CountAsync(PlatformFilter filter, long span, CancellationToken token)
    {
        const string Asked = "POST _search";
        await FindFieldsAsync(token).ConfigureAwait(false);
        List<PlatformCount> counts = [];
        JsonObject? after = null;
        do
        {
            using PlatformResponse response = await _client
                .SendAsync(
                    HttpMethod.Post,
                    $"{_index}/_search?filter_path=aggregations,_shards,timed_out,terminated_early",
                    Asked,
                    _query.Counts(filter, span, MaxBuckets, after),
                    isRepeatable: true,
                    token)
                .ConfigureAwait(false);
            after = _hits.ReadCounts(response, filter, MaxBuckets, counts);
        }
        while (after is not null);
        return counts;
    }

    /// <summary>Ends the point in time and the scrolls, which cost the platform memory until they expire.</summary>
    public async Task CloseAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(5));
        if (Interlocked.Exchange(ref _pointInTime, null) is string open)
        {
            await (
                _isElastic
                    ? TryCloseAsync("_pit", new JsonObject { ["id"] = open }, limit.Token)
                    : TryCloseAsync("_search/point_in_time", new JsonObject { ["pit_id"] = new JsonArray(open) }, limit.Token)
            ).ConfigureAwait(false);
        }

        string[] scrolls;
        lock (_scrolls)
        {
            scrolls = [.. _scrolls];
            _scrolls.Clear();
        }

        if (scrolls.Length > 0)
        {
            await TryCloseAsync(
                    "_search/scroll",
                    new JsonObject { ["scroll_id"] = new JsonArray([.. scrolls.Select(scroll => (JsonNode)scroll)]) },
                    limit.Token
                )
                .ConfigureAwait(false);
        }
    }

    /// <summary>Closes a search context. A failure is ignored: the context expires, and an earlier error is more important.</summary>
    private async Task TryCloseAsync(string path, JsonObject body, CancellationToken token)
    {
        try
        {
            using PlatformResponse response = await _client
                .TrySendAsync(HttpMethod.Delete, path, "DELETE " + path, body, isRepeatable: false, token)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is PlatformException or OperationCanceledException)
        {
        }
    }

    /// <summary>Finds the fields that the options do not name, once. Where the platform gives no sample, the default ones are
    /// used.</summary>
    private async Task FindFieldsAsync(CancellationToken token)
    {
        if (_options.TextField is not null && _options.HostField is not null)
        {
            return;
        }

        await _opening.WaitAsync(token).ConfigureAwait(false);
        try
        {
            if (_knowsFields)
            {
                return;
            }

            const string Asked = "POST _search (a sample)";
            JsonObject range = OpenSearchQuery.Range(UnixTime.Nanoseconds(_options.After), UnixTime.Nanoseconds(_options.Before));
            JsonObject body = OpenSearchFields.Sample(range, _options);
            using PlatformResponse response = await _client
                .TrySendAsync(HttpMethod.Post, $"{_index}/_search?filter_path=hits.hits._source", Asked, body, isRepeatable: true, token)
                .ConfigureAwait(false);
            if (!IsUnknown(response))
            {
                _ = Connection.EnsureSuccess(response, Asked);
                (string text, string host) = OpenSearchFields.Find(response.Json?.RootElement, _options);
                _query.Use((text, host));
                FieldsFound =
                    $"The text is read from the field '{text}' (-TextField), and the vCenter Server's name from '{host}' (-HostField).";
            }

            _knowsFields = true;
        }
        finally
        {
            _opening.Release();
        }
    }

    private static bool IsUnknown(PlatformResponse response) => (int)response.Status is 400 or 404 or 405 or 501;

    /// <summary>Returns the point in time of all searches; null if the platform does not support it.</summary>
    private async Task<string?> PointInTimeAsync(CancellationToken token)
    {
        await _opening.WaitAsync(token).ConfigureAwait(false);
        try
        {
            if (_pointInTime is null && !_scrollsOnly)
            {
                _pointInTime = await TryOpenAsync("_search/point_in_time", "pit_id", token).ConfigureAwait(false);
                if (_pointInTime is null)
                {
                    _pointInTime = await TryOpenAsync("_pit", "id", token).ConfigureAwait(false);
                    _isElastic = _pointInTime is not null;
                }

                _scrollsOnly = _pointInTime is null;
            }

            return _pointInTime;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<string?> TryOpenAsync(string path, string property, CancellationToken token)
    {
        string asked = $"POST {path}";
        using PlatformResponse response = await _client
            .TrySendAsync(HttpMethod.Post, $"{_index}/{path}?keep_alive={KeepAlive}", asked, null, isRepeatable: true, token)
            .ConfigureAwait(false);
        if (IsUnknown(response))
        {
            return null;
        }

        return
            Connection.EnsureSuccess(response, asked).Json?.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty(property, out JsonElement id)
            ? id.GetString()
            : throw Connection.NotThisApi($"the answer to {asked} has no {property}.", response);
    }

    /// <summary>Represents the pages of one search.</summary>
    private sealed class Pages(OpenSearchSearch search, PlatformFilter filter) : IPlatformPages
    {
        private JsonArray? _after;
        private string? _scroll;
        private bool _hasEnded = filter.From >= filter.To;
        private int _size = PageSizes.For(filter, search._options.PageSize, MaxHits);

        public void Enlarge() => _size = Math.Max(_size, PageSizes.ForMatches(search._options.PageSize, MaxHits));

        public async Task<IReadOnlyList<PlatformEvent>?> NextAsync(CancellationToken token)
        {
            if (_hasEnded)
            {
                return null;
            }

            await search.FindFieldsAsync(token).ConfigureAwait(false);
            int size = _size;
            string? pointInTime = _scroll is null ? await search.PointInTimeAsync(token).ConfigureAwait(false) : null;
            using PlatformResponse response = pointInTime is null
                ? await ScrollAsync(token).ConfigureAwait(false)
                : await SearchAsync(pointInTime, size, token).ConfigureAwait(false) ?? await ScrollAsync(token).ConfigureAwait(false);
            OpenSearchPage page = search._hits.Read(response, filter);
            if (page.Scroll is not null)
            {
                RecordScroll(page.Scroll);
            }

            _after = page.After;
            _hasEnded = page.Events.Count < (_scroll is null ? size : 1);
            if (page.PointInTime is not null)
            {
                search._pointInTime = page.PointInTime;
            }

            return page.Events;
        }

        /// <summary>Returns a page of the point in time; null if the platform does not know the tie breaker.</summary>
        private async Task<PlatformResponse?> SearchAsync(string pointInTime, int size, CancellationToken token)
        {
            const string Path = "_search";
            const string Asked = "POST _search";
            JsonObject body = search._query.Body(filter, size, hasTieBreaker: true);
            body["pit"] = new JsonObject { ["id"] = pointInTime, ["keep_alive"] = KeepAlive };
            if (_after is not null)
            {
                body["search_after"] = _after.DeepClone();
            }

            PlatformResponse response = await search
                ._client.TrySendAsync(HttpMethod.Post, Path, Asked, body, isRepeatable: true, token)
                .ConfigureAwait(false);
            if ((int)response.Status == 400 && _after is null && response.Text.Contains("_shard_doc"))
            {
                search._scrollsOnly = true;
                await search.CloseAsync().ConfigureAwait(false);
                return null;
            }

            return search.Connection.EnsureSuccess(response, Asked);
        }

        private Task<PlatformResponse> ScrollAsync(CancellationToken token) =>
            _scroll is null
                ? search._client.SendAsync(
                    HttpMethod.Post,
                    $"{search._index}/_search?scroll={KeepAlive}",
                    "POST _search?scroll",
                    search._query.Body(filter, _size, hasTieBreaker: false),
                    isRepeatable: true,
                    token
                )
                // Asked again, it would give the page behind the one that was lost.
                : search._client.SendAsync(
                    HttpMethod.Post,
                    "_search/scroll",
                    "POST _search/scroll",
                    new JsonObject { ["scroll"] = KeepAlive, ["scroll_id"] = _scroll },
                    isRepeatable: false,
                    token
                );

        private void RecordScroll(string scroll)
        {
            lock (search._scrolls)
            {
                if (_scroll is not null && _scroll != scroll)
                {
                    search._scrolls.Remove(_scroll);
                }

                search._scrolls.Add(scroll);
            }

            _scroll = scroll;
        }
    }
}
