using System.Globalization;
using System.Text.Json;

namespace VcsaAuthGuard.LogPlatforms.Loki;

/// <summary>Searches lines of Grafana Loki: <c>GET /loki/api/v1/query_range</c>, forward. The line filter compares bytes, as the reader
/// does.</summary>
internal sealed class LokiSearch : IPlatformSearch
{
    private const string Path = "loki/api/v1/query_range";
    private const string Asked = "GET /loki/api/v1/query_range";

    /// <summary>The default limit of Loki (max_entries_limit_per_query).</summary>
    private const int MaxLines = 5000;

    /// <summary>The label with the second of a line's time, which only the query has.</summary>
    private const string SecondLabel = "vcsa_second";

    /// <summary>The number of characters of a query from which it is sent in a request's body: proxies limit an address to 8 KiB.</summary>
    private const int MaxAddress = 4000;

    private const long NanosecondsPerSecond = 1000 * UnixTime.NanosecondsPerMillisecond;

    /// <summary>The default limit of series of a query (max_query_series) is 500.</summary>
    private const int MaxSeries = 400;

    /// <summary>The limit of points of a series is 11,000.</summary>
    private const long MaxPoints = 10_000;

    private static readonly string[] DefaultLogFields = ["filename", "app", "job"];

    private static readonly PlatformAdvice Advice = new()
    {
        NotThisApi =
            "Check that the address is that of Loki, with the path under which it is published, and that no proxy answers in its place.",
        Unreachable = "Check the name, the port (3100 when the address has no scheme), the firewall and the proxy.",
    };

    private readonly PlatformOptions _options;
    private readonly PlatformApiClient _client;
    private readonly string _hostField;
    private readonly IReadOnlyList<string> _logFields;
    private volatile bool _isPostRefused;

    public LokiSearch(PlatformOptions options, HttpMessageHandler handler)
    {
        _options = options;
        _client = new(options, handler, Advice);
        _hostField = options.HostField ?? "hostname";
        _logFields = options.LogField.Count > 0 ? options.LogField : DefaultLogFields;
    }

    public PlatformConnection Connection => _client.Connection;

    /// <summary>Gets ten minutes: of what lies between only continuation lines are transferred.</summary>
    public long MaxSpanGap => 600_000 * UnixTime.NanosecondsPerMillisecond;

    /// <summary>Gets a value indicating whether spans are selected by the time of each line, as a label of the query. A Loki
    /// without the template function <c>__timestamp__</c> refuses the query.</summary>
    public bool CanNameSpans { get; private set; } = true;

    public int MaxTimes => 0;

    public bool CanSelectContinuations => true;

    public void Dispose() => _client.Dispose();

    public Task CloseAsync() => Task.CompletedTask;

    public IPlatformPages Search(PlatformFilter filter)
    {
        string query = Query(filter);
        return new TimePages(
            filter,
            _options.PageSize,
            Math.Max(MaxLines, _options.PageSize),
            (from, limit, token) => QueryAsync(query, filter, from, limit, token),
            (time, most) =>
                Connection.Failure(
                    PlatformProblem.Incomplete,
                    FormattableString.Invariant(
                        $"at {UnixTime.Format(time)} it has {most} lines or more in one nanosecond, and gives no more at once."
                    ),
                    "Ask for fewer servers at once (-Server), or raise Loki's max_entries_limit_per_query and -PageSize."
                )
        );
    }

    private string Query(PlatformFilter filter)
    {
        List<string> matchers = _options.Selector is { Length: > 0 } more ? [more.Trim().TrimStart('{').TrimEnd('}')] : [];
        if (filter.Parts is null)
        {
            IReadOnlyList<string> hosts = filter.Hosts ?? _options.Servers;
            matchers.Add($"{_hostField}=~{LineExpression.Quoted(hosts.Count == 0 ? ".+" : AnyOf(hosts))}");
        }
        else
        {
            matchers.Add($"{_hostField}=~{LineExpression.Quoted(AnyOf(filter.HostsOfParts))}");
            if (filter.LogsOfParts() is (string field, IEnumerable<string> logs))
            {
                matchers.Add($"{field}=~{LineExpression.Quoted(AnyOf(logs))}");
            }
        }

        string expression = LineExpression.Of(filter);
        return $"{{{string.Join(", ", matchers)}}}{(expression.Length == 0 ? "" : " |~ " + LineExpression.Quoted(expression))}"
            + (filter.NamesSpans ? OfSpans(filter.Parts!) : "");
    }

