using System.Text;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.Alerts;

/// <summary>The rule file, by Prometheus's own promtool.</summary>
public sealed class PrometheusRuleTests : IDisposable
{
    private const string Series = "vcsa_auth_faults_total{kind=\"NotAuthenticated\",method=\"fileManagement\",vcenter=\"vc01\"}";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-rules-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Promtool_takes_the_rules()
    {
        AlertDefinition[] alerts =
        [
            new(),
            new()
            {
                Servers = ["vc01.example.org", "vc02"],
                Rule = new BurstRule { Threshold = 0, Period = TimeSpan.FromSeconds(90) },
                Name = "It's \"mine\": #1",
            },
        ];
        foreach (AlertDefinition alert in alerts)
        {
            Promtool("check", "rules", Write(alert));
        }
    }

    /// <summary>Values are a minute apart. Times are minutes at which the alert fires, and at which it does not.</summary>
    [Theory]
    [InlineData("10 in 5 minutes", "0x6 10x10", "", "6 7 8 11 12")]
    [InlineData("11 in 5 minutes, until the last is 5 minutes old", "0x6 11x10", "7 8 11", "6 12 13")]
    [InlineData("6, and 5 when these are 5 minutes old", "0 6x4 11x10", "", "1 5 6 7")]
    [InlineData("6, and 5 a minute earlier", "0 6x3 11x10", "5", "4 6")]
    [InlineData("one a minute", "0+1x30", "", "5 10 20 30")]
    [InlineData("three a minute", "0+3x30", "5 10 30", "1 2 3")]
    [InlineData("a watcher that begins anew, 11", "100x6 0 11x10", "8 12", "6 7 13")]
    [InlineData("a watcher that begins anew, 10", "100x6 0 10x10", "", "7 8 12")]
    [InlineData("a watcher that is new, 11", "_ _ _ 0 11x5", "4 7", "3")]
    [InlineData("a watcher that is new and goes on where one was", "_ _ _ 500 510x5", "", "3 4 8")]
    public void The_alert_fires_on_more_than_10_within_5_minutes(string what, string values, string firing, string silent)
    {
        StringBuilder tests = new(
            $"rule_files: [rules.yml]\nevaluation_interval: 15s\ntests:\n  - name: {JsonText.Quoted(what)}\n    interval: 1m\n"
                + "    input_series:\n"
                + $"      - series: '{Series}'\n        values: '{values}'\n"
                + $"      - series: '{Series.Replace("NotAuthenticated", "LoginRefused")}'\n        values: '0x3 500x30'\n"
                + $"      - series: '{Series.Replace("fileManagement", "RetrievePropertiesEx")}'\n        values: '0x3 500x30'\n"
                + $"      - series: '{Series.Replace("vc01", "vc02")}'\n        values: '0x3 9x30'\n"
                + "    promql_expr_test:\n"
        );
        foreach (
            (string minutes, string samples) in new[]
            {
                (
                    firing,
                    "\n          - labels: "
                        + "'ALERTS{alertname=\"VcsaAuthFaultBurst\",alertstate=\"firing\",severity=\"critical\",vcenter=\"vc01\"}'\n"
                        + "            value: 1"
                ),
                (silent, " []"),
            }
        )
        {
            foreach (string minute in minutes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                tests.Append($"      - expr: ALERTS\n        eval_time: {minute}m\n        exp_samples:{samples}\n");
            }
        }

        Test(new AlertDefinition(), tests.ToString());
    }

    /// <summary>
    /// A series that begins with 30. Values are a minute apart, from minute 0; the other series are the time of the last look and the time
    /// from which on the watcher counts, in seconds.
    /// </summary>
    [Theory]
    [InlineData(
        "a watcher that began to count two minutes before", "_ _ _ _ _ _ 30x9", "_ _ _ _ _ _ 360x9", "_ _ _ _ _ _ 240x9", "6 8", "10")]
    [InlineData("a watcher that goes on where one was", "_ _ _ _ _ _ 30x9", "_ _ _ _ _ _ 360x9", "_ _ _ _ _ _ 0x9", "", "6 8 10")]
    [InlineData("a method that is new to a watcher that was there", "_ _ _ _ _ _ 30x9", "0+60x15", "0x15", "6 8 10", "12")]
    [InlineData("a watcher of an earlier version", "_ _ _ _ _ _ 30x9", "_x15", "_x15", "", "6 8 10")]
    public void A_series_that_begins_in_a_burst_fires(
        string what, string values, string looks, string starts, string firing, string silent)
    {
        StringBuilder tests = new(
            $"rule_files: [rules.yml]\nevaluation_interval: 15s\ntests:\n  - name: {JsonText.Quoted(what)}\n    interval: 1m\n"
                + $"    input_series:\n      - series: '{Series}'\n        values: '{values}'\n"
                + $"      - series: 'vcsa_auth_watch_last_look_timestamp_seconds{{vcenter=\"vc01\"}}'\n        values: '{looks}'\n"
                + $"      - series: 'vcsa_auth_watch_counting_since_timestamp_seconds{{vcenter=\"vc01\"}}'\n        values: '{starts}'\n"
                + "    promql_expr_test:\n");
        const string Query = "ALERTS{alertname=\"VcsaAuthFaultBurst\"}";
        const string Labels = "alertname=\"VcsaAuthFaultBurst\",alertstate=\"firing\",severity=\"critical\",vcenter=\"vc01\"";
        string fires = "\n          - labels: 'ALERTS{" + Labels + "}'\n            value: 1";
        foreach ((string minutes, string samples) in new[] { (firing, fires), (silent, " []") })
        {
            foreach (string minute in minutes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                tests.Append($"      - expr: '{Query}'\n        eval_time: {minute}m\n        exp_samples:{samples}\n");
            }
        }

        Test(new AlertDefinition(), tests.ToString());
    }

