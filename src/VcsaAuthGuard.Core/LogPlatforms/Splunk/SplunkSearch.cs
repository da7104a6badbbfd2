using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.LogPlatforms.Splunk;

/// <summary>
/// Searches events of Splunk: <c>POST /services/search/v2/jobs/export</c>, which streams a JSON object a line and keeps no search job
/// (Splunk REST API reference, search endpoints). The platform counts with <c>stats</c>.
/// </summary>
internal sealed class SplunkSearch : IPlatformSearch
{
    private const string Path = "services/search/v2/jobs/export";
    private const string Name = "POST /services/search/v2/jobs/export";
    private const string EventTime = "event_time";
    private const string SpanStart = "span_start";
    private const string TextField = "_raw";
    private const int MaxEvents = 20_000;

    /// <summary>The default of <c>maxresultrows</c> of the <c>stats</c> command (limits.conf).</summary>
    private const int MaxGroups = 50_000;

    private const long NanosecondsPerSecond = 1000 * UnixTime.NanosecondsPerMillisecond;

    private static readonly string[] DefaultLogFields = ["source"];

    private static readonly Regex Incomplete = new(
        "incomplete", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly PlatformAdvice Advice = new()
    {
        NotThisApi = "Check that the address is that of Splunk's REST API (port 8089, version 9 or later), not of Splunk Web, and that no "
            + "proxy answers in its place.",
        Unreachable = "Check the name, the port (8089 when the address has no scheme), the firewall and the proxy.",
    };

    private readonly PlatformOptions _options;
    private readonly PlatformApiClient _client;
    private readonly string _hostField;
    private readonly IReadOnlyList<string> _logFields;

    public SplunkSearch(PlatformOptions options, HttpMessageHandler handler)
    {
        _options = options;
        _client = new(options, handler, Advice);
        _client.Connection.ReadsLines = true;
        _hostField = options.HostField ?? "host";
        _logFields = options.LogField.Count > 0 ? options.LogField : DefaultLogFields;
    }

    public PlatformConnection Connection => _client.Connection;

    public long MaxSpanGap => long.MaxValue;

    public bool CanNameSpans => false;

    public int MaxTimes => 0;

    /// <summary>Gets false: the index contains words only, and <c>--&gt;</c> is not a word.</summary>
    public bool CanSelectContinuations => false;

    public void Dispose() => _client.Dispose();

    public Task CloseAsync() => Task.CompletedTask;

    public IPlatformPages Search(PlatformFilter filter) => new TimePages(
        filter,
        _options.PageSize,
        Math.Max(MaxEvents, _options.PageSize),
        (from, limit, token) => QueryAsync(filter with { From = from }, limit, token),
        (time, most) => Connection.Failure(
            PlatformProblem.Incomplete,
            FormattableString.Invariant($"at {UnixTime.Format(time)} it has {most} events or more of one time."),
            "Ask for fewer servers at once (-Server), or raise -PageSize."));

    public async Task<List<PlatformCount>> CountAsync(PlatformFilter filter, long span, CancellationToken token)
    {
        string seconds = UnixTime.Text(span / NanosecondsPerSecond);
        string query = $"{Filter(filter)} | eval {SpanStart}=floor(_time/{seconds})*{seconds}"
            + $" | stats count by {SpanStart}, {Bare(_hostField)}";
        using PlatformResponse response = await SendAsync(query, filter, token).ConfigureAwait(false);
        List<PlatformCount> counts = [];
        foreach (JsonElement row in Rows(response, filter))
        {
            if (!double.TryParse(Text(row, SpanStart), NumberStyles.Float, CultureInfo.InvariantCulture, out double start)
                || !long.TryParse(Text(row, "count"), NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            {
                throw Connection.NotThisApi($"the answer to {Name} has a group that is no time and count.", response);
            }

            counts.Add(new(Text(row, _hostField), (long)start * NanosecondsPerSecond, count));
        }

        if (counts.Count < MaxGroups)
        {
            return counts;
        }

        // Groups may be missing: each half of the range has fewer.
        long middle = (filter.From + filter.To) / 2 / span * span;
        if (middle <= filter.From || middle >= filter.To)
        {
            throw Connection.Failure(
                PlatformProblem.Incomplete,
                FormattableString.Invariant(
                    $"from {UnixTime.Format(filter.From)} to {UnixTime.Format(filter.To)}, it has {MaxGroups} groups or more."),
                "Ask for fewer servers at once (-Server).");
        }

        List<PlatformCount>[] halves = await Task
            .WhenAll(CountAsync(filter with { To = middle }, span, token), CountAsync(filter with { From = middle }, span, token))
            .ConfigureAwait(false);
        return [.. halves[0], .. halves[1]];
    }

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    /// <summary>Returns the name of a field for the <c>stats</c> and <c>table</c> commands.</summary>
    private static string Bare(string field) => field.All(c => char.IsLetterOrDigit(c) || c == '_') ? field : Quoted(field);

    /// <summary>Returns the name of a field for the <c>where</c> command, in which a name in double quotes would be a text.</summary>
    private static string InExpression(string field) => $"'{field.Replace("'", "\\'")}'";

    private static string AnyOf(string field, IEnumerable<string> values) =>
        $"{Bare(field)} IN ({string.Join(", ", values.Select(Quoted))})";

    private static string Seconds(long nanoseconds) =>
        FormattableString.Invariant($"{nanoseconds / NanosecondsPerSecond}.{nanoseconds % NanosecondsPerSecond:D9}");

    private static bool TryReadSeconds(string? text, out long nanoseconds)
    {
        bool isTime = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds);
        nanoseconds = isTime ? (long)(seconds * NanosecondsPerSecond) : 0;
        return isTime;
    }

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value)
            ? value.ValueKind switch
            {
                JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    /// <summary>Returns the search for a filter. The spans around parts of entries are an expression: events between them are not
    /// transferred.</summary>
    private string Filter(PlatformFilter filter)
    {
        string[] indices = [.. _options.Index.Split(',').Select(index => $"index={Quoted(index.Trim())}")];
        List<string> conditions = [$"search ({string.Join(" OR ", indices)})"];
        IEnumerable<string> hosts = filter.Parts is not null ? filter.HostsOfParts : filter.Hosts ?? _options.Servers;
        if (hosts.Any())
        {
            conditions.Add(AnyOf(_hostField, hosts));
        }

        if (filter.Parts is not null && filter.LogsOfParts() is (string field, IEnumerable<string> logs))
        {
            conditions.Add(AnyOf(field, logs));
        }

        if (filter.Phrases.Count > 0)
        {
            conditions.Add($"({string.Join(" OR ", filter.Phrases.Select(OfPhrase))})");
        }

        string search = string.Join(" ", conditions);
        return filter.Parts is null
            ? search
            : search + " | where " + string.Join(
                " OR ", filter.Parts.GroupBy(part => (part.Host, part.LogField, part.Log)).Select(OfLog));
    }

    /// <summary>
    /// Returns a phrase from its first letter or digit to its last one: what surrounds them is no part of an index of words. A phrase in
    /// quotes is compared with the event, so that words with other characters between them are asked for one by one.
    /// </summary>
    private static string OfPhrase(SearchPhrase phrase)
    {
        int first = phrase.Words.TakeWhile(c => !char.IsLetterOrDigit(c)).Count();
        int last = phrase.Words.Reverse().TakeWhile(c => !char.IsLetterOrDigit(c)).Count();
        string words = phrase.Words.Substring(first, Math.Max(0, phrase.Words.Length - first - last));
        return words.IndexOf(' ') < 0 || phrase.Literal.Contains(words)
            ? Quoted(words)
            : $"({string.Join(" ", words.Split(' ').Select(Quoted))})";
    }

    private string OfLog(IGrouping<(string Host, string? LogField, string? Log), PlatformSpan> spans)
    {
        string log = spans.Key is { LogField: string field, Log: string name } ? $"{InExpression(field)}={Quoted(name)} AND " : "";
        string times = string.Join(" OR ", spans.Select(span => $"(_time>={Seconds(span.From)} AND _time<{Seconds(span.To)})"));
        return $"({InExpression(_hostField)}={Quoted(spans.Key.Host)} AND {log}({times}))";
    }

    private Task<PlatformResponse> SendAsync(string query, PlatformFilter filter, CancellationToken token) => _client.SendFormAsync(
        Path,
        Name,
        token,
        ("search", query),
        ("earliest_time", Seconds(filter.From)),
        ("latest_time", Seconds(filter.To)),
        ("output_mode", "json"),
        ("preview", "false"));

    private async Task<List<PlatformEvent>> QueryAsync(PlatformFilter filter, int limit, CancellationToken token)
    {
        string fields = string.Join(", ", _logFields.Prepend(_hostField).Distinct().Select(Bare));
        string query = Filter(filter)
            + FormattableString.Invariant($" | sort {limit} +_time | eval {EventTime}=strftime(_time, \"%s.%9N\")")
            + $" | table {EventTime}, {fields}, {TextField}";
        using PlatformResponse response = await SendAsync(query, filter, token).ConfigureAwait(false);
        IEnumerable<PlatformEvent> found = Rows(response, filter).Select(row => ReadEvent(row, response));
        return [.. found.OrderBy(item => item.Nanoseconds)];
    }

    /// <summary>Returns the results of a response that is complete: lines with <c>result</c>; previews are left out.</summary>
    private List<JsonElement> Rows(PlatformResponse response, PlatformFilter filter)
    {
        List<JsonElement> rows = [];
        foreach (JsonElement line in response.Json?.RootElement.EnumerateArray() ?? default)
        {
            if (line.ValueKind != JsonValueKind.Object)
            {
                throw Connection.NotThisApi($"the answer to {Name} has a line that is no object.", response);
            }

            if (line.TryGetProperty("messages", out JsonElement messages))
            {
                CheckMessages(messages, filter);
            }

            bool isPreview = line.TryGetProperty("preview", out JsonElement preview) && preview.ValueKind == JsonValueKind.True;
            if (!isPreview && line.TryGetProperty("result", out JsonElement result) && result.ValueKind == JsonValueKind.Object)
            {
                rows.Add(result);
            }
        }

        return rows;
    }

    /// <summary>Throws for a message of an error, such as that of an indexer that does not respond: the response is incomplete.</summary>
    private void CheckMessages(JsonElement messages, PlatformFilter filter)
    {
        if (messages.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (JsonElement message in messages.EnumerateArray().Where(message => message.ValueKind == JsonValueKind.Object))
        {
            string text = Text(message, "text") ?? "";
            bool isError = Text(message, "type")?.ToUpperInvariant() is "ERROR" or "FATAL";
            if (isError || Incomplete.IsMatch(text))
            {
                throw Connection.Failure(
                    PlatformProblem.Incomplete,
                    $"from {UnixTime.Format(filter.From)} on, up to {UnixTime.Format(filter.To)}, it reports: "
                        + $"\"{Connection.Redact(text)}\".",
                    "Ask for a narrower -After and -Before or for fewer servers (-Server), and check the state of the indexers.");
            }
        }
    }

    private PlatformEvent ReadEvent(JsonElement row, PlatformResponse response)
    {
        if (!TryReadSeconds(Text(row, EventTime), out long time))
        {
            throw Connection.NotThisApi($"the answer to {Name} has a result without a time.", response);
        }

        string? logField = _logFields.FirstOrDefault(field => Text(row, field) is not null);
        string? log = logField is null ? null : Text(row, logField);
        string text = Text(row, TextField) ?? "";
        return new(time, Text(row, _hostField), logField, log, UnixTime.Text(time), text, HasPlace: false);
    }
}
