using System.Text.Json;

namespace VcsaAuthGuard.LogPlatforms.Aria;

/// <summary>
/// Searches events of Aria Operations for Logs: <c>GET /api/v2/events/CONSTRAINT/CONSTRAINT...</c>. Constraints with the same field and
/// operator are alternatives; all others must hold. CONTAINS matches consecutive words in either case (Log Insight API, "Specifying
/// constraints").
/// </summary>
internal sealed class AriaLogsSearch : IPlatformSearch
{
    /// <summary>The limit of the API.</summary>
    private const int MaxEvents = 20_000;

    /// <summary>The limit of the API for groups.</summary>
    private const int MaxBins = 2000;

    private static readonly string[] UsualLogFields = ["filepath", "appname"];

    private readonly PlatformOptions _options;
    private readonly AriaLogsClient _client;
    private readonly string _hostField;
    private readonly IReadOnlyList<string> _logFields;

    public AriaLogsSearch(PlatformOptions options, HttpMessageHandler handler)
    {
        _options = options;
        _hostField = options.HostField ?? "hostname";
        _logFields = options.LogField.Count > 0 ? options.LogField : UsualLogFields;
        AriaLogsOptions session = new()
        {
            Address = options.Address,
            Credential =
                options.Credential ?? throw new ArgumentException("Aria Operations for Logs wants a user and a password.", nameof(options)),
            Provider = options.Provider,
            Timeout = options.Timeout,
            ThrottleLimit = options.ThrottleLimit,
            TimeProvider = options.TimeProvider,
        };
        _client = new(session, handler, new() { NotThisApi = AriaLogsClient.NotThisApi, Unreachable = AriaLogsClient.Unreachable });
    }

    public PlatformConnection Connection => _client.Connection;

    /// <summary>Gets 30 seconds: what lies between is transferred.</summary>
    public long MaxSpanGap => 30_000 * UnixTime.NanosecondsPerMillisecond;

    public bool CanNameSpans => false;

    /// <summary>Gets 75, each with the millisecond after: constraints of one field and one operator are alternatives, and two bounds
    /// are two operators, so that times can be named and spans cannot. The address has about 6,000 characters.</summary>
    public int MaxTimes => 75;

    /// <summary>Gets false: the index contains words only, and <c>--&gt;</c> is not a word.</summary>
    public bool CanSelectContinuations => false;

    public void Dispose() => _client.Dispose();

    public Task CloseAsync() => Task.CompletedTask;

    public IPlatformPages Search(PlatformFilter filter) => new TimePages(
        filter,
        _options.PageSize,
        MaxEvents,
        (from, limit, token) => QueryAsync(filter, from, limit, token),
        (time, most) => Connection.Failure(
            PlatformProblem.Incomplete,
            FormattableString.Invariant($"at {UnixTime.Format(time)} it has {most} events or more, and cannot give more of one time."),
            "Ask for fewer servers at once (-Server), or leave that millisecond out with -After and -Before."));

    private static string Constraint(string field, string operation) =>
        "/" + Uri.EscapeDataString(field) + "/" + Uri.EscapeDataString(operation);

    private async Task<List<PlatformEvent>> QueryAsync(PlatformFilter filter, long from, int limit, CancellationToken token)
    {
        string path =
            $"/api/v2/events{string.Concat(Constraints(filter, from, filter.To))}"
            + FormattableString.Invariant($"?limit={limit}&timeout={(long)_options.Timeout.TotalMilliseconds}")
            + "&order-by-direction=ASC";
        using PlatformResponse response = await _client
            .SendAsync(HttpMethod.Get, path, "GET /api/v2/events", null, token)
            .ConfigureAwait(false);
        JsonElement events = ReadWhole(response, "events", from, filter.To);
        List<PlatformEvent> found = new(events.GetArrayLength());
        foreach (JsonElement item in events.EnumerateArray())
        {
            PlatformEvent read = Read(item, response);
            if (filter.Parts is not null || IsWanted(filter, read.Host))
            {
                found.Add(read);
            }
            else
            {
                // It counts for the page, and says nothing.
                found.Add(read with { Text = "" });
            }
        }

        return found;
    }

