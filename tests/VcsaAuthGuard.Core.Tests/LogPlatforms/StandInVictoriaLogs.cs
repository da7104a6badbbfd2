using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using VcsaAuthGuard.Tests.Logs;

namespace VcsaAuthGuard.Tests.LogPlatforms;

/// <summary>
/// A stand-in for VictoriaLogs by its public documentation: query with the pipes sort and fields, and hits. It evaluates the filters of
/// LogsQL that the module uses and refuses others: time ranges, stream selectors, exact values, lists, any value, regular expressions,
/// alternatives and parentheses.
/// </summary>
internal sealed partial class StandInVictoriaLogs : StandInPlatform
{
    public const string Command = "--stand-in-victorialogs";
    private const long Second = 1_000_000_000;

    protected override Task AnswerAsync(HttpContext context, string request, string body)
    {
        if (!IsAllowed(context))
        {
            return SayAsync(context, 401, "unauthorized");
        }

        Dictionary<string, StringValues> form = QueryHelpers.ParseQuery(body);
        if (form.Count == 0 || context.Request.ContentType != "application/x-www-form-urlencoded; charset=utf-8")
        {
            return SayAsync(context, 400, "missing query");
        }

        bool isOther = $"{context.Request.Headers["AccountID"]}" is { Length: > 0 } account
            && (account, $"{context.Request.Headers["ProjectID"]}") != ("12", "34");
        return request switch
        {
            "POST /select/logsql/query" => QueryAsync(context, $"{form["query"]}", isOther),
            "POST /select/logsql/hits" => HitsAsync(context, form),
            _ => SayAsync(context, 404, "unsupported path requested"),
        };
    }

    private static long Time(string text)
    {
        Match time = TimeText().Match(text);
        if (!time.Success)
        {
            throw new FormatException($"cannot parse the time {text}");
        }

        DateTimeOffset second = DateTimeOffset.Parse(time.Groups[1].Value + "Z", CultureInfo.InvariantCulture);
        string fraction = time.Groups[2].Success ? time.Groups[2].Value : "0";
        return (second.ToUnixTimeSeconds() * Second) + long.Parse(fraction.PadRight(9, '0'), CultureInfo.InvariantCulture);
    }

    private static string Time(long nanoseconds) =>
        DateTimeOffset.FromUnixTimeSeconds(nanoseconds / Second).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
        + (nanoseconds % Second == 0 ? "Z" : $".{nanoseconds % Second:D9}".TrimEnd('0') + "Z");

    private static string Field(StandInEvent item, string name) => name switch
    {
        "hostname" => item.Host ?? "",
        "filename" => item.File,
        "_msg" => item.Text,
        "_time" => Time(item.Nanoseconds),
        _ => "",
    };

    private Task QueryAsync(HttpContext context, string query, bool isOtherTenant)
    {
        Match pipes = Pipes().Match(query);
        if (!pipes.Success)
        {
            return SayAsync(context, 400, $"cannot parse query [{query}]");
        }

        Func<StandInEvent, bool> holds;
        try
        {
            holds = new Filter(pipes.Groups[1].Value).Parse();
        }
        catch (FormatException e)
        {
            return SayAsync(context, 400, $"cannot parse query [{query}]: {e.Message}");
        }

        string[] fields = [.. Quoted().Matches(pipes.Groups[3].Value).Select(match => (string)JsonNode.Parse(match.Value)!)];
        StringBuilder lines = new();
        foreach (StandInEvent item in Logs
            .Events.Where(item => !isOtherTenant && holds(item))
            .OrderBy(item => item.Nanoseconds)
            .Take(int.Parse(pipes.Groups[2].Value, CultureInfo.InvariantCulture)))
        {
            EventsSent++;
            JsonObject row = [];
            foreach (string field in fields.Where(field => Field(item, field).Length > 0))
            {
                row[field] = Field(item, field);
            }

            lines.Append(row.ToJsonString()).Append('\n');
        }

        context.Response.ContentType = "application/stream+json";
        return context.Response.WriteAsync(lines.ToString(), Encoding.UTF8);
    }

