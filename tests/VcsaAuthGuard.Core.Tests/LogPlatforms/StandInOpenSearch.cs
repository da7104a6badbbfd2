using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using VcsaAuthGuard.Tests.Alerts;
using VcsaAuthGuard.Tests.Logs;

namespace VcsaAuthGuard.Tests.LogPlatforms;

/// <summary>A stand-in for OpenSearch and Elasticsearch: points in time, scrolls, and of the query DSL what is asked of it. What it does
/// not know it refuses.</summary>
internal sealed class StandInOpenSearch : StandInPlatform
{
    public const string Command = "--stand-in-opensearch";
    private const int MostHits = 10_000;

    private readonly ConcurrentDictionary<string, (JsonObject Body, int From)> _open = new();
    private int _ids;
    private StandInEvent[] _sorted = [];
    private CollectedLogs? _sortedOf;

    /// <summary>As which it answers: OpenSearch 3.3, one before (no tie breaker), Elasticsearch, or one without points in time.</summary>
    public SearchServer Server { get; set; }

    /// <summary>Gets or sets whether the collector records the offset of a line in its file.</summary>
    public bool HasOffsets { get; set; } = true;

    /// <summary>Gets or sets the fields of documents with the line, with what a collector left of it (null for none), and with the
    /// host.</summary>
    public (string Text, string? Remainder, string Host) Fields { get; set; } = ("message", null, "host.name");

    /// <summary>Points in time and scrolls that nobody closed.</summary>
    public int StillOpen => _open.Count;

    /// <summary>Events by their place in order, in the place of <see cref="StandInPlatform.Logs"/>: made as they are asked for, all of
    /// them found.</summary>
    public (long Count, Func<long, StandInEvent> At)? Generated { get; set; }

