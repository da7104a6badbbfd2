using System.Net;
using System.Text.Json;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Watching;
using VcsaAuthGuard.Watching.Metrics;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>From a log to a notification, by the real Prometheus, Alertmanager and node_exporter.</summary>
public sealed class MonitoringTests : IDisposable
{
    private const string Query = "/api/v1/query?query=";

    private string _metrics = "";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_burst_in_a_log_reaches_a_receiver_and_ends_there()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        using MonitoringPeer alertmanager = await StartAlertmanagerAsync(receiver);
        using WatchedLogs logs = new(41);
        using MetricsListener listener = new(new(IPAddress.Loopback, 0), () => _metrics);
        using MonitoringPeer exporter = await StartNodeExporterAsync();
        using MonitoringPeer prometheus = await StartPrometheusAsync(alertmanager, listener.EndPoint, exporter);

        // vc-text has a text file, whose clock stands still in February: nobody looks at its logs any more.
        WriteTextFile();
        LogReadReport report = new() { OnProblem = _ => { } };
        using FaultWatcher slow = new([logs.At("slow.log")], Options("vc-slow"), report);
        using FaultWatcher quick = new([logs.At("quick.log")], Options("vc-quick"), report);
        Poll(slow, quick);
        await prometheus.WaitForAsync(Query + FaultsOf("vc-quick"), answer => Poll(slow, quick) && ValueOf(answer) == "0");
        logs.Append("slow.log", [.. Enumerable.Range(0, 10).Select(_ => logs.ArticleFault())]);
        logs.Append("quick.log", [.. Enumerable.Range(0, 30).Select(_ => logs.ArticleFault())]);
        await alertmanager.WaitForAsync(() => Poll(slow, quick) && slow.Count == 10 && quick.Count == 30, "10 and 30 faults");

        // Prometheus has seen 10, and has evaluated the rules since: 30 fire, 10 do not.
        await prometheus.WaitForAsync(Query + FaultsOf("vc-slow"), answer => Poll(slow, quick) && ValueOf(answer) == "10");
        await WaitForAlert("firing", "VcsaAuthFaultBurst", "vc-quick");
        Assert.False(Has(receiver, "firing", "VcsaAuthFaultBurst", "vc-slow"));

        // One more is too many.
        logs.Append("slow.log", logs.ArticleFault());
        await WaitForAlert("firing", "VcsaAuthFaultBurst", "vc-slow");
        await WaitForAlert("firing", "VcsaAuthWatchStale", "vc-text");
        await prometheus.WaitForAsync(Query + FaultsOf("vc-text"), answer => Poll(slow, quick) && ValueOf(answer) == "12");
        await prometheus.WaitForAsync(Query + "node_textfile_scrape_error", answer => Poll(slow, quick) && ValueOf(answer) == "0");
        await WaitForAlert("resolved", "VcsaAuthFaultBurst", "vc-quick");
        Assert.False(Has(receiver, "firing", "VcsaAuthWatchStale", "vc-slow"));