    /// <summary>Returns the array of a response that is complete.</summary>
    private JsonElement ReadWhole(PlatformResponse response, string name, long from, long to)
    {
        if (response.Json?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty(name, out JsonElement items)
            || items.ValueKind != JsonValueKind.Array)
        {
            string resource = name == "bins" ? "aggregated-events" : name;
            throw Connection.NotThisApi($"the answer to GET /api/v2/{resource} has no {name}.", response);
        }

        if (!root.TryGetProperty("complete", out JsonElement complete) || complete.ValueKind != JsonValueKind.True)
        {
            string why = root.TryGetProperty("warnings", out JsonElement warnings)
                ? Connection.Redact(warnings.GetRawText())
                : "it does not say why";
            throw Connection.Failure(
                PlatformProblem.Incomplete,
                $"from {UnixTime.Format(from)} on, up to {UnixTime.Format(to)}, it gave only a part of the events ({why}).",
                "Ask for a narrower -After and -Before or for fewer servers (-Server), or give it more time (-TimeoutSec).");
        }

        return items;
    }

    private string[] Constraints(PlatformFilter filter, long from, long to)
    {
        long before = (to + UnixTime.NanosecondsPerMillisecond - 1) / UnixTime.NanosecondsPerMillisecond;
        IEnumerable<string> hosts = filter.Parts is null ? filter.Hosts ?? _options.Servers : filter.HostsOfParts;
        (string Field, IEnumerable<string> Logs)? logs = filter.Parts is null ? null : filter.LogsOfParts();
        return
        [
            Constraint("timestamp", ">=" + UnixTime.Text(from / UnixTime.NanosecondsPerMillisecond)),
            Constraint("timestamp", "<" + UnixTime.Text(before)),
            .. hosts.Select(host => Constraint(_hostField, "CONTAINS " + host)),
            .. logs?.Logs.Select(log => Constraint(logs.Value.Field, "CONTAINS " + ToWords(log))) ?? [],
            .. filter.Phrases.Select(phrase => Constraint("text", "CONTAINS " + phrase.Words)),
            .. filter.NamesTimes ? TimesOf(filter.Parts!) : [],
        ];
    }

    /// <summary>Returns constraints with the milliseconds of lines, and those after them.</summary>
    private static IEnumerable<string> TimesOf(IEnumerable<PlatformSpan> spans) => spans
        .SelectMany(span => span.Times)
        .Select(time => time / UnixTime.NanosecondsPerMillisecond)
        .SelectMany(time => (long[])[time, time + 1])
        .Distinct()
        .Select(time => Constraint("timestamp", "=" + UnixTime.Text(time)));

    /// <summary>
    /// Counts events: <c>GET /api/v2/aggregated-events/CONSTRAINT...?bin-width=MS&amp;group-by-field=FIELD</c>. A response has at most
    /// 2,000 bins and omits others, so a full or cut one is asked for in halves (Log Insight API, "Defaults" and "Querying for groups of
    /// events").
    /// </summary>
    public async Task<List<PlatformCount>> CountAsync(PlatformFilter filter, long span, CancellationToken token)
    {
        List<PlatformCount> counts = [];
        Stack<(long From, long To)> left = new();
        left.Push((filter.From, filter.To));
        while (left.Count > 0)
        {
            (long from, long to) = left.Pop();
            long middle = (from + to) / 2 / span * span;
            bool canDivide = middle > from && middle < to;
            string path =
                $"/api/v2/aggregated-events{string.Concat(Constraints(filter, from, to))}"
                + FormattableString.Invariant($"?limit={MaxBins}&timeout={(long)_options.Timeout.TotalMilliseconds}")
                + FormattableString.Invariant($"&bin-width={span / UnixTime.NanosecondsPerMillisecond}")
                + $"&aggregation-function=COUNT&group-by-field={Uri.EscapeDataString(_hostField)}";
            using PlatformResponse response = await _client
                .SendAsync(HttpMethod.Get, path, "GET /api/v2/aggregated-events", null, token)
                .ConfigureAwait(false);
            if (canDivide && IsCut(response))
            {
                left.Push((middle, to));
                left.Push((from, middle));
                continue;
            }

            JsonElement bins = ReadWhole(response, "bins", from, to);
            if (bins.GetArrayLength() >= MaxBins)
            {
                throw Connection.Failure(
                    PlatformProblem.Incomplete,
                    FormattableString.Invariant($"from {UnixTime.Format(from)} to {UnixTime.Format(to)}, it has {MaxBins} groups or more."),
                    "Ask for fewer servers at once (-Server).");
            }

            counts.AddRange(bins.EnumerateArray().Select(bin => ReadBin(bin, span, response)).Where(bin => IsWanted(filter, bin.Host)));
        }

        return counts;
    }