    /// <summary>A SYNTHETIC fault of one of 1,000 vCenters, as the article has it, 20 each millisecond.</summary>
    public static StandInEvent GeneratedFault(long place)
    {
        long milliseconds = new DateTimeOffset(2026, 2, 11, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() + (place / 20);
        string time = DateTimeOffset
            .FromUnixTimeMilliseconds(milliseconds)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        string text =
            $"{time} info vpxd[4085937] [Originator@6876 sub=vmomi.soapStub[774949] opID={place:x8}] SOAP request returned HTTP failure; "
            + $"<<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, /hgw/host-{place % 64}/sdk>, "
            + "method: fileManagement; code: 500(Internal Server Error); fault: (vim.fault.NotAuthenticated) {\n"
            + """
            -->    faultCause = (vmodl.MethodFault) null,
            -->    faultMessage = <unset>,
            -->    object = 'vim.Datastore:62aef28d-fe0e61a8-3da4-9efa524000e2',
            -->    privilegeId = "Datastore.FileManagement"
            -->    msg = "Received SOAP response fault from [...]: fileManagement. The session is not authenticated."
            --> {'}'}
            """.Replace("\r\n", "\n", StringComparison.Ordinal);
        return new StandInEvent(
            milliseconds * 1_000_000,
            $"vc{place % 1000:D4}.example.org",
            "/var/log/vmware/vpxd/vpxd-8.log",
            place,
            text
        );
    }

    /// <summary>A SYNTHETIC call or, of each fifty events, one login, of one of 20 clients of one of 1,000 vCenters; 20 each
    /// millisecond.</summary>
    public static StandInEvent GeneratedCall(long place)
    {
        StandInEvent fault = GeneratedFault(place);
        long client = place / 1000 % 20, session = (client * 1000) + (place % 1000);
        string time = fault.Text[..fault.Text.IndexOf(' ', StringComparison.Ordinal)];
        string text = place / 20_000 % 50 == 0
            ? $"{time} info vpxd[04085] [Originator@6876 sub=vpxLro opID={place:x8}] [VpxLRO] -- BEGIN lro-{place} -- SessionManager -- "
                + $"vim.SessionManager.login -- 52193516-d4c1-6a8f-92f3-{session:x12}(52efcb66-58f4-5017-61af-{session:x12})"
            : $"{time} info vpxd[04085] [Originator@6876 sub=vpxLro opID={place:x8}] [VpxLRO] -- BEGIN lro-{place} -- vm-{place % 999} -- "
                + $"vim.VirtualMachine.createSnapshot -- 52193516-d4c1-6a8f-92f3-{session:x12}(52efcb66-58f4-5017-61af-{session:x12})";
        return fault with { Text = text };
    }

    protected override void Steer(string[] parts)
    {
        base.Steer(parts);
        switch (parts[0])
        {
            case "server":
                Server = Enum.Parse<SearchServer>(parts[1]);
                break;
            case "generate":
                Generated = (long.Parse(parts[1], CultureInfo.InvariantCulture), parts is [_, _, "calls"] ? GeneratedCall : GeneratedFault);
                break;
            case "clear":
                Generated = null;
                break;
        }
    }

    protected override Task AnswerAsync(HttpContext context, string request, string body)
    {
        if (!IsAllowed(context))
        {
            return SayAsync(context, 401, "Unauthorized");
        }

        string[] path = context.Request.Path.Value!.Trim('/').Split('/');
        JsonObject? asked = body.Length == 0 ? null : JsonNode.Parse(body)!.AsObject();
        return (context.Request.Method, path) switch
        {
            ("POST", [string index, "_search", "point_in_time"]) when Server is SearchServer.OpenSearch or SearchServer.OldOpenSearch =>
                OpenAsync(context, index, "pit_id"),
            ("POST", [string index, "_pit"]) when Server == SearchServer.Elasticsearch => OpenAsync(context, index, "id"),
            ("POST", [string index, "_search"]) when context.Request.Query["filter_path"] == "hits.hits._source" =>
                HitsAsync(context, asked!, 0, (int)asked!["size"]!, "sample", index),
            ("POST", [_, "_search"]) when context.Request.Query.ContainsKey("scroll") => ScrollAsync(context, Open(asked!), asked!),
            ("POST", [_, "_search"]) when asked?["aggs"] is JsonObject aggregations => CountAsync(context, asked, aggregations),
            ("POST", ["_search", "scroll"]) => ScrollAsync(
                context,
                (string)asked!["scroll_id"]!,
                _open.GetValueOrDefault((string)asked["scroll_id"]!).Body
            ),
            ("POST", ["_search"]) => SearchAsync(context, asked!),
            ("DELETE", ["_search", "point_in_time"]) => CloseAsync(context, [.. asked!["pit_id"]!.AsArray().Select(id => (string)id!)]),
            ("DELETE", ["_pit"]) => CloseAsync(context, [(string)asked!["id"]!]),
            ("DELETE", ["_search", "scroll"]) => CloseAsync(context, [.. asked!["scroll_id"]!.AsArray().Select(id => (string)id!)]),
            _ => FailAsync(context, 405, "Incorrect HTTP method for uri"),
        };
    }

    private static Task FailAsync(HttpContext context, int status, string reason) =>
        SayAsync(
            context,
            status,
            new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["root_cause"] = new JsonArray(new JsonObject { ["type"] = "stand_in", ["reason"] = reason }),
                    ["reason"] = "all shards failed",
                },
                ["status"] = status,
            }.ToJsonString()
        );

    private string Open(JsonObject body, int from = 0)
    {
        string id = $"open-{Interlocked.Increment(ref _ids)}";
        _open[id] = (body, from);
        return id;
    }

    private Task OpenAsync(HttpContext context, string index, string property) =>
        Uri.UnescapeDataString(index) == "missing-*"
            ? SayAsync(
                context,
                200,
                new JsonObject
                {
                    [property] = Open([]),
                    ["_shards"] = new JsonObject
                    {
                        ["total"] = 0,
                        ["successful"] = 0,
                        ["failed"] = 0,
                    },
                }.ToJsonString()
            )
            : SayAsync(context, 200, new JsonObject { [property] = Open([]) }.ToJsonString());

    private Task CloseAsync(HttpContext context, string[] ids)
    {
        bool isOpen = ids.All(id => _open.TryRemove(id, out _));
        return SayAsync(context, isOpen ? 200 : 404, "{}");
    }

    private Task SearchAsync(HttpContext context, JsonObject asked)
    {
        if (Server == SearchServer.OldOpenSearch && asked["sort"]!.ToJsonString().Contains("_shard_doc", StringComparison.Ordinal))
        {
            return FailAsync(context, 400, "No mapping found for [_shard_doc] in order to sort on");
        }

        if ((string?)asked["pit"]?["id"] is not string id || !_open.ContainsKey(id))
        {
            return FailAsync(context, 404, "No search context found");
        }

        // Its own tie breaker is the place in order, and no other document comes before that.
        long from = asked["search_after"] is JsonArray after ? (long)after[^1]! + 1 : 0;
        return HitsAsync(context, asked, from, (int)asked["size"]!, "pit_id", id);
    }

    /// <summary>Answers a composite aggregation by host and time, in their order, from behind a key; <c>search.max_buckets</c> is the
    /// default one.</summary>
    private Task CountAsync(HttpContext context, JsonObject asked, JsonObject aggregations)
    {
        const int MaxBuckets = 65_535;
        (string name, JsonNode? aggregation) = aggregations.Single();
        JsonNode composite = aggregation!["composite"]!;
        JsonArray sources = composite["sources"]!.AsArray();
        (string hostKey, JsonNode? host) = sources[0]!.AsObject().Single();
        (string timeKey, JsonNode? time) = sources[1]!.AsObject().Single();
        int size = (int)composite["size"]!;
        if (size > MaxBuckets)
        {
            return FailAsync(context, 400, $"Trying to create too many buckets. Must be less than or equal to: [{MaxBuckets}]");
        }

        if ((string?)host!["terms"]!["field"] != Fields.Host || (string?)time!["date_histogram"]!["field"] != "@timestamp")
        {
            return FailAsync(context, 400, "Fielddata is disabled on text fields by default.");
        }

        long span = long.Parse(((string)time["date_histogram"]!["fixed_interval"]!).Replace("ms", "", StringComparison.Ordinal),
            CultureInfo.InvariantCulture) * 1_000_000;
        string query = asked["query"]!.ToJsonString();
        (string, long)? after = composite["after"] is JsonObject key ? ((string)key[hostKey]!, (long)key[timeKey]! * 1_000_000) : null;
        (string Host, long Start, long Count)[] page =
        [
            .. CountEvents(span, query.Contains("NotAuthenticated", StringComparison.Ordinal), item => Holds(asked["query"]!, item))
                .OrderBy(count => count.Host, StringComparer.Ordinal)
                .ThenBy(count => count.Start)
                .Where(count => after is not (string last, long at) || string.CompareOrdinal(count.Host, last) is var order
                    && (order > 0 || (order == 0 && count.Start > at)))
                .Take(size),
        ];
        JsonObject KeyOf((string Host, long Start, long Count) count) =>
            new() { [hostKey] = count.Host, [timeKey] = count.Start / 1_000_000 };
        JsonObject counts = new()
        {
            ["buckets"] = new JsonArray(
                [.. page.Select(count => (JsonNode)new JsonObject { ["key"] = KeyOf(count), ["doc_count"] = count.Count })]),
        };
        if (page.Length > 0)
        {
            counts["after_key"] = KeyOf(page[^1]);
        }

        JsonObject answer = new()
        {
            ["timed_out"] = IsIncomplete,
            ["_shards"] = new JsonObject { ["total"] = 1, ["failed"] = 0 },
            ["aggregations"] = new JsonObject { [name] = counts },
        };
        return SayCountedAsync(context, answer.ToJsonString());
    }

    private Task ScrollAsync(HttpContext context, string id, JsonObject? body)
    {
        if (body is null || !_open.TryGetValue(id, out (JsonObject Body, int From) open))
        {
            return FailAsync(context, 404, "No search context found for id");
        }

        if (body["sort"]!.ToJsonString().Contains("_shard_doc", StringComparison.Ordinal))
        {
            return FailAsync(context, 400, "[_shard_doc] needs a point in time");
        }

        _open[id] = (body, open.From + (int)body["size"]!);
        return HitsAsync(context, body, open.From, (int)body["size"]!, "_scroll_id", id);
    }

    private async Task HitsAsync(HttpContext context, JsonObject asked, long from, int size, string property, string id)
    {
        if (size > MostHits)
        {
            await FailAsync(
                context,
                400,
                $"Result window is too large, from + size must be less than or equal to: [{MostHits}] but was [{size}]"
            );
            return;
        }

        context.Response.ContentType = "application/json";
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("timed_out", IsIncomplete);
            writer.WriteString(property, id);
            writer.WriteStartObject("_shards");
            writer.WriteNumber("total", 1);
            writer.WriteNumber("failed", 0);
            writer.WriteEndObject();
            writer.WriteStartObject("hits");
            writer.WriteStartArray("hits");
            foreach ((long place, StandInEvent item) in Find(asked, from, size))
            {
                EventsSent += property == "sample" ? 0 : 1;
                Write(writer, place, item);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        BytesSent += buffer.Length;
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    private void Write(Utf8JsonWriter writer, long place, StandInEvent item)
    {
        writer.WriteStartObject();
        writer.WriteString("_index", "vpxd-2026.02.11");
        writer.WriteString("_id", "id" + place.ToString(CultureInfo.InvariantCulture));
        writer.WriteStartObject("_source");
        writer.WriteString(Fields.Text, item.Text);
        writer.WriteString(Fields.Host, item.Host);
        if (Fields.Remainder is string rest)
        {
            writer.WriteString(rest, item.Text[(item.Text.IndexOf(']', StringComparison.Ordinal) + 1)..]);
        }

        bool isNested = Fields.Text != "log";
        if (isNested)
        {
            writer.WriteStartObject("log");
        }

        writer.WriteString(isNested ? "file.path" : "log.file.path", item.File);
        if (HasOffsets)
        {
            writer.WriteNumber(isNested ? "offset" : "log.offset", item.Offset);
        }

        if (isNested)
        {
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("sort");
        writer.WriteNumberValue(item.Nanoseconds / 1_000_000);
        writer.WriteNumberValue(HasOffsets ? item.Offset : long.MaxValue);
        writer.WriteNumberValue(place);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private IEnumerable<(long Place, StandInEvent Item)> Find(JsonObject asked, long from, int size)
    {
        if (Generated is (long count, Func<long, StandInEvent> at))
        {
            for (long place = from; place < Math.Min(count, from + size); place++)
            {
                yield return (place, at(place));
            }

            yield break;
        }

        StandInEvent[] sorted = Sorted();
        long first = asked["pit"] is null ? 0 : from, skip = asked["pit"] is null ? from : 0;
        JsonNode query = asked["query"]!;
        for (long place = first; place < sorted.Length && size > 0; place++)
        {
            if (Holds(query, sorted[place]) && skip-- <= 0)
            {
                size--;
                yield return (place, sorted[place]);
            }
        }
    }

    private StandInEvent[] Sorted()
    {
        lock (_open)
        {
            if (_sortedOf != Logs)
            {
                _sorted = [.. Logs.Events.OrderBy(item => item.Nanoseconds).ThenBy(item => HasOffsets ? item.Offset : 0)];
                _sortedOf = Logs;
            }

            return _sorted;
        }
    }

    private bool Holds(JsonNode query, StandInEvent item)
    {
        (string kind, JsonNode? body) = query.AsObject().Single();
        JsonObject parts = body!.AsObject();
        switch (kind)
        {
            case "bool":
                return (parts["filter"]?.AsArray().All(part => Holds(part!, item)) ?? true)
                    && (parts["should"]?.AsArray().Count(part => Holds(part!, item)) ?? 0) >= ((int?)parts["minimum_should_match"] ?? 0);
            case "range":
                JsonNode range = parts["@timestamp"]!;
                long time = item.Nanoseconds / 1_000_000;
                return (string)range["format"]! == "epoch_millis" && time >= (long)range["gte"]! && time < (long)range["lt"]!;
            case "terms":
                return parts[Fields.Host]!.AsArray().Any(value => (string)value! == item.Host);
            case "term":
                return (string)parts["log.file.path"]! == item.File;
            case "match_phrase":
                return QueryEvaluators.SearchContains(item.Text, (string)parts[Fields.Text]!);
            case "multi_match":
                return parts["fields"]!.AsArray().Any(field => (string)field! == Fields.Text)
                    && QueryEvaluators.SearchContains(item.Text, (string)parts["query"]!);
            default:
                throw new NotSupportedException(kind);
        }
    }
}

/// <summary>Specifies the server that a stand-in imitates.</summary>
internal enum SearchServer
{
    OpenSearch,
    OldOpenSearch,
    Elasticsearch,
    ScrollOnly,
}