    private Task HitsAsync(HttpContext context, Dictionary<string, StringValues> form)
    {
        string query = $"{form["query"]}";
        long step = long.Parse($"{form["step"]}".TrimEnd('s'), CultureInfo.InvariantCulture) * Second;
        Func<StandInEvent, bool> holds = new Filter(query).Parse();
        long start = Time($"{form["start"]}"), end = Time($"{form["end"]}");
        JsonArray hits = [];
        bool isRefused = query.Contains("NotAuthenticated", StringComparison.Ordinal);
        foreach (IGrouping<string, (string Host, long Start, long Count)> host in CountEvents(
                step, isRefused, item => item.Nanoseconds >= start && item.Nanoseconds <= end && holds(item))
            .Where(count => Counters is null || holds(new(count.Start, count.Host, "", 0, "NotAuthenticated")))
            .GroupBy(count => count.Host))
        {
            (string Host, long Start, long Count)[] counts = [.. host.OrderBy(count => count.Start)];
            hits.Add((JsonNode)new JsonObject
            {
                ["fields"] = new JsonObject { [$"{form["field"]}"] = host.Key },
                ["timestamps"] = new JsonArray([.. counts.Select(count => (JsonNode)Time(count.Start))]),
                ["values"] = new JsonArray([.. counts.Select(count => (JsonNode)count.Count)]),
                ["total"] = counts.Sum(count => count.Count),
            });
        }

        return SayCountedAsync(context, new JsonObject { ["hits"] = hits }.ToJsonString());
    }

    [GeneratedRegex("""^(.+) \| sort by \(_time\) limit (\d+) \| fields ("(?:[^"\\]|\\.)*"(?:, "(?:[^"\\]|\\.)*")*)$""")]
    private static partial Regex Pipes();

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"
        """)]
    private static partial Regex Quoted();

    [GeneratedRegex("""^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$""")]
    private static partial Regex TimeText();

    /// <summary>Parses a filter: conditions beside each other must all hold; <c>or</c> binds weaker.</summary>
    private sealed partial class Filter(string text)
    {
        private int _at;

        public Func<StandInEvent, bool> Parse()
        {
            Func<StandInEvent, bool> filter = Or();
            return _at == text.Length ? filter : throw new FormatException($"unexpected token at {_at}");
        }

        private Func<StandInEvent, bool> Or()
        {
            List<Func<StandInEvent, bool>> parts = [And()];
            while (Take("or "))
            {
                parts.Add(And());
            }

            return item => parts.Exists(part => part(item));
        }

        private Func<StandInEvent, bool> And()
        {
            List<Func<StandInEvent, bool>> parts = [];
            while (_at < text.Length && text[_at] != ')' && string.CompareOrdinal(text, _at, "or ", 0, 3) != 0)
            {
                parts.Add(One());
                Take(" ");
            }

            return parts.Count > 0 ? item => parts.TrueForAll(part => part(item)) : throw new FormatException("missing filter");
        }

        private Func<StandInEvent, bool> One()
        {
            if (Take("("))
            {
                Func<StandInEvent, bool> inner = Or();
                return Take(")") ? inner : throw new FormatException("missing )");
            }

            Match condition = Condition().Match(text, _at);
            if (!condition.Success)
            {
                throw new FormatException($"unknown filter at {_at}");
            }

            _at += condition.Length;
            if (condition.Groups["from"].Success)
            {
                long from = Time(condition.Groups["from"].Value), to = Time(condition.Groups["to"].Value);
                return item => item.Nanoseconds >= from && item.Nanoseconds < to;
            }

            if (condition.Groups["job"].Success)
            {
                return _ => condition.Groups["job"].Value == "vpxd";
            }

            string field = Unquoted(condition.Groups["field"].Value);
            if (condition.Groups["list"].Success)
            {
                HashSet<string> values = [.. Quoted().Matches(condition.Groups["list"].Value).Select(match => Unquoted(match.Value))];
                return item => values.Contains(Field(item, field));
            }

            if (condition.Groups["any"].Success)
            {
                return item => Field(item, field).Length > 0;
            }

            string value = Unquoted(condition.Groups["value"].Value);
            Regex expression = new(value, RegexOptions.CultureInvariant);
            return condition.Groups["operator"].Value == "="
                ? item => Field(item, field) == value
                : item => expression.IsMatch(Field(item, field));
        }

        private bool Take(string token)
        {
            bool isThere = string.CompareOrdinal(text, _at, token, 0, token.Length) == 0;
            _at += isThere ? token.Length : 0;
            return isThere;
        }

        private static string Unquoted(string quoted) => (string)JsonNode.Parse(quoted)!;

        [GeneratedRegex(
            """
            \G(?:_time:\[(?<from>[^,\]]+),\ (?<to>[^)\]]+)\)
            |\{job="(?<job>[a-z]+)"\}
            |(?<field>"(?:[^"\\]|\\.)*"):(?:in\((?<list>[^)]*)\)|(?<any>\*)|(?<operator>[=~])(?<value>"(?:[^"\\]|\\.)*")))
            """,
            RegexOptions.IgnorePatternWhitespace)]
        private static partial Regex Condition();
    }
}
