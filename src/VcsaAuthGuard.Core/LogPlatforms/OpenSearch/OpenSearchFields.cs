using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VcsaAuthGuard.LogPlatforms.OpenSearch;

/// <summary>
/// Finds the fields with the text and the host in a sample of documents. Collectors write different ones: Filebeat and Elastic's vSphere
/// integration <c>message</c> and <c>event.original</c> with <c>host.*</c>, <c>observer.*</c> and <c>log.syslog.hostname</c> (Elastic
/// Common Schema), Fluent Bit <c>log</c>, OpenTelemetry <c>body</c>.
/// </summary>
internal static class OpenSearchFields
{
    public const string DefaultText = "message";
    public const string DefaultHost = "host.name";

    private const int SampleSize = 20;

    private static readonly string[] Texts = [DefaultText, "event.original", "log", "body"];

    private static readonly string[] Hosts = [DefaultHost, "host.hostname", "observer.name", "log.syslog.hostname", "agent.name"];

    /// <summary>Matches the time and the level or process at the start of an entry, which a text that was taken apart lacks.</summary>
    private static readonly Regex EntryStart = new(
        @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S* \S+ \S", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Returns a search for some documents of vpxd.</summary>
    public static JsonObject Sample(JsonObject range, PlatformOptions options)
    {
        JsonObject ofVpxd = new()
        {
            ["multi_match"] = new JsonObject
            {
                ["query"] = "vpxd",
                ["fields"] = new JsonArray([.. TextsOf(options).Select(field => (JsonNode)field)]),
            },
        };
        return new()
        {
            ["size"] = SampleSize,
            ["track_total_hits"] = false,
            ["query"] = new JsonObject { ["bool"] = new JsonObject { ["filter"] = new JsonArray(range, ofVpxd) } },
            ["_source"] = new JsonArray([.. TextsOf(options).Concat(Hosts).Select(field => (JsonNode)field)]),
        };
    }

    /// <summary>Returns the fields with the text and the host; the default ones where the sample does not show others.</summary>
    public static (string Text, string Host) Find(JsonElement? response, PlatformOptions options)
    {
        JsonElement[] documents =
            response is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("hits", out JsonElement outer) && outer.ValueKind == JsonValueKind.Object
            && outer.TryGetProperty("hits", out JsonElement hits) && hits.ValueKind == JsonValueKind.Array
                ? [.. hits.EnumerateArray().Select(hit => hit.TryGetProperty("_source", out JsonElement source) ? source : default)]
                : [];
        int Entries(string field) =>
            documents.Count(document => OpenSearchHits.TextOf(document, field) is string text && EntryStart.IsMatch(text));
        int Present(string field) => documents.Count(document => OpenSearchHits.TextOf(document, field) is { Length: > 0 });
        return (
            options.TextField ?? Texts.OrderByDescending(Entries).ThenByDescending(Present).First(),
            options.HostField ?? Hosts.OrderByDescending(Present).First());
    }

    private static string[] TextsOf(PlatformOptions options) => options.TextField is string given ? [given] : Texts;
}
