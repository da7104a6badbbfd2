using System.Text.Json.Nodes;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Tests.Collectors;

namespace VcsaAuthGuard.Tests.Alerts;

/// <summary>The dashboards: what Grafana needs, and each query by promtool or by the evaluator of LogQL.</summary>
public sealed class GrafanaDashboardTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-grafana-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(AlertFormat.GrafanaDashboard)]
    [InlineData(AlertFormat.GrafanaLokiDashboard)]
    public void The_file_in_docs_is_the_one_that_is_written(AlertFormat format)
    {
        string path = Path.Combine(Repository.Root, "docs", "dashboards", AlertWriter.FileName(format));
        Assert.Equal(AlertWriter.Write(new AlertDefinition(), format), File.ReadAllText(path));
    }

    [Theory]
    [InlineData(AlertFormat.GrafanaDashboard)]
    [InlineData(AlertFormat.GrafanaLokiDashboard)]
    public void Panels_have_ids_queries_and_places_that_do_not_overlap(AlertFormat format)
    {
        JsonObject[] panels = Panels(format);
        Assert.Equal(Enumerable.Range(1, panels.Length), panels.Select(panel => (int)panel["id"]!));
        HashSet<(int, int)> taken = [];
        foreach (JsonNode place in panels.Select(panel => panel["gridPos"]!))
        {
            Assert.InRange((int)place["x"]! + (int)place["w"]!, 1, 24);
            for (int x = (int)place["x"]!; x < (int)place["x"]! + (int)place["w"]!; x++)
            {
                for (int y = (int)place["y"]!; y < (int)place["y"]! + (int)place["h"]!; y++)
                {
                    Assert.True(taken.Add((x, y)), place.ToJsonString());
                }
            }
        }

        Assert.All(panels, panel => Assert.NotEmpty(Query(panel)));
    }

    [Fact]
    public void Promtool_parses_every_query_of_the_metrics()
    {
        string program = PeerProgram.Find("promtool", "prometheus");
        string[] queries = [.. Panels(AlertFormat.GrafanaDashboard).Select(Query)];
        string rules = "groups:\n- name: dashboard\n  rules:\n" + string.Concat(queries.Select((query, i) =>
            $"  - record: panel{i}\n    expr: '{query.Replace("$__rate_interval", "5m", StringComparison.Ordinal)}'\n"));
        string path = Path.Combine(_folder.FullName, "rules.yml");
        File.WriteAllText(path, rules);
        (int exitCode, string output, string errors) = Repository.Run(program, ["check", "rules", path]);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains($"{queries.Length} rules found", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Queries_of_logs_find_what_the_reader_finds()
    {
        string[] queries = [.. Panels(AlertFormat.GrafanaLokiDashboard).Select(Query)];
        string[] entries = [.. AlertEvents.Entries(AlertEvents.Incident, "\n")];
        int faults = AlertEvents.Faults(AlertEvents.Incident);
        Assert.Equal(faults, entries.Count(entry => QueryEvaluators.LogQL(queries[0], entry)));
        Assert.Equal(1, entries.Count(entry => QueryEvaluators.LogQL(queries[1], entry)));
        Assert.Equal(faults, entries.Count(entry => QueryEvaluators.LogQL(queries[3] + " [5m]", entry)));
        Assert.Equal(1, entries.Count(entry => QueryEvaluators.LogQL(queries[2], entry)));
        string[] limits = File.ReadAllLines(Repository.Sample("limits.log"));
        Assert.Contains(limits, line => QueryEvaluators.LogQL(queries[2], line));
    }

    [Fact]
    public void The_rule_and_the_servers_are_in_it()
    {
        AlertDefinition alert = new()
        {
            Rule = new BurstRule { Threshold = 3, Period = TimeSpan.FromSeconds(90) },
            Servers = ["vc01.example.org"],
        };
        JsonNode dashboard = JsonNode.Parse(AlertWriter.Write(alert, AlertFormat.GrafanaDashboard))!;
        Assert.Contains("vc01[.]example[.]org", (string)dashboard["templating"]!["list"]![1]!["query"]!, StringComparison.Ordinal);
        JsonNode panel = dashboard["panels"]![1]!;
        Assert.Contains("[90s]", Query(panel.AsObject()), StringComparison.Ordinal);
        Assert.Equal(4, (int)panel["fieldConfig"]!["defaults"]!["thresholds"]!["steps"]![1]!["value"]!);
    }

    private static JsonObject[] Panels(AlertFormat format) =>
        [.. JsonNode.Parse(AlertWriter.Write(new AlertDefinition(), format))!["panels"]!.AsArray().Select(panel => panel!.AsObject())];

    private static string Query(JsonObject panel) => (string)panel["targets"]!.AsArray().Single()!["expr"]!;
}
