using System.Text.Json;
using System.Text.Json.Nodes;

namespace VcsaAuthGuard.LogPlatforms.OpenSearch;

/// <summary>Reads a page of hits and verifies that it is complete.</summary>
internal sealed class OpenSearchHits(OpenSearchQuery query, PlatformConnection http, PlatformOptions options)
{
    private const string Narrower =
        "Ask for a narrower -After and -Before, a narrower -Index or fewer servers (-Server), and check the state of the cluster.";

    /// <summary>Times in nanoseconds are larger and times in milliseconds smaller, until the year 5138.</summary>
    private const long MinNanoseconds = 100_000_000_000_000;

    public OpenSearchPage Read(PlatformResponse response, PlatformFilter filter)
    {
        if (response.Json?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("hits", out JsonElement outer) || outer.ValueKind != JsonValueKind.Object
            || !outer.TryGetProperty("hits", out JsonElement hits) || hits.ValueKind != JsonValueKind.Array)
        {
            throw http.NotThisApi("the answer to POST _search has no hits.", response);
        }

        CheckWhole(root, filter);
        List<PlatformEvent> events = new(hits.GetArrayLength());
        JsonElement last = default;
        foreach (JsonElement hit in hits.EnumerateArray())
        {
            if (
                !hit.TryGetProperty("sort", out last)
                || last.ValueKind != JsonValueKind.Array
                || last.GetArrayLength() == 0
                || !last[0].TryGetInt64(out long time)
                || !hit.TryGetProperty("_source", out JsonElement source)
            )
            {
                throw http.NotThisApi("a hit has no time to sort by, or no _source.", response);
            }

            string? text = Text(Find(source, query.TextInDocument));
            if (text is null)
            {
                throw http.Failure(
                    PlatformProblem.Refused,
                    $"a document has no text in the field '{query.TextInDocument}'.",
                    "Name the field that has the log's text with -TextField.",
                    response
                );
            }

            string? logField = query.LogFields.FirstOrDefault(field => Text(Find(source, OpenSearchQuery.InDocument(field))) is not null);
            string? log = logField is null ? null : Text(Find(source, OpenSearchQuery.InDocument(logField)));
            bool hasPlace = Find(source, OpenSearchQuery.PlaceField).ValueKind == JsonValueKind.Number;
            events.Add(
                new PlatformEvent(
                    time > MinNanoseconds ? time : time * UnixTime.NanosecondsPerMillisecond,
                    Text(Find(source, query.HostInDocument)),
                    logField,
                    log,
                    Id(hit),
                    text,
                    hasPlace
                )
            );
        }

        return new(
            events,
            events.Count == 0 ? null : (JsonArray)JsonNode.Parse(last.GetRawText())!,
            root.TryGetProperty("pit_id", out JsonElement pit) ? pit.GetString() : null,
            root.TryGetProperty("_scroll_id", out JsonElement scroll) ? scroll.GetString() : null);
    }

    /// <summary>Reads a page of counts, and returns the key to go on behind; null if it is the last page.</summary>
    public JsonObject? ReadCounts(PlatformResponse response, PlatformFilter filter, int size, List<PlatformCount> counts)
    {
        if (response.Json?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("aggregations", out JsonElement outer) || outer.ValueKind != JsonValueKind.Object
            || !outer.TryGetProperty(OpenSearchQuery.CountsKey, out JsonElement groups) || groups.ValueKind != JsonValueKind.Object
            || !groups.TryGetProperty("buckets", out JsonElement buckets) || buckets.ValueKind != JsonValueKind.Array)
        {
            throw http.NotThisApi("the answer to POST _search has no counts.", response);
        }

        CheckWhole(root, filter);
        foreach (JsonElement bucket in buckets.EnumerateArray())
        {
            if (!bucket.TryGetProperty("key", out JsonElement key) || key.ValueKind != JsonValueKind.Object
                || !key.TryGetProperty(OpenSearchQuery.TimeKey, out JsonElement time) || !time.TryGetInt64(out long milliseconds)
                || !bucket.TryGetProperty("doc_count", out JsonElement number) || !number.TryGetInt64(out long count))
            {
                throw http.NotThisApi("a group has no time or no doc_count.", response);
            }

            string? host = key.TryGetProperty(OpenSearchQuery.HostKey, out JsonElement name) ? Text(name) : null;
            counts.Add(new(host, milliseconds * UnixTime.NanosecondsPerMillisecond, count));
        }

        return buckets.GetArrayLength() >= size && groups.TryGetProperty("after_key", out JsonElement after)
            ? (JsonObject)JsonNode.Parse(after.GetRawText())!
            : null;
    }