    /// <summary>The value of the metric is its own time; the series ends, or stays as it is, after 5 minutes.</summary>
    [Theory]
    [InlineData("a watcher that looks on", "0+60x1500", "", "1m 10m 24h")]
    [InlineData("a text file that is written no more", "0+60x5 300x1500", "8m 24h", "1m 7m")]
    [InlineData("a listener that is gone", "0+60x5 _x1500", "8m 24h", "1m 7m 24h30m")]
    public void A_watcher_that_does_not_look_fires(string what, string looks, string firing, string silent)
    {
        StringBuilder tests = new(
            $"rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n  - name: {JsonText.Quoted(what)}\n    interval: 1m\n"
                + "    input_series:\n"
                + $"      - series: 'vcsa_auth_watch_last_look_timestamp_seconds{{vcenter=\"vc01\"}}'\n        values: '{looks}'\n"
                + "    promql_expr_test:\n");
        const string Labels = "alertname=\"VcsaAuthWatchStale\",alertstate=\"firing\",severity=\"warning\",vcenter=\"vc01\"";
        string fires = "\n          - labels: 'ALERTS{" + Labels + "}'\n            value: 1";
        foreach ((string times, string samples) in new[] { (firing, fires), (silent, " []") })
        {
            foreach (string time in times.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                tests.Append($"      - expr: ALERTS\n        eval_time: {time}\n        exp_samples:{samples}\n");
            }
        }

        Test(new AlertDefinition(), tests.ToString());
    }

    [Fact]
    public void It_says_how_many_where_and_what_to_do()
    {
        AlertDefinition alert = new();
        Test(alert, $$"""
            rule_files: [rules.yml]
            evaluation_interval: 15s
            tests:
              - interval: 1m
                input_series:
                  - series: '{{Series}}'
                    values: '0x6 36x10'
                alert_rule_test:
                  - eval_time: 8m
                    alertname: VcsaAuthFaultBurst
                    exp_alerts:
                      - exp_labels: { severity: critical, vcenter: vc01 }
                        exp_annotations:
                          summary: {{JsonText.Quoted(alert.Name + ": vc01")}}
                          description: {{JsonText.Quoted(
                "36 calls refused at vc01. " + AlertText.Summary(alert) + " " + AlertText.Recommendation
            )}}
                          runbook_url: {{AlertText.Article}}
            """);
    }

    [Fact]
    public void Only_the_servers_that_are_named_count()
    {
        Test(new AlertDefinition { Servers = ["vc01"] }, $"""
            rule_files: [rules.yml]
            evaluation_interval: 15s
            tests:
              - interval: 1m
                input_series:
                  - series: '{Series.Replace("vc01", "vc02")}'
                    values: '0x6 36x10'
                  - series: '{Series.Replace("vc01", "vc011")}'
                    values: '0x6 36x10'
                promql_expr_test:
                  - expr: ALERTS
                    eval_time: 8m
                    exp_samples: []
            """);
    }

    private string Write(AlertDefinition alert)
    {
        string path = Path.Combine(_folder.FullName, "rules.yml");
        File.WriteAllText(path, AlertWriter.Write(alert, AlertFormat.Prometheus));
        return path;
    }

    private void Test(AlertDefinition alert, string tests)
    {
        Write(alert);
        string path = Path.Combine(_folder.FullName, "tests.yml");
        File.WriteAllText(path, tests);
        Promtool("test", "rules", path);
    }

    private static void Promtool(params string[] arguments)
    {
        string? program = Repository.Program("promtool");
        if (program is null)
        {
            Assert.False(Repository.IsRequired("promtool"), "promtool is required and not here.");
            Assert.Skip("promtool is not here (apt-get install prometheus).");
        }

        (int exitCode, string output, string errors) = Repository.Run(program, arguments);
        Assert.True(exitCode == 0, output + errors);
    }
}
