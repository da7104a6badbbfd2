using System.Text.Json.Nodes;

namespace VcsaAuthGuard.LogPlatforms.OpenSearch;

/// <summary>Builds queries in OpenSearch's query DSL. The default fields are those of the Elastic Common Schema.</summary>
internal sealed class OpenSearchQuery
{
    public const string TimeField = "@timestamp";

    public const string CountsKey = "counts";
    public const string HostKey = "host";
    public const string TimeKey = "time";

    private const string Keyword = ".keyword";

    private static readonly string[] UsualLogFields = ["log.file.path", "log.syslog.appname", "process.name"];

    private readonly PlatformOptions _options;
    private string _hostField;
    private string _textField;

    public OpenSearchQuery(PlatformOptions options)
    {
        _options = options;
        _hostField = options.HostField ?? OpenSearchFields.DefaultHost;
        _textField = options.TextField ?? OpenSearchFields.DefaultText;
        LogFields = options.LogField.Count > 0 ? options.LogField : UsualLogFields;
    }

    /// <summary>Gets the field with the offset of a line in its file, which Filebeat adds: it orders lines of one time.</summary>
    public static string PlaceField => "log.offset";

    /// <summary>Gets the fields that name a log; see <see cref="InDocument"/>.</summary>
    public IReadOnlyList<string> LogFields { get; }

    public string HostInDocument => InDocument(_hostField);

    public string TextInDocument => InDocument(_textField);

    /// <summary>Returns the document's field of an index field, which may have a suffix: <c>host.name.keyword</c>.</summary>
    public static string InDocument(string field) =>
        field.EndsWith(Keyword, StringComparison.Ordinal) ? field.Substring(0, field.Length - Keyword.Length) : field;

    /// <summary>Uses the fields that a sample showed.</summary>
    public void Use((string Text, string Host) fields) => (_textField, _hostField) = fields;

    public JsonObject Body(PlatformFilter filter, int size, bool hasTieBreaker)
    {
        // Not a collection expression: it would call Add<T>, which native compilation refuses.
        JsonArray sort = new(
            new JsonObject { [TimeField] = new JsonObject { ["order"] = "asc" } },
            new JsonObject { [PlaceField] = new JsonObject { ["order"] = "asc", ["missing"] = "_last", ["unmapped_type"] = "long" } });
        if (hasTieBreaker)
        {
            sort.Add((JsonNode)new JsonObject { ["_shard_doc"] = "asc" });
        }

        return new JsonObject
        {
            ["size"] = size,
            ["track_total_hits"] = false,
            ["query"] = new JsonObject { ["bool"] = new JsonObject { ["filter"] = Filter(filter) } },
            ["sort"] = sort,
            ["_source"] = new JsonArray([
                .. LogFields
                    .Select(InDocument)
                    .Concat([TextInDocument, HostInDocument, PlaceField])
                    .Distinct()
                    .Select(field => (JsonNode)field),
            ]),
        };
    }

    /// <summary>Returns a search that counts by host and time: a composite aggregation, whose pages go on behind a key.</summary>
    /// <param name="filter">The documents.</param>
    /// <param name="span">The length of the spans of time, in nanoseconds.</param>
    /// <param name="size">The number of groups of a page.</param>
    /// <param name="after">The key of the last group of the page before; null for the first page.</param>
    public JsonObject Counts(PlatformFilter filter, long span, int size, JsonObject? after)
    {
        JsonObject host = new() { ["terms"] = new JsonObject { ["field"] = _hostField, ["missing_bucket"] = true } };
        JsonObject time = new()
        {
            ["date_histogram"] = new JsonObject
            {
                ["field"] = TimeField,
                ["fixed_interval"] = FormattableString.Invariant($"{span / UnixTime.NanosecondsPerMillisecond}ms"),
            },
        };
        JsonObject composite = new()
        {
            ["size"] = size,
            ["sources"] = new JsonArray(new JsonObject { [HostKey] = host }, new JsonObject { [TimeKey] = time }),
        };
        if (after is not null)
        {
            composite["after"] = after;
        }

        return new JsonObject
        {
            ["size"] = 0,
            ["track_total_hits"] = false,
            ["query"] = new JsonObject { ["bool"] = new JsonObject { ["filter"] = Filter(filter) } },
            ["aggs"] = new JsonObject { [CountsKey] = new JsonObject { ["composite"] = composite } },
        };
    }

    private static long Milliseconds(long nanoseconds) =>
        (nanoseconds + UnixTime.NanosecondsPerMillisecond - 1) / UnixTime.NanosecondsPerMillisecond;

    private static JsonObject AnyOf(IEnumerable<JsonObject> queries) => new()
    {
        ["bool"] = new JsonObject
        {
            ["should"] = new JsonArray([.. queries]),
            ["minimum_should_match"] = 1,
        },
    };

    private JsonArray Filter(PlatformFilter filter)
    {
        JsonArray conditions = new(Range(filter.From, filter.To));
        if (filter.Phrases.Count > 0)
        {
            conditions.Add((JsonNode)AnyOf(filter.Phrases.Select(phrase =>
                new JsonObject { ["match_phrase"] = new JsonObject { [_textField] = phrase.Words } })));
        }

        if (filter.Parts is not null)
        {
            conditions.Add((JsonNode)AnyOf(
                filter.Parts.GroupBy(part => (part.Host, part.LogField, part.Log)).Select(log => SpansOf([.. log]))));
        }
        else if ((filter.Hosts ?? _options.Servers) is { Count: > 0 } hosts)
        {
            conditions.Add((JsonNode)Hosts(hosts));
        }

        return conditions;
    }

    private JsonObject Hosts(IEnumerable<string> hosts) =>
        new() { ["terms"] = new JsonObject { [_hostField] = new JsonArray([.. hosts.Select(host => (JsonNode)host)]) } };

    /// <summary>Returns the condition for spans of one log.</summary>
    private JsonObject SpansOf(IReadOnlyList<PlatformSpan> spans)
    {
        JsonArray conditions = new(Hosts([spans[0].Host]), AnyOf(spans.Select(span => Range(span.From, span.To))));
        if (spans[0].LogField is string field)
        {
            conditions.Add((JsonNode)new JsonObject { ["term"] = new JsonObject { [field] = spans[0].Log } });
        }

        return new() { ["bool"] = new JsonObject { ["filter"] = conditions } };
    }

    /// <summary>Returns the condition for a range of time.</summary>
    public static JsonObject Range(long from, long to) => new()
    {
        ["range"] = new JsonObject
        {
            [TimeField] = new JsonObject { ["gte"] = Milliseconds(from), ["lt"] = Milliseconds(to), ["format"] = "epoch_millis" },
        },
    };
}
