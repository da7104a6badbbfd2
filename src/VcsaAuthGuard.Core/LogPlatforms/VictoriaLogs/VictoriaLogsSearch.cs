using System.Globalization;
using System.Text.Json;

namespace VcsaAuthGuard.LogPlatforms.VictoriaLogs;

/// <summary>
/// Searches logs of VictoriaLogs: <c>POST /select/logsql/query</c> with a <c>sort</c> pipe, whose response is a JSON object a line, and
/// <c>POST /select/logsql/hits</c> (docs.victoriametrics.com/victorialogs/querying). The regular expression compares bytes, as the reader
/// does. A cluster of which a node does not respond answers with an error, so that a response is complete.
/// </summary>
internal sealed class VictoriaLogsSearch : IPlatformSearch
{
    private const string QueryPath = "select/logsql/query";
    private const string QueryName = "POST /select/logsql/query";
    private const string HitsPath = "select/logsql/hits";
    private const string HitsName = "POST /select/logsql/hits";
    private const string TimeField = "_time";
    private const int MaxLines = 20_000;
    private const int NanosecondDigits = 9;

    private static readonly string[] DefaultLogFields = ["log.file.path", "filename", "app_name"];

    private static readonly PlatformAdvice Advice = new()
    {
        NotThisApi = "Check that the address is that of VictoriaLogs or its vlselect, with the path under which it is published, and that "
            + "no proxy answers in its place.",
        Unreachable = "Check the name, the port (9428 when the address has no scheme), the firewall and the proxy.",
    };

    private readonly PlatformOptions _options;
    private readonly PlatformApiClient _client;
    private readonly string _hostField;
    private readonly string _textField;
    private readonly IReadOnlyList<string> _logFields;

    public VictoriaLogsSearch(PlatformOptions options, HttpMessageHandler handler)
    {
        _options = options;
        _client = new(options, handler, Advice);
        _client.Connection.ReadsLines = true;
        _hostField = options.HostField ?? "hostname";
        _textField = options.TextField ?? "_msg";
        _logFields = options.LogField.Count > 0 ? options.LogField : DefaultLogFields;
    }

    public PlatformConnection Connection => _client.Connection;

    public long MaxSpanGap => long.MaxValue;

    public bool CanNameSpans => true;

    public int MaxTimes => 0;

    public bool CanSelectContinuations => true;

    public void Dispose() => _client.Dispose();

    public Task CloseAsync() => Task.CompletedTask;

    public IPlatformPages Search(PlatformFilter filter) => new TimePages(
        filter,
        _options.PageSize,
        Math.Max(MaxLines, _options.PageSize),
        (from, limit, token) => QueryAsync(filter with { From = from }, limit, token),
        (time, most) => Connection.Failure(
            PlatformProblem.Incomplete,
            FormattableString.Invariant($"at {UnixTime.Format(time)} it has {most} lines or more in one nanosecond."),
            "Ask for fewer servers at once (-Server), or raise -PageSize."));

    public async Task<List<PlatformCount>> CountAsync(PlatformFilter filter, long span, CancellationToken token)
    {
        using PlatformResponse response = await _client
            .SendFormAsync(
                HitsPath,
                HitsName,
                token,
                ("query", Filter(filter)),
                ("start", Time(filter.From)),
                ("end", Time(filter.To)),
                ("step", UnixTime.Text(span / (1000 * UnixTime.NanosecondsPerMillisecond)) + "s"),
                ("field", _hostField))
            .ConfigureAwait(false);
        JsonElement root = response.Json?.RootElement ?? default;
        List<PlatformCount> counts = [];
        if (root.ValueKind != JsonValueKind.Array
            || root.GetArrayLength() != 1
            || root[0].ValueKind != JsonValueKind.Object
            || !root[0].TryGetProperty("hits", out JsonElement groups)
            || groups.ValueKind != JsonValueKind.Array)
        {
            throw Connection.NotThisApi($"the answer to {HitsName} has no hits.", response);
        }

        foreach (JsonElement group in groups.EnumerateArray())
        {
            ReadGroup(group, span, counts, response);
        }

        return counts;
    }