    /// <summary>Returns the pipeline stages that select the seconds of spans.</summary>
    private static string OfSpans(IEnumerable<PlatformSpan> spans)
    {
        IEnumerable<string> conditions = spans
            .Select(span => (From: span.From / NanosecondsPerSecond, To: (span.To - 1) / NanosecondsPerSecond))
            .Distinct()
            .Select(span => FormattableString.Invariant($"({SecondLabel}>={span.From} and {SecondLabel}<={span.To})"));
        return $" | label_format {SecondLabel}=`{{{{ __timestamp__ | unixEpoch }}}}` | {string.Join(" or ", conditions)}";
    }

    private static string AnyOf(IEnumerable<string> values) => string.Join("|", values.Select(LineExpression.Escaped));

    private async Task<List<PlatformEvent>> QueryAsync(string query, PlatformFilter filter, long from, int limit, CancellationToken token)
    {
        using PlatformResponse response = await SendAsync(
            filter.NamesSpans,
            token,
            ("query", query),
            ("start", UnixTime.Text(from)),
            ("end", UnixTime.Text(filter.To)),
            ("limit", UnixTime.Text(limit)),
            ("direction", "forward")).ConfigureAwait(false);
        List<PlatformEvent> found = [];
        foreach (JsonElement stream in ReadResult(response, from, filter.To).EnumerateArray())
        {
            ReadStream(stream, found, response);
        }

        // Each stream is in order; the streams beside one another are not. The sort is stable, so that a stream's order stays.
        return [.. found.OrderBy(line => line.Nanoseconds)];
    }

