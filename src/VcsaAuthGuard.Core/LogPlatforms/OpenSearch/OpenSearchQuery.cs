using System.Text.Json.Nodes;

namespace VcsaAuthGuard.LogPlatforms.OpenSearch;

/// <summary>Builds queries in OpenSearch's query DSL. The default fields are those of the Elastic Common Schema.</summary>
internal sealed class OpenSearchQuery
{
    public const string TimeField = "@timestamp";

    private const string Keyword = ".keyword";

    private static readonly string[] UsualLogFields = ["log.file.path", "log.syslog.appname", "process.name"];

    private readonly PlatformOptions _options;
    private readonly string _hostField;
    private readonly string _textField;

    public OpenSearchQuery(PlatformOptions options)
    {
        _options = options;
        _hostField = options.HostField ?? "host.name";
        _textField = options.TextField ?? "message";
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

    public JsonObject Body(PlatformFilter filter, int size, bool hasTieBreaker)
    {
        JsonArray sort =
        [
            new JsonObject { [TimeField] = new JsonObject { ["order"] = "asc" } },
            new JsonObject { [PlaceField] = new JsonObject { ["order"] = "asc", ["missing"] = "_last", ["unmapped_type"] = "long" } },
        ];
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

    private static long Milliseconds(long nanoseconds) =>
        (nanoseconds + UnixTime.NanosecondsPerMillisecond - 1) / UnixTime.NanosecondsPerMillisecond;

    private static JsonObject AnyOf(string query, string field, IEnumerable<string> values) => new()
    {
        ["bool"] = new JsonObject
        {
            ["should"] = new JsonArray(
                [.. values.Select(value => (JsonNode)new JsonObject { [query] = new JsonObject { [field] = value } })]
            ),
            ["minimum_should_match"] = 1,
        },
    };

    private JsonArray Filter(PlatformFilter filter)
    {
        JsonObject range = new() { ["gte"] = Milliseconds(filter.From), ["lt"] = Milliseconds(filter.To), ["format"] = "epoch_millis" };
        JsonArray conditions = [new JsonObject { ["range"] = new JsonObject { [TimeField] = range } }];
        if (filter.Phrases.Count > 0)
        {
            conditions.Add((JsonNode)AnyOf("match_phrase", _textField, filter.Phrases.Select(phrase => phrase.Words)));
        }

        string[] hosts = filter.Of is null ? [.. _options.Servers] : [filter.Of.Host!];
        if (hosts.Length > 0)
        {
            conditions.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["terms"] = new JsonObject { [_hostField] = new JsonArray([.. hosts.Select(host => (JsonNode)host)]) },
                    }
            );
        }

        if (filter.Of?.LogField is string field)
        {
            conditions.Add((JsonNode)new JsonObject { ["term"] = new JsonObject { [field] = filter.Of.Log } });
        }

        return conditions;
    }
}
