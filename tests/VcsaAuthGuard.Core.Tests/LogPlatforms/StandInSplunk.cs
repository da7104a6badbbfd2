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
/// A stand-in for Splunk's REST API by its public documentation: search/v2/jobs/export with JSON output. It evaluates the searches that
/// the module sends (index, IN, quoted phrases without case, where, sort, eval, table, stats) and refuses others.
/// </summary>
internal sealed partial class StandInSplunk : StandInPlatform
{
    public const string Command = "--stand-in-splunk";
    private const long Second = 1_000_000_000;
    private const int MaxGroups = 50_000;

    protected override Task AnswerAsync(HttpContext context, string request, string body)
    {
        if (!IsAllowed(context))
        {
            return SayAsync(context, 401, """{"messages":[{"type":"WARN","text":"call not properly authenticated"}]}""");
        }

        if (request != "POST /services/search/v2/jobs/export")
        {
            return SayAsync(context, 404, """{"messages":[{"type":"ERROR","text":"Not Found"}]}""");
        }

        Dictionary<string, StringValues> form = QueryHelpers.ParseQuery(body);
        Match search = Search().Match($"{form["search"]}");
        if (!search.Success || form["output_mode"] != "json" || form["preview"] != "false")
        {
            return SayAsync(context, 400, """{"messages":[{"type":"FATAL","text":"Unable to parse the search."}]}""");
        }

        long earliest = Time($"{form["earliest_time"]}"), latest = Time($"{form["latest_time"]}");
        Func<StandInEvent, bool> condition = Condition(search);
        bool Holds(StandInEvent item) => item.Nanoseconds >= earliest && item.Nanoseconds < latest && condition(item);
        List<JsonObject> results = search.Groups["span"].Success
            ? Count(search, Holds)
            :
            [
                .. Logs
                    .Events.Where(Holds)
                    .OrderBy(item => item.Nanoseconds)
                    .Take(int.Parse(search.Groups["limit"].Value, CultureInfo.InvariantCulture))
                    .Select(Row),
            ];
        EventsSent += search.Groups["span"].Success ? 0 : results.Count;
        StringBuilder lines = new();
        for (int i = 0; i < results.Count; i++)
        {
            JsonObject line = new() { ["preview"] = false, ["offset"] = i, ["result"] = results[i] };
            lines.Append(line.ToJsonString()).Append('\n');
        }

        if (IsIncomplete)
        {
            lines.Append(
                """{"messages":[{"type":"WARN","text":"Search results may be incomplete: peer idx2 did not respond."}]}""").Append('\n');
        }

        lines.Append("""{"preview":false,"lastrow":true}""").Append('\n');
        return SayCountedAsync(context, lines.ToString());
    }

    private static long Time(string seconds) => (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * Second);

    private static JsonObject Row(StandInEvent item)
    {
        JsonObject row = new()
        {
            ["event_time"] = $"{item.Nanoseconds / Second}.{item.Nanoseconds % Second:D9}",
            ["source"] = item.File,
            ["_raw"] = item.Text,
        };
        if (item.Host is not null)
        {
            row["host"] = item.Host;
        }

        return row;
    }

    private static string[] Values(Group list) => [.. Quoted().Matches(list.Value).Select(match => Unquoted(match.Value))];

    private static string Unquoted(string quoted) => quoted[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal)
        .Replace("\\\\", "\\", StringComparison.Ordinal);

    private static Func<StandInEvent, bool> Condition(Match search)
    {
        string[] hosts = Values(search.Groups["hosts"]), sources = Values(search.Groups["sources"]);
        Regex[][] phrases =
        [
            .. Alternative().Matches(search.Groups["phrases"].Value).Select(alternative => Values(alternative)
                .Select(phrase => new Regex(
                    $@"(?<![A-Za-z0-9]){Regex.Escape(phrase)}(?![A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))
                .ToArray()),
        ];
        (string Host, string? Source, (long From, long To)[] Times)[] spans =
        [
            .. OfLog().Matches(search.Groups["where"].Value).Select(log => (
                Unquoted(log.Groups["host"].Value),
                log.Groups["source"].Success ? Unquoted(log.Groups["source"].Value) : null,
                OfTime().Matches(log.Groups["times"].Value)
                    .Select(time => (Time(time.Groups[1].Value), Time(time.Groups[2].Value)))
                    .ToArray())),
        ];
        return item => (hosts.Length == 0 || hosts.Contains(item.Host, StringComparer.OrdinalIgnoreCase))
            && (sources.Length == 0 || sources.Contains(item.File))
            && (phrases.Length == 0 || phrases.Any(all => Array.TrueForAll(all, phrase => phrase.IsMatch(item.Text))))
            && (spans.Length == 0
                || spans.Any(span => span.Host == item.Host
                    && (span.Source is null || span.Source == item.File)
                    && span.Times.Any(time => item.Nanoseconds >= time.From && item.Nanoseconds < time.To)));
    }

    private List<JsonObject> Count(Match search, Func<StandInEvent, bool> holds)
    {
        long span = long.Parse(search.Groups["span"].Value, CultureInfo.InvariantCulture) * Second;
        bool isRefused = search.Groups["phrases"].Value.Contains("NotAuthenticated", StringComparison.Ordinal);
        return
        [
            .. CountEvents(span, isRefused, holds)
                .Where(count => Counters is null || holds(new(count.Start, count.Host, "", 0, "vim.fault.NotAuthenticated")))
                .Take(MaxGroups)
                .Select(count => new JsonObject
                {
                    ["span_start"] = (count.Start / Second).ToString(CultureInfo.InvariantCulture),
                    ["host"] = count.Host,
                    ["count"] = count.Count.ToString(CultureInfo.InvariantCulture),
                }),
        ];
    }

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"
        """)]
    private static partial Regex Quoted();

    [GeneratedRegex(
        """
        ^search\ \(index="[^"]+"(?:\ OR\ index="[^"]+")*\)
        (?:\ host\ IN\ \((?<hosts>"(?:[^"\\]|\\.)*"(?:,\ "(?:[^"\\]|\\.)*")*)\))?
        (?:\ source\ IN\ \((?<sources>"(?:[^"\\]|\\.)*"(?:,\ "(?:[^"\\]|\\.)*")*)\))?
        (?:\ \((?<phrases>(?:"(?:[^"\\]|\\.)*"|\("[^()]*"\))(?:\ OR\ (?:"(?:[^"\\]|\\.)*"|\("[^()]*"\)))*)\))?
        (?:\ \|\ where\ (?<where>[^|]+?))?
        (?:\ \|\ sort\ (?<limit>\d+)\ \+_time
        \ \|\ eval\ event_time=strftime\(_time,\ "%s\.%9N"\)\ \|\ table\ event_time,\ host,\ source,\ _raw
        |\ \|\ eval\ span_start=floor\(_time/(?<span>\d+)\)\*\d+\ \|\ stats\ count\ by\ span_start,\ host)$
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Search();

    [GeneratedRegex(
        """
        \('host'=(?<host>"(?:[^"\\]|\\.)*")\ AND\ (?:'source'=(?<source>"(?:[^"\\]|\\.)*")\ AND\ )?
        \((?<times>\(_time[^)]+\)(?:\ OR\ \(_time[^)]+\))*)\)\)
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex OfLog();

    [GeneratedRegex(
        """
        "(?:[^"\\]|\\.)*"|\("[^()]*"\)
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Alternative();

    [GeneratedRegex("""\(_time>=([\d.]+) AND _time<([\d.]+)\)""")]
    private static partial Regex OfTime();
}