    private static string Time(long nanoseconds) =>
        UnixTime.Time(nanoseconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
        + FormattableString.Invariant($".{nanoseconds % (1000 * UnixTime.NanosecondsPerMillisecond):D9}Z");

    private static string Range(long from, long to) => $"{TimeField}:[{Time(from)}, {Time(to)})";

    private static string Exactly(string field, string value) =>
        $"{LineExpression.Quoted(field)}:={LineExpression.Quoted(value)}";

    /// <summary>Reads a time in RFC 3339, with up to nine digits of a second.</summary>
    private static bool TryReadTime(string? text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (text is not { Length: > 0 } || text[text.Length - 1] != 'Z')
        {
            return false;
        }

        string[] parts = text.TrimEnd('Z').Split('.');
        string digits = parts.Length == 1 ? "0" : parts[1];
        if (parts.Length > 2
            || digits.Length is 0 or > NanosecondDigits
            || !long.TryParse(
                digits.PadRight(NanosecondDigits, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out long fraction)
            || !DateTimeOffset.TryParseExact(
                parts[0],
                "yyyy-MM-dd'T'HH:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset second))
        {
            return false;
        }

        nanoseconds = UnixTime.Nanoseconds(second) + fraction;
        return true;
    }

    private static string? Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>Returns the filter in LogsQL: conditions that must all hold.</summary>
    private string Filter(PlatformFilter filter)
    {
        List<string> conditions = [Range(filter.From, filter.To)];
        if (_options.Selector is { Length: > 0 } selector)
        {
            conditions.Add($"{{{selector.Trim().TrimStart('{').TrimEnd('}')}}}");
        }

        IReadOnlyList<string> hosts = filter.Hosts ?? _options.Servers;
        string host = LineExpression.Quoted(_hostField);
        conditions.Add(
            filter.Parts is not null
                ? $"({string.Join(" or ", filter.Parts.GroupBy(part => (part.Host, part.LogField, part.Log)).Select(OfLog))})"
            : hosts.Count == 0 ? host + ":*"
            : $"{host}:in({string.Join(", ", hosts.Select(LineExpression.Quoted))})");
        if (LineExpression.Of(filter) is { Length: > 0 } expression)
        {
            conditions.Add($"{LineExpression.Quoted(_textField)}:~{LineExpression.Quoted(expression)}");
        }

        return string.Join(" ", conditions);
    }

    /// <summary>Returns the condition for the spans of one log.</summary>
    private string OfLog(IGrouping<(string Host, string? LogField, string? Log), PlatformSpan> spans)
    {
        string log = spans.Key is { LogField: string field, Log: string name } ? Exactly(field, name) + " " : "";
        string times = string.Join(" or ", spans.Select(span => Range(span.From, span.To)));
        return $"({Exactly(_hostField, spans.Key.Host)} {log}({times}))";
    }

    private async Task<List<PlatformEvent>> QueryAsync(PlatformFilter filter, int limit, CancellationToken token)
    {
        IEnumerable<string> fields = _logFields.Prepend(_hostField).Prepend(_textField).Prepend(TimeField).Distinct();
        string query = Filter(filter)
            + FormattableString.Invariant($" | sort by ({TimeField}) limit {limit}")
            + $" | fields {string.Join(", ", fields.Select(LineExpression.Quoted))}";
        string timeout = FormattableString.Invariant($"{_options.Timeout.TotalSeconds:0}s");
        using PlatformResponse response = await _client
            .SendFormAsync(QueryPath, QueryName, token, ("query", query), ("timeout", timeout))
            .ConfigureAwait(false);
        List<PlatformEvent> found = [];
        if (response.Json is not null)
        {
            found.AddRange(response.Json.RootElement.EnumerateArray().Select(row => ReadRow(row, response)));
        }

        return [.. found.OrderBy(row => row.Nanoseconds)];
    }

    private PlatformEvent ReadRow(JsonElement row, PlatformResponse response)
    {
        if (row.ValueKind != JsonValueKind.Object || !TryReadTime(Text(row, TimeField), out long time))
        {
            throw Connection.NotThisApi($"the answer to {QueryName} has a line without {TimeField}.", response);
        }

        string? logField = _logFields.FirstOrDefault(field => Text(row, field) is not null);
        string? log = logField is null ? null : Text(row, logField);
        string text = Text(row, _textField) ?? "";
        return new(time, Text(row, _hostField), logField, log, UnixTime.Text(time), text, HasPlace: false);
    }

    private void ReadGroup(JsonElement group, long span, List<PlatformCount> counts, PlatformResponse response)
    {
        if (group.ValueKind != JsonValueKind.Object
            || !group.TryGetProperty("fields", out JsonElement fields) || fields.ValueKind != JsonValueKind.Object
            || !group.TryGetProperty("timestamps", out JsonElement times) || times.ValueKind != JsonValueKind.Array
            || !group.TryGetProperty("values", out JsonElement values) || values.ValueKind != JsonValueKind.Array
            || values.GetArrayLength() != times.GetArrayLength())
        {
            throw Connection.NotThisApi($"the answer to {HitsName} has a group without times and values.", response);
        }

        string? host = Text(fields, _hostField);
        for (int i = 0; i < times.GetArrayLength(); i++)
        {
            (JsonElement time, JsonElement value) = (times[i], values[i]);
            if (time.ValueKind != JsonValueKind.String
                || !TryReadTime(time.GetString(), out long start)
                || value.ValueKind != JsonValueKind.Number
                || !value.TryGetInt64(out long count))
            {
                throw Connection.NotThisApi($"the answer to {HitsName} has a value that is no time and count.", response);
            }

            if (count > 0)
            {
                counts.Add(new(host, start / span * span, count));
            }
        }
    }
}