    /// <summary>Sends a query: one that is too long for an address in the body of a request, unless that is refused.</summary>
    private async Task<PlatformResponse> SendAsync(bool namesSpans, CancellationToken token, params (string Key, string Value)[] fields)
    {
        bool isPost = fields.Sum(field => field.Value.Length) > MaxAddress && !_isPostRefused;
        try
        {
            return isPost
                ? await _client.SendFormAsync(Path, "POST /loki/api/v1/query_range", token, fields).ConfigureAwait(false)
                : await GetAsync().ConfigureAwait(false);
        }
        catch (PlatformException e) when (namesSpans && (int?)e.Status is >= 400 and < 500)
        {
            CanNameSpans = false;
            throw;
        }
        catch (PlatformException e) when (isPost && (int?)e.Status is 403 or 404 or 405)
        {
            _isPostRefused = true;
            return await GetAsync().ConfigureAwait(false);
        }

        Task<PlatformResponse> GetAsync() => _client.GetAsync(
            $"{Path}?{string.Join("&", fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"))}", Asked, token);
    }

    /// <summary>Returns the result of a response that is complete.</summary>
    private JsonElement ReadResult(PlatformResponse response, long from, long to)
    {
        if (response.Json?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("status", out JsonElement status) || status.ValueKind != JsonValueKind.String
            || !root.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("result", out JsonElement streams) || streams.ValueKind != JsonValueKind.Array)
        {
            throw Connection.NotThisApi($"the answer to {Asked} has no data.", response);
        }

        bool hasWarnings =
            root.TryGetProperty("warnings", out JsonElement warnings)
            && warnings.ValueKind == JsonValueKind.Array
            && warnings.GetArrayLength() > 0;
        if (hasWarnings || status.GetString() != "success")
        {
            throw Connection.Failure(
                PlatformProblem.Incomplete,
                $"from {UnixTime.Format(from)} on, up to {UnixTime.Format(to)}, it warns that its response may be incomplete "
                    + $"({(hasWarnings ? Connection.Redact(warnings.GetRawText()) : "status " + Connection.Redact(status.GetString()!))}).",
                "Ask for a narrower -After and -Before or for fewer servers (-Server).");
        }

        return streams;
    }

    /// <summary>
    /// Counts lines: <c>sum by (host) (count_over_time(... [5m]))</c> at the end of each span. A query returns at most 500 series
    /// (<c>max_query_series</c>) of 11,000 points, so hosts and times are divided; where no host is named, the label's values are.
    /// </summary>
    public async Task<List<PlatformCount>> CountAsync(PlatformFilter filter, long span, CancellationToken token)
    {
        IReadOnlyList<string> hosts = filter.Hosts ?? _options.Servers;
        hosts = hosts.Count > 0 ? hosts : await HostsAsync(filter, token).ConfigureAwait(false);
        List<Task<List<PlatformCount>>> queries = [];
        for (int first = 0; first < hosts.Count; first += MaxSeries)
        {
            PlatformFilter part = filter with { Hosts = [.. hosts.Skip(first).Take(MaxSeries)] };
            queries.AddRange(Pieces(filter, span).Select(piece => CountAsync(part, span, piece.From, piece.To, token)));
        }

        return [.. (await Task.WhenAll(queries).ConfigureAwait(false)).SelectMany(counts => counts)];
    }

    /// <summary>Divides a range into the parts of spans at its ends and whole spans between, of which one query can count many.</summary>
    private static IEnumerable<(long From, long To)> Pieces(PlatformFilter filter, long span)
    {
        for (long from = filter.From, to; from < filter.To; from = to)
        {
            long wholeEnd = filter.To / span * span;
            to = from % span != 0 ? Math.Min(filter.To, (from / span * span) + span)
                : wholeEnd > from ? Math.Min(wholeEnd, from + (MaxPoints * span))
                : filter.To;
            yield return (from, to);
        }
    }

    private async Task<IReadOnlyList<string>> HostsAsync(PlatformFilter filter, CancellationToken token)
    {
        string path = FormattableString.Invariant(
            $"loki/api/v1/label/{Uri.EscapeDataString(_hostField)}/values?start={filter.From}&end={filter.To}");
        const string Name = "GET /loki/api/v1/label/.../values";
        using PlatformResponse response = await _client.GetAsync(path, Name, token).ConfigureAwait(false);
        return response.Json?.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("status", out JsonElement status)
            && status.ValueKind == JsonValueKind.String
            ? root.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Array
                ? [.. data.EnumerateArray().Select(value => value.ToString()).Where(value => value.Length > 0)]
                : []
            : throw Connection.NotThisApi($"the answer to {Name} has no values.", response);
    }

    private async Task<List<PlatformCount>> CountAsync(PlatformFilter filter, long span, long from, long to, CancellationToken token)
    {
        // A point counts the lines of a window that ends at its time, and that is in it: a nanosecond before the end of the span.
        bool areWhole = from % span == 0 && to % span == 0;
        string window = areWhole
            ? UnixTime.Text(span / NanosecondsPerSecond) + "s"
            : UnixTime.Text((to - from + UnixTime.NanosecondsPerMillisecond - 1) / UnixTime.NanosecondsPerMillisecond) + "ms";
        string query = $"sum by ({_hostField}) (count_over_time({Query(filter)} [{window}]))";
        long first = (areWhole ? from + span : to) - 1;
        using PlatformResponse response = await SendAsync(
            namesSpans: false,
            token,
            ("query", query),
            ("start", UnixTime.Text(first)),
            ("end", UnixTime.Text(to - 1)),
            ("step", UnixTime.Text(span / NanosecondsPerSecond))).ConfigureAwait(false);
        List<PlatformCount> counts = [];
        foreach (JsonElement series in ReadResult(response, from, to).EnumerateArray())
        {
            if (!series.TryGetProperty("metric", out JsonElement labels) || labels.ValueKind != JsonValueKind.Object
                || !series.TryGetProperty("values", out JsonElement values) || values.ValueKind != JsonValueKind.Array)
            {
                throw Connection.NotThisApi($"the answer to {Asked} is no series of counts.", response);
            }

            string? host = Label(labels, _hostField);
            foreach (JsonElement value in values.EnumerateArray())
            {
                if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < 2 || !value[0].TryGetDouble(out double seconds)
                    || !double.TryParse(value[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double count))
                {
                    throw Connection.NotThisApi($"the answer to {Asked} has a value that is no time and count.", response);
                }

                // The time of a whole span has milliseconds at most: rounded, it is the end of the span.
                long start = areWhole ? ((long)Math.Round(seconds) * NanosecondsPerSecond) - span : from / span * span;
                counts.Add(new(host, start, (long)count));
            }
        }

        return counts;
    }

    private void ReadStream(JsonElement stream, List<PlatformEvent> found, PlatformResponse response)
    {
        if (!stream.TryGetProperty("stream", out JsonElement labels) || labels.ValueKind != JsonValueKind.Object
            || !stream.TryGetProperty("values", out JsonElement values) || values.ValueKind != JsonValueKind.Array)
        {
            throw Connection.NotThisApi($"the answer to {Asked} is no streams of lines.", response);
        }

        string? host = Label(labels, _hostField);
        string? logField = _logFields.FirstOrDefault(field => Label(labels, field) is not null);
        string? log = logField is null ? null : Label(labels, logField);
        foreach (JsonElement value in values.EnumerateArray())
        {
            if (
                value.ValueKind != JsonValueKind.Array
                || value.GetArrayLength() < 2
                || !long.TryParse(value[0].GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out long time)
                || value[1].GetString() is not string text
            )
            {
                throw Connection.NotThisApi($"the answer to {Asked} has a value that is no time and line.", response);
            }

            found.Add(new PlatformEvent(time, host, logField, log, UnixTime.Text(time), text, HasPlace: true));
        }
    }

    private static string? Label(JsonElement labels, string name) =>
        labels.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
