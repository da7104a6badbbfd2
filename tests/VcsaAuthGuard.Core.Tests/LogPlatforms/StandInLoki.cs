using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using VcsaAuthGuard.Tests.Logs;

namespace VcsaAuthGuard.Tests.LogPlatforms;

/// <summary>A stand-in for Loki: query_range, forward, with a selector and one line filter. What it does not know it refuses.</summary>
internal sealed partial class StandInLoki : StandInPlatform
{
    public const string Command = "--stand-in-loki";
    public const string Tenant = "site-a";
    private const int MaxLines = 5000;

    /// <summary>The path of Grafana's data source proxy
    /// (grafana.com/docs/grafana/latest/developers/http_api/data_source/#data-source-proxy-calls-by-uid).</summary>
    public const string GrafanaProxy = "/api/datasources/proxy/uid/loki-main";

    /// <summary>Gets or sets whether requests are those to Grafana, which takes service account tokens only.</summary>
    public bool IsBehindGrafana { get; set; }

    /// <summary>Gets or sets whether the template function <c>__timestamp__</c> is not known, as in old versions.</summary>
    public bool IsWithoutTimestamp { get; set; }

    /// <summary>Gets or sets whether each line has structured metadata, whose names and values are labels of the result
    /// (grafana.com/docs/loki/latest/get-started/labels/structured-metadata).</summary>
    public bool HasStructuredMetadata { get; set; }

    protected override Task AnswerAsync(HttpContext context, string request, string body)
    {
        if (IsBehindGrafana)
        {
            string asked = request.Replace(GrafanaProxy, "", StringComparison.Ordinal);
            if (asked == request || $"{context.Request.Headers.Authorization}" != $"Bearer {Password}")
            {
                return SayAsync(context, asked == request ? 404 : 401, """{"message":"Invalid API key"}""");
            }

            request = asked;
        }

        return AnswerLokiAsync(context, request, body);
    }

    private Task AnswerLokiAsync(HttpContext context, string request, string body)
    {
        if (!IsAllowed(context))
        {
            return SayAsync(context, 401, "unauthorized");
        }

        if ($"{context.Request.Headers["X-Scope-OrgID"]}" is { Length: > 0 } tenant && tenant != Tenant)
        {
            return SayAsync(context, 200, """{"status":"success","data":{"resultType":"streams","result":[]}}""");
        }

        if (request == "GET /loki/api/v1/label/hostname/values")
        {
            IEnumerable<string> hosts = Counters?.Select(count => count.Host) ?? Logs.Events.Select(item => item.Host);
            JsonArray values = [.. hosts.Distinct().Order(StringComparer.Ordinal).Select(host => (JsonNode)host)];
            return SayCountedAsync(context, new JsonObject { ["status"] = "success", ["data"] = values }.ToJsonString());
        }

        if (request is not ("GET /loki/api/v1/query_range" or "POST /loki/api/v1/query_range"))
        {
            return SayAsync(context, 404, "404 page not found");
        }

        IQueryCollection asked = request.StartsWith("GET", StringComparison.Ordinal)
            ? context.Request.Query
            : new QueryCollection(QueryHelpers.ParseQuery(body));
        if (Metric().Match($"{asked["query"]}") is { Success: true } metric)
        {
            return CountAsync(context, asked, metric);
        }

        Match query = Query().Match($"{asked["query"]}");
        int limit = int.Parse($"{asked["limit"]}", CultureInfo.InvariantCulture);
        bool hasTime = $"{asked["query"]}".Contains("__timestamp__", StringComparison.Ordinal);
        if (!query.Success || asked["direction"] != "forward" || (hasTime && IsWithoutTimestamp))
        {
            return SayAsync(context, 400, "parse error at line 1");
        }

        if (limit > MaxLines)
        {
            return SayAsync(
                context,
                400,
                $"max entries limit per query exceeded, limit > max_entries_limit_per_query ({limit} > {MaxLines})"
            );
        }

        Func<StandInEvent, bool> holds = Condition(query);
        long start = Number(asked["start"]),
            end = Number(asked["end"]);
        StandInEvent[] found =
        [
            .. Logs
                .Events.Where(item =>
                    item.Nanoseconds >= start
                    && item.Nanoseconds < end
                    && holds(item)
                )
                .Take(limit),
        ];
        EventsSent += found.Length;
        JsonObject answer = new()
        {
            ["status"] = "success",
            ["data"] = new JsonObject
            {
                ["resultType"] = "streams",
                // A stream each; which comes first means nothing.
                ["result"] = new JsonArray([
                    .. found
                        .GroupBy(item => (item.Host, item.File, Thread: HasStructuredMetadata ? item.Nanoseconds % 7 : 0))
                        .OrderByDescending(stream => stream.Key)
                        .Select(stream =>
                            (JsonNode)
                                new JsonObject
                                {
                                    ["stream"] = new JsonObject
                                    {
                                        ["hostname"] = stream.Key.Host,
                                        ["filename"] = stream.Key.File,
                                        ["job"] = "vpxd",
                                        ["thread_id"] = stream.Key.Thread.ToString(CultureInfo.InvariantCulture),
                                    },
                                    ["values"] = new JsonArray([
                                        .. stream.Select(item =>
                                            (JsonNode)new JsonArray(item.Nanoseconds.ToString(CultureInfo.InvariantCulture), item.Text)
                                        ),
                                    ]),
                                }
                        ),
                ]),
                ["stats"] = new JsonObject(),
            },
        };
        if (IsIncomplete)
        {
            answer["warnings"] = new JsonArray("maximum number of series (500) reached for a single query; returning partial results");
        }

        return SayAsync(context, 200, answer.ToJsonString());
    }