    private static bool IsCut(PlatformResponse response) =>
        response.Json?.RootElement is { ValueKind: JsonValueKind.Object } root
        && ((root.TryGetProperty("complete", out JsonElement complete) && complete.ValueKind == JsonValueKind.False)
            || (root.TryGetProperty("bins", out JsonElement bins)
                && bins.ValueKind == JsonValueKind.Array
                && bins.GetArrayLength() >= MaxBins));

    /// <summary>Reads a bin: one aggregation function has <c>value</c>, several have <c>values</c>.</summary>
    private PlatformCount ReadBin(JsonElement bin, long span, PlatformResponse response)
    {
        if (!bin.TryGetProperty("minTimestamp", out JsonElement time)
            || !time.TryGetInt64(out long milliseconds)
            || !(bin.TryGetProperty("value", out JsonElement value)
                || (bin.TryGetProperty("values", out JsonElement values)
                    && values.ValueKind == JsonValueKind.Array
                    && values.GetArrayLength() > 0
                    && (value = values[0]).ValueKind == JsonValueKind.Number))
            || !value.TryGetDouble(out double count))
        {
            throw Connection.NotThisApi("a group has no minTimestamp or no value.", response);
        }

        bool hasHost = bin.TryGetProperty("keys", out JsonElement keys)
            && keys.ValueKind == JsonValueKind.Array
            && keys.GetArrayLength() > 0;
        string? host = hasHost ? keys[0].ToString() : null;
        return new(host, milliseconds * UnixTime.NanosecondsPerMillisecond / span * span, (long)count);
    }

    /// <summary>Returns the words of a path. A slash would divide the path of the request.</summary>
    private static string ToWords(string log) => log.Replace('/', ' ').Replace('\\', ' ').Trim();

    /// <summary>Determines whether a host was asked for: CONTAINS finds vc01 in vc01-old too.</summary>
    private bool IsWanted(PlatformFilter filter, string? host) =>
        (filter.Hosts ?? _options.Servers) is var hosts && (hosts.Count == 0 || hosts.Contains(host, StringComparer.OrdinalIgnoreCase));

    private PlatformEvent Read(JsonElement item, PlatformResponse response)
    {
        if (!item.TryGetProperty("text", out JsonElement textElement) || textElement.GetString() is not string text
            || !item.TryGetProperty("timestamp", out JsonElement time) || !time.TryGetInt64(out long milliseconds))
        {
            throw Connection.NotThisApi("an event has no text or no timestamp.", response);
        }

        string? host = null, log = null, logField = null;
        int rank = int.MaxValue;
        if (item.TryGetProperty("fields", out JsonElement fields) && fields.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement field in fields.EnumerateArray())
            {
                string? name = field.TryGetProperty("name", out JsonElement named) ? named.GetString() : null;
                int at = _logFields.TakeWhile(wanted => wanted != name).Count();
                if (name == _hostField)
                {
                    host = Content(field, text);
                }
                else if (at < _logFields.Count && at < rank && Content(field, text) is string content)
                {
                    (log, logField, rank) = (content, name, at);
                }
            }
        }

        return new PlatformEvent(
            milliseconds * UnixTime.NanosecondsPerMillisecond,
            host,
            logField,
            log,
            UnixTime.Text(milliseconds),
            text,
            HasPlace: false
        );
    }

    /// <summary>Returns the content of a field, which may be given as a position in the event's text.</summary>
    private static string? Content(JsonElement field, string text) =>
        field.TryGetProperty("content", out JsonElement content) ? content.ToString()
        : field.TryGetProperty("startPosition", out JsonElement start)
        && field.TryGetProperty("length", out JsonElement length)
        && start.TryGetInt32(out int at)
        && length.TryGetInt32(out int count)
        && at >= 0
        && count >= 0
        && at + count <= text.Length
            ? text.Substring(at, count)
        : null;
}