        Task WaitForAlert(string status, string name, string server) => alertmanager.WaitForAsync(
            () => Poll(slow, quick) && Has(receiver, status, name, server), $"{name} of {server}: {status}");
    }

    [Fact]
    public async Task The_webhook_raises_and_resolves_an_alert_of_alertmanager()
    {
        await using StandInReceiver receiver = await StandInReceiver.StartAsync();
        using MonitoringPeer alertmanager = await StartAlertmanagerAsync(receiver);
        using Webhook webhook = new(new WebhookOptions
        {
            Address = new(alertmanager.Address, "/api/v2/alerts"),
            Format = WebhookFormat.Alertmanager,
            MinInterval = TimeSpan.Zero,
        });
        DateTimeOffset start = TimeProvider.System.GetUtcNow();
        WatchedBurst burst = new() { IsOpen = true, Start = start, End = start, Count = 11, Rule = BurstRule.Default };
        webhook.Post(new() { Event = WatchEventKind.BurstOpened, Server = "vc-a \"b\"", Burst = burst });
        await alertmanager.WaitForAsync(() => Has(receiver, "firing", "VcsaAuthFaultBurst", "vc-a \"b\""), "The alert");
        webhook.Post(new() { Event = WatchEventKind.BurstCleared, Server = "vc-a \"b\"", Burst = burst with { IsOpen = false } });
        await alertmanager.WaitForAsync(() => Has(receiver, "resolved", "VcsaAuthFaultBurst", "vc-a \"b\""), "Its end");
        Assert.Equal((2L, 0L), (webhook.Delivered, webhook.Refused));
    }

    private static WatchOptions Options(string server) => new() { Server = server, FromStart = true };

    private static string FaultsOf(string server) =>
        Uri.EscapeDataString($"{WatchMetrics.FaultsTotal}{{vcenter=\"{server}\",method=\"{WatchMetrics.ArticleMethod}\"}}");

    private static string? ValueOf(string answer)
    {
        using JsonDocument json = JsonDocument.Parse(answer);
        JsonElement result = json.RootElement.GetProperty("data").GetProperty("result");
        return result.GetArrayLength() == 1 ? result[0].GetProperty("value")[1].GetString() : null;
    }

    /// <summary>Determines whether the receiver was told of an alert.</summary>
    private static bool Has(StandInReceiver receiver, string status, string name, string server) =>
        receiver.Requests.SelectMany(request => request.Body.GetProperty("alerts").EnumerateArray()).Any(alert =>
            alert.GetProperty("status").GetString() == status
            && alert.GetProperty("labels").GetProperty("alertname").GetString() == name
            && alert.GetProperty("labels").GetProperty("vcenter").GetString() == server);

    /// <summary>Looks at the logs as the command does, and serves the metrics of both watchers.</summary>
    private bool Poll(params FaultWatcher[] watchers)
    {
        foreach (FaultWatcher watcher in watchers)
        {
            watcher.Poll();
            watcher.Acknowledge();
        }

        // Each metric's samples are together, as one watcher of both would write them.
        _metrics = string.Join('\n', watchers.SelectMany(watcher => watcher.Metrics.Split('\n')).Distinct()) + "\n";
        return true;
    }

    private void WriteTextFile()
    {
        using WatchedLogs logs = new(42);
        logs.Append("vpxd.log", logs.Line());
        logs.Start(new() { Server = "vc-text", TextFilePath = Path.Combine(_folder.FullName, "vcsa.prom") });
        logs.Poll();
        logs.Append("vpxd.log", [.. Enumerable.Range(0, 12).Select(_ => logs.ArticleFault())]);
        logs.Settle();
    }

    private Task<MonitoringPeer> StartAlertmanagerAsync(StandInReceiver receiver)
    {
        string file = Write("alertmanager.yml", $"""
            route:
              receiver: test
              group_by: [alertname, vcenter]
              group_wait: 0s
              group_interval: 1s
              repeat_interval: 1h
            receivers:
              - name: test
                webhook_configs:
                  - url: {receiver.Address}
                    send_resolved: true
            """);
        return MonitoringPeer.StartAsync("prometheus-alertmanager", "/-/ready", port =>
        [
            $"--config.file={file}", $"--storage.path={_folder.FullName}/alertmanager", $"--web.listen-address=127.0.0.1:{port}",
            "--cluster.listen-address=",
        ]);
    }

    private Task<MonitoringPeer> StartNodeExporterAsync() => MonitoringPeer.StartAsync("prometheus-node-exporter", "/", port =>
    [
        "--collector.disable-defaults", "--collector.textfile", $"--collector.textfile.directory={_folder.FullName}",
        $"--web.listen-address=127.0.0.1:{port}",
    ]);

    private Task<MonitoringPeer> StartPrometheusAsync(MonitoringPeer alertmanager, IPEndPoint listener, MonitoringPeer exporter)
    {
        // The rules as they are written, but evaluated every second. vc-quick has a short period, for its alert to resolve in time.
        WriteRules("slow.rules", "vc-slow", TimeSpan.FromMinutes(30));
        WriteRules("quick.rules", "vc-quick", TimeSpan.FromSeconds(20));
        WriteRules("text.rules", "vc-text", TimeSpan.FromMinutes(5));
        string file = Write("prometheus.yml", $"""
            global:
              scrape_interval: 1s
              evaluation_interval: 1s
            rule_files: ["*.rules"]
            alerting:
              alertmanagers:
                - static_configs:
                    - targets: ["{alertmanager.Address.Authority}"]
            scrape_configs:
              - job_name: vcsa-auth
                static_configs:
                  - targets: ["{listener}", "{exporter.Address.Authority}"]
            """);
        return MonitoringPeer.StartAsync("prometheus", "/-/ready", port =>
        [
            $"--config.file={file}", $"--storage.tsdb.path={_folder.FullName}/prometheus", $"--web.listen-address=127.0.0.1:{port}",
        ]);
    }

    private void WriteRules(string name, string server, TimeSpan period)
    {
        AlertDefinition alert = new() { Servers = [server], Rule = new BurstRule { Threshold = 10, Period = period } };
        Write(name, AlertWriter.Write(alert, AlertFormat.Prometheus).Replace("interval: 15s", "interval: 1s", StringComparison.Ordinal));
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }
}
