using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using VcsaAuthGuard.Tests.Logs;

namespace VcsaAuthGuard.Tests.LogPlatforms;

/// <summary>A stand-in for Loki: query_range, forward, with a selector and one line filter. What it does not know it refuses.</summary>
internal sealed partial class StandInLoki : StandInPlatform
{
    public const string Command = "--stand-in-loki";
    public const string Tenant = "site-a";
    private const int MaxLines = 5000;

    protected override Task AnswerAsync(HttpContext context, string request, string body)
    {
        if (!IsAllowed(context))
        {
            return SayAsync(context, 401, "unauthorized");
        }

        if ($"{context.Request.Headers["X-Scope-OrgID"]}" is { Length: > 0 } tenant && tenant != Tenant)
        {
            return SayAsync(context, 200, """{"status":"success","data":{"resultType":"streams","result":[]}}""");
        }

        if (request != "GET /loki/api/v1/query_range")
        {
            return SayAsync(context, 404, "404 page not found");
        }

        IQueryCollection asked = context.Request.Query;
        Match query = Query().Match($"{asked["query"]}");
        int limit = int.Parse($"{asked["limit"]}", CultureInfo.InvariantCulture);
        if (!query.Success || asked["direction"] != "forward")
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

        (string Label, string Operator, string Value)[] matchers =
        [
            .. Matcher()
                .Matches(query.Groups[1].Value)
                .Select(match => (match.Groups[1].Value, match.Groups[2].Value, Unquoted(match.Groups[3].Value))),
        ];
        Regex? line = query.Groups[2].Success ? new Regex(Unquoted(query.Groups[2].Value), RegexOptions.CultureInvariant) : null;
        long start = Number(asked["start"]),
            end = Number(asked["end"]);
        StandInEvent[] found =
        [
            .. Logs
                .Events.Where(item =>
                    item.Nanoseconds >= start
                    && item.Nanoseconds < end
                    && matchers.All(matcher => Holds(item, matcher))
                    && line?.IsMatch(item.Text) != false
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
                        .GroupBy(item => (item.Host, item.File))
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

    [GeneratedRegex("""^\{((?:[a-z_]+=~?"(?:[^"\\]|\\.)*"(?:, )?)+)\}(?: \|~ ("(?:[^"\\]|\\.)*"))?$""")]
    private static partial Regex Query();

    [GeneratedRegex("""([a-z_]+)(=~|=)("(?:[^"\\]|\\.)*")""")]
    private static partial Regex Matcher();
}