    /// <summary>Answers a metric query: at each step the lines of the window that ends there. The limits and their messages are those of
    /// Loki's <c>max_query_series</c> and of its resolution.</summary>
    private Task CountAsync(HttpContext context, IQueryCollection asked, Match metric)
    {
        const long Second = 1_000_000_000;
        Match query = Query().Match(metric.Groups[1].Value);
        long start = Number(asked["start"]), end = Number(asked["end"]), step = Number(asked["step"]) * Second;
        long window = Number(metric.Groups[2].Value) * (metric.Groups[3].Value == "s" ? Second : 1_000_000);
        if (!query.Success || step <= 0 || end < start)
        {
            return SayAsync(context, 400, "parse error at line 1");
        }

        if ((end - start) / step > 11_000)
        {
            return SayAsync(context, 400, "exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the "
                + "step parameter");
        }

        Func<StandInEvent, bool> holds = Condition(query);
        ILookup<string, (long Time, long Count)> series = (Counters is null
            ? Logs.Events.Where(item => item.Nanoseconds > start - window && item.Nanoseconds <= end && holds(item))
                .Select(item => (item.Host, Time: item.Nanoseconds, Count: 1L))
            : CountEvents(step, query.Groups[2].Value.Contains("NotAuthenticated", StringComparison.Ordinal), holds)
                .Where(count => count.Start > start - window && count.Start <= end)
                .Where(count => holds(new(count.Start, count.Host, "", 0, "NotAuthenticated")))
                .Select(count => (count.Host, Time: count.Start, count.Count)))
            .ToLookup(item => item.Host, item => (item.Time, item.Count));
        if (series.Count > 500)
        {
            return SayAsync(context, 400, "maximum of series (500) reached for a single query");
        }

        JsonArray result = [];
        foreach (IGrouping<string, (long Time, long Count)> host in series)
        {
            JsonArray values = [];
            foreach (IGrouping<long, (long Time, long Count)> point in host
                .GroupBy(item => start + (Math.Max(0, (item.Time - start + step - 1) / step) * step))
                .Where(point => point.Key <= end)
                .OrderBy(point => point.Key))
            {
                decimal seconds = point.Key / 1_000_000 / 1000m;
                long count = point.Where(item => item.Time > point.Key - window).Sum(item => item.Count);
                values.Add((JsonNode)new JsonArray(seconds, count.ToString(CultureInfo.InvariantCulture)));
            }

            result.Add((JsonNode)new JsonObject { ["metric"] = new JsonObject { ["hostname"] = host.Key }, ["values"] = values });
        }

        JsonObject answer = new()
        {
            ["status"] = "success",
            ["data"] = new JsonObject { ["resultType"] = "matrix", ["result"] = result, ["stats"] = new JsonObject() },
        };
        if (IsIncomplete)
        {
            answer["warnings"] = new JsonArray("the stand-in was told to give a part");
        }

        return SayCountedAsync(context, answer.ToJsonString());
    }

    /// <summary>Returns the condition of a selector and its line filter.</summary>
    private static Func<StandInEvent, bool> Condition(Match query)
    {
        (string Label, string Operator, string Value)[] matchers =
        [
            .. Matcher()
                .Matches(query.Groups[1].Value)
                .Select(match => (match.Groups[1].Value, match.Groups[2].Value, Unquoted(match.Groups[3].Value))),
        ];
        Regex? line = query.Groups[2].Success ? new Regex(Unquoted(query.Groups[2].Value), RegexOptions.CultureInvariant) : null;
        (long From, long To)[] seconds =
        [
            .. Seconds().Matches(query.Groups[3].Value).Select(match => (Number(match.Groups[1].Value), Number(match.Groups[2].Value))),
        ];
        return item => matchers.All(matcher => Holds(item, matcher))
            && line?.IsMatch(item.Text) != false
            && (seconds.Length == 0
                || Array.Exists(seconds, span => item.Nanoseconds / 1_000_000_000 is long at && at >= span.From && at <= span.To));
    }

    private static long Number(string? text) => long.Parse(text!, CultureInfo.InvariantCulture);

    private static string Unquoted(string text) => (string)JsonNode.Parse(text)!;

    private static bool Holds(StandInEvent item, (string Label, string Operator, string Value) matcher)
    {
        string label = matcher.Label switch
        {
            "hostname" => item.Host,
            "filename" => item.File,
            "job" => "vpxd",
            _ => "",
        };
        return matcher.Operator == "="
            ? label == matcher.Value
            : Regex.IsMatch(label, $"^(?:{matcher.Value})$", RegexOptions.CultureInvariant);
    }

    [GeneratedRegex("""^sum by \(hostname\) \(count_over_time\((\{.+) \[(\d+)(s|ms)\]\)\)$""")]
    private static partial Regex Metric();

    [GeneratedRegex(
        """^\{((?:[a-z_]+=~?"(?:[^"\\]|\\.)*"(?:, )?)+)\}(?: \|~ ("(?:[^"\\]|\\.)*"))?"""
            + """(?: \| label_format vcsa_second=`\{\{ __timestamp__ \| unixEpoch \}\}` \| (.+))?$""")]
    private static partial Regex Query();

    [GeneratedRegex("""\(vcsa_second>=(\d+) and vcsa_second<=(\d+)\)""")]
    private static partial Regex Seconds();

    [GeneratedRegex("""([a-z_]+)(=~|=)("(?:[^"\\]|\\.)*")""")]
    private static partial Regex Matcher();
}