    private void CheckWhole(JsonElement root, PlatformFilter filter)
    {
        string? why = null;
        if (root.TryGetProperty("timed_out", out JsonElement timedOut) && timedOut.ValueKind == JsonValueKind.True)
        {
            why = "it ran out of time";
        }
        else if (root.TryGetProperty("terminated_early", out JsonElement early) && early.ValueKind == JsonValueKind.True)
        {
            why = "it was ended early";
        }
        else if (root.TryGetProperty("_shards", out JsonElement shards) && shards.ValueKind == JsonValueKind.Object)
        {
            long total = Number(shards, "total"), failed = Number(shards, "failed");
            if (total == 0)
            {
                throw http.Failure(
                    PlatformProblem.Refused,
                    $"no index is called '{options.Index}'.",
                    "Name the indices that hold vCenter's logs with -Index."
                );
            }

            why = failed == 0 ? null : FormattableString.Invariant($"{failed} of {total} shards failed") + Reason(shards);
        }

        if (why is not null)
        {
            throw http.Failure(
                PlatformProblem.Incomplete,
                $"from {UnixTime.Format(filter.From)} to {UnixTime.Format(filter.To)}, it gave only a part of the documents: {why}.",
                Narrower
            );
        }
    }

    private string Reason(JsonElement shards) =>
        shards.TryGetProperty("failures", out JsonElement failures)
        && failures.ValueKind == JsonValueKind.Array
        && failures.GetArrayLength() > 0
        && failures[0].TryGetProperty("reason", out JsonElement reason)
            ? " ("
                + http.Redact(
                    reason.ValueKind == JsonValueKind.Object && reason.TryGetProperty("reason", out JsonElement words)
                        ? words.ToString()
                        : reason.ToString()
                )
                + ")"
            : "";

    private static long Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.TryGetInt64(out long number) ? number : -1;

    /// <summary>Returns index and id, without the characters that separate folders in a source's name.</summary>
    private static string Id(JsonElement hit)
    {
        string index = hit.TryGetProperty("_index", out JsonElement name) ? name.ToString() : "";
        string id = hit.TryGetProperty("_id", out JsonElement own) ? own.ToString() : "";
        return $"{index}:{id}".Replace('/', '_').Replace('\\', '_').Replace('!', '_');
    }

    /// <summary>Returns the text of a document's field; null if it has none.</summary>
    public static string? TextOf(JsonElement document, string field) => Text(Find(document, field));

    /// <summary>Finds a field by its dotted name, nested or not.</summary>
    private static JsonElement Find(JsonElement item, string name)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        if (item.TryGetProperty(name, out JsonElement whole))
        {
            return whole;
        }

        for (int dot = name.IndexOf('.'); dot > 0; dot = name.IndexOf('.', dot + 1))
        {
            if (
                item.TryGetProperty(name.AsSpan(0, dot), out JsonElement part)
                && Find(part, name.Substring(dot + 1)) is { ValueKind: not JsonValueKind.Undefined } found
            )
            {
                return found;
            }
        }

        return default;
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.ToString(),
        JsonValueKind.Array when value.GetArrayLength() > 0 => Text(value[0]),
        _ => null,
    };
}
