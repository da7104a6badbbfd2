using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Faults;
using YamlDotNet.RepresentationModel;

namespace VcsaAuthGuard.Tests.Alerts;

/// <summary>Tests what each platform's query finds, with evaluators for the parts of the query languages that are used.</summary>
public class AlertQueryTests
{
    private static readonly AlertDefinition Article = new();

    /// <summary>The formats whose query can say "or".</summary>
    public static TheoryData<AlertFormat> WithOr =>
        [
            AlertFormat.LogQL,
            AlertFormat.LokiRuler,
            AlertFormat.QueryDsl,
            AlertFormat.OpenSearch,
            AlertFormat.Elasticsearch,
            AlertFormat.SplunkSavedSearch,
            AlertFormat.Sigma,
        ];

    public static TheoryData<AlertFormat> All => [.. WithOr.Select(row => row.Data), AlertFormat.AriaLogs, AlertFormat.AriaContentPack];

    [Theory]
    [MemberData(nameof(All))]
    public void The_articles_own_line_counts_once_whole_or_split(AlertFormat format)
    {
        Func<string, bool> finds = Finder(format);
        int faults = AlertEvents.Faults(AlertEvents.Signature);
        Assert.Equal(2, faults);
        Assert.Equal(faults, AlertEvents.Lines(AlertEvents.Signature).Count(finds));
        Assert.All(
            ["\n", "\\n", "#012", " "],
            lineBreak => Assert.Equal(faults, AlertEvents.Entries(AlertEvents.Signature, lineBreak).Count(finds))
        );
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_line_with_the_long_form_counts_once(AlertFormat format)
    {
        Func<string, bool> finds = Finder(format);
        Assert.Single(AlertEvents.Entries(AlertEvents.LongForm, "\n"), text => finds(text));
        Assert.True(finds(AlertEvents.ArticleQuery));
    }

    [Theory]
    [MemberData(nameof(WithOr))]
    public void The_long_form_counts_once_where_it_is_split_and_in_a_tasks_id(AlertFormat format)
    {
        Func<string, bool> finds = Finder(format);
        Assert.Single(AlertEvents.Lines(AlertEvents.LongForm), text => finds(text));
        Assert.True(finds(AlertEvents.TaskId));
    }

    [Theory]
    [InlineData(AlertFormat.AriaLogs)]
    [InlineData(AlertFormat.AriaContentPack)]
    public void Aria_misses_the_long_form_where_it_is_split_and_says_so(AlertFormat format)
    {
        Assert.DoesNotContain(AlertEvents.Lines(AlertEvents.LongForm), text => Finder(format)(text));
        Assert.Contains("missed where it is split", AlertWriter.Write(Article, format));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void An_incident_has_as_many_as_the_engine_finds(AlertFormat format)
    {
        Func<string, bool> finds = Finder(format);
        int faults = AlertEvents.Faults(AlertEvents.Incident);
        Assert.InRange(faults, 30, 60);
        Assert.Equal(faults, AlertEvents.Lines(AlertEvents.Incident).Count(finds));
        Assert.Equal(faults, AlertEvents.Entries(AlertEvents.Incident, "\n").Count(finds));
        Assert.DoesNotContain(AlertEvents.Others, text => finds(text));
    }

    [Theory]
    [MemberData(nameof(All))]
    [InlineData(AlertFormat.Prometheus)]
    public void Each_says_how_it_meets_collectors_that_split(AlertFormat format) =>
        Assert.Contains("-->", AlertWriter.Write(Article, format));

    [Theory]
    [InlineData(AlertFormat.AriaLogs, "\"hitCount\": 10", "\"hitOperator\": \"GREATER_THAN\"", "\"searchPeriod\": 300000")]
    [InlineData(AlertFormat.LogQL, "[5m])) > 10")]
    [InlineData(AlertFormat.OpenSearch, "params.count > 10", "\"gt\": \"{{period_end}}||-5m\"")]
    [InlineData(AlertFormat.Elasticsearch, "\"min_doc_count\": 11", "\"gt\": 10", "||-5m\"")]
    [InlineData(AlertFormat.QueryDsl, "\"min_doc_count\": 11", "\"gt\": \"now-5m\"")]
    [InlineData(AlertFormat.SplunkSavedSearch, "| where count > 10", "dispatch.earliest_time = -5m")]
    [InlineData(AlertFormat.Sigma, "timespan: 5m", "gt: 10")]
    public void More_than_10_in_5_minutes_is_the_rule(AlertFormat format, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, AlertWriter.Write(Article, format)));

    [Fact]
    public void Rule_name_and_servers_go_into_each()
    {
        AlertDefinition alert = new()
        {
            Name = "Mine: \"one\"",
            Rule = new BurstRule { Threshold = 3, Period = TimeSpan.FromSeconds(90) },
            Servers = ["vc01.example.org", "vc02"],
        };
        foreach (AlertFormat format in Enum.GetValues<AlertFormat>())
        {
            string text = AlertWriter.Write(alert, format);
            Assert.True(text.Contains("vc01.example.org") || text.Contains("vc01[.]example[.]org"), format.ToString());
            Assert.Contains("vc02", text);
            Assert.Contains(format is AlertFormat.AriaLogs or AlertFormat.AriaContentPack ? "90000" : "90s", text);
            Assert.EndsWith("\n", text);
            Assert.DoesNotContain('\r', text);
            Parse(format, text);
        }
    }

    [Theory]
    [InlineData("a]b", 10, 300)]
    [InlineData("a\nb", 10, 300)]
    [InlineData("{{ x }}", 10, 300)]
    [InlineData(" ", 10, 300)]
    [InlineData("x", -1, 300)]
    [InlineData("x", 10, 0.5)]
    [InlineData("x", 10, 1.5)]
    [InlineData("x", 10, 86401)]
    public void What_no_platform_can_say_is_refused(string name, int threshold, double seconds) =>
        Assert.Throws<ArgumentException>(() =>
            new AlertDefinition
            {
                Name = name,
                Rule = new BurstRule { Threshold = threshold, Period = TimeSpan.FromSeconds(seconds) },
            }
        );

    [Theory]
    [InlineData("vc01\"} or {a=\"b")]
    [InlineData("vc 01")]
    [InlineData("")]
    public void A_server_that_is_no_name_is_refused(string server) =>
        Assert.Throws<ArgumentException>(() => new AlertDefinition { Servers = [server] });

    [Fact]
    public void The_content_pack_has_the_alert_the_fields_and_a_dashboard()
    {
        JsonNode pack = JsonNode.Parse(AlertWriter.Write(Article, AlertFormat.AriaContentPack))!;
        Assert.Equal(AlertDefinition.DefaultName, (string)pack["alerts"]!.AsArray().Single()!["name"]!);
        string entry = AlertEvents.Entries(AlertEvents.Signature, "\n").First();
        Assert.Equal(
            ["host-150117", "62aef28d-fe0e61a8-3da4-9efa524000e2", "7ac8f6ad"],
            pack["extractedFields"]!
                .AsArray()
                .Select(field =>
                    Regex.Match(entry, $"(?:{field!["preContext"]})({field["regexValue"]})(?:{field["postContext"]})").Groups[1].Value
                )
        );
        JsonNode[] widgets =
        [
            .. pack["dashboardSections"]![0]!["views"]![0]!["rows"]!
                .AsArray()
                .SelectMany(row => row!["widgets"]!.AsArray())
                .Select(widget => widget!),
        ];
        Assert.Equal(3, widgets.Length);
        Assert.All(widgets, widget => Assert.True(QueryEvaluators.Aria((string)widget["chartQuery"]!, entry)));
        JsonNode byHost = JsonNode.Parse((string)widgets[1]["chartQuery"]!)!;
        Assert.Equal((string)pack["extractedFields"]![0]!["internalName"]!, (string)byHost["groupByFields"]![0]!["internalName"]!);
    }

    /// <summary>Every format parses as what it is; gives the query's part that finds events.</summary>
    private static Func<string, bool> Finder(AlertFormat format)
    {
        string text = AlertWriter.Write(Article, format);
        Parse(format, text);
        switch (format)
        {
            case AlertFormat.LogQL:
                return line => QueryEvaluators.LogQL(Uncommented(text), line);
            case AlertFormat.LokiRuler:
                string expression = Yaml(text).Single()["groups"][0]["rules"][0]["expr"].ToString();
                return line => QueryEvaluators.LogQL(expression, line);
            case AlertFormat.QueryDsl:
                JsonNode query = JsonNode.Parse(text)!["query"]!;
                return line => QueryEvaluators.QueryDsl(query, line);
            case AlertFormat.OpenSearch:
                JsonNode monitor = JsonNode.Parse(text)!["inputs"]![0]!["search"]!["query"]!["query"]!;
                return line => QueryEvaluators.QueryDsl(monitor, line);
            case AlertFormat.Elasticsearch:
                JsonNode watch = JsonNode.Parse(text)!["input"]!["search"]!["request"]!["body"]!["query"]!;
                return line => QueryEvaluators.QueryDsl(watch, line);
            case AlertFormat.SplunkSavedSearch:
                string search = Stanza(text)["search"];
                return line => QueryEvaluators.Splunk(search, line);
            case AlertFormat.Sigma:
                YamlMappingNode rule = (YamlMappingNode)Yaml(text)[0];
                return line => QueryEvaluators.Sigma(rule, line);
            case AlertFormat.AriaLogs:
                string chart = (string)JsonNode.Parse(text)!["chartQuery"]!;
                return line => QueryEvaluators.Aria(chart, line);
            case AlertFormat.AriaContentPack:
                string packed = (string)JsonNode.Parse(text)!["alerts"]![0]!["chartQuery"]!;
                return line => QueryEvaluators.Aria(packed, line);
            default:
                throw new NotSupportedException(format.ToString());
        }
    }

    private static void Parse(AlertFormat format, string text)
    {
        switch (format)
        {
            case AlertFormat.Prometheus or AlertFormat.LokiRuler:
                Assert.Single(Yaml(text));
                break;
            case AlertFormat.Sigma:
                YamlNode[] rules = Yaml(text);
                Assert.Equal(2, rules.Length);
                Assert.Equal(rules[0]["name"].ToString(), rules[1]["correlation"]["rules"][0].ToString());
                Assert.NotEqual(Guid.Parse(rules[0]["id"].ToString()), Guid.Parse(rules[1]["id"].ToString()));
                break;
            case AlertFormat.LogQL:
                Assert.Single(Uncommented(text).Split('\n', StringSplitOptions.RemoveEmptyEntries));
                break;
            case AlertFormat.SplunkSavedSearch:
                Assert.Equal("1", Stanza(text)["enableSched"]);
                break;
            default:
                Assert.NotNull(JsonNode.Parse(text));
                break;
        }
    }

    private static YamlNode[] Yaml(string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    private static string Uncommented(string text) => string.Join('\n', text.Split('\n').Where(line => !line.StartsWith('#')));

    private static Dictionary<string, string> Stanza(string text)
    {
        string[] lines = Uncommented(text).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(@"^\[[^\[\]]+\]$", lines[0]);
        return lines[1..].Select(line => line.Split(" = ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
