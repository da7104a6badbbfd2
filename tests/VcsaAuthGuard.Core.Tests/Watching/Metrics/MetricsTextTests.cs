using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Files;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Watching.Metrics;

namespace VcsaAuthGuard.Tests.Watching.Metrics;

/// <summary>The metrics: by Prometheus's own promtool, against the rules, and as a reader meets them.</summary>
public sealed class MetricsTextTests : IDisposable
{
    private const string Folder = "/logs/a \"quoted\\ folder\"\n";

    private static readonly DateTimeOffset Start = new(2026, 2, 11, 2, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, bool> Bursts = new() { ["vc1"] = true, [Folder] = false };

    private static readonly Dictionary<string, DateTimeOffset> Looks = new() { ["vc1"] = Start, [Folder] = Start.AddSeconds(1.5) };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Promtool_has_nothing_against_them() => CheckMetrics(TextOf(Tally()));

    [Fact]
    public void The_rules_ask_for_metrics_and_labels_that_are_there()
    {
        string metrics = TextOf(Tally());
        string rules = AlertWriter.Write(new AlertDefinition(), AlertFormat.Prometheus);
        string[] asked = [.. Regex.Matches(rules, @"\bvcsa_\w+(?=\{|\[| )").Select(match => match.Value).Distinct()];
        Assert.Contains(WatchMetrics.FaultsTotal, asked);
        Assert.All(asked, name => Assert.Contains($"\n{name}{{", metrics, StringComparison.Ordinal));
        const string Series = "{vcenter=\"vc1\",kind=\"NotAuthenticated\",method=\"fileManagement\"}";
        Assert.Contains(Series + " 1234567890123\n", metrics, StringComparison.Ordinal);
        Assert.Contains("{kind=\"NotAuthenticated\",method=\"fileManagement\"}", rules, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_never_sees_a_part_of_the_file()
    {
        string path = Path.Combine(_folder.FullName, "vcsa.prom");
        Write(path, 1);
        using CancellationTokenSource stop = new();
        int reads = 0;
        Task reader = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                string text = File.ReadAllText(path);
                Assert.StartsWith("# HELP vcsa_auth_faults_total", text, StringComparison.Ordinal);
                Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
                Interlocked.Increment(ref reads);
            }
        }, TestContext.Current.CancellationToken);
        for (int i = 0; (i < 300 || Volatile.Read(ref reads) < 10) && !reader.IsCompleted; i++)
        {
            // Longer and shorter by turns.
            Write(path, 1 + (i % 2 * 2000));
        }

        await stop.CancelAsync();
        await reader;
        Assert.Equal(["vcsa.prom"], _folder.EnumerateFiles().Select(file => file.Name));
    }

    [Fact]
    public void A_vcenter_has_a_limited_number_of_series_and_no_label_with_log_text()
    {
        WatchTally tally = new();
        tally.AddServer("vc1", FaultQuery.AllKinds, Start);
        for (int i = 0; i < 500; i++)
        {
            tally.Add(new() { Kind = AuthFaultKind.NotAuthenticated, Method = "vim.Folder.method" + i, Time = Start }, "vc1");
        }

        tally.Add(new() { Kind = AuthFaultKind.NotAuthenticated, Method = "vim.NfcService.fileManagement", Time = Start }, "vc1");
        tally.Add(new() { Kind = AuthFaultKind.NotAuthenticated, Method = "a\"} 7\nvcsa_evil 1", Time = Start }, "vc1");
        tally.Add(new() { Kind = AuthFaultKind.NotAuthenticated, Time = Start }, "vc1");
        string metrics = TextOf(tally);
        string[] series = [.. metrics.Split('\n').Where(line => line.StartsWith(WatchMetrics.FaultsTotal + "{", StringComparison.Ordinal))];
        Assert.InRange(series.Length, MethodLabels.MaxMethods, (FaultQuery.AllKinds.Count - 1) + MethodLabels.MaxMethods + 2);
        Assert.Contains("vcsa_auth_faults_total{vcenter=\"vc1\",kind=\"NotAuthenticated\",method=\"fileManagement\"} 1", series);
        Assert.Contains("vcsa_auth_faults_total{vcenter=\"vc1\",kind=\"NotAuthenticated\",method=\"none\"} 1", series);
        Assert.Contains(series, line => line.Contains("method=\"other\"", StringComparison.Ordinal));
        Assert.DoesNotContain("evil", metrics, StringComparison.Ordinal);
        Assert.Equal(503, tally.Count);
    }

    private static WatchTally Tally(int methods = 0)
    {
        WatchTally tally = new();
        tally.Restore(
            [
                new("vc1", AuthFaultKind.NotAuthenticated, "fileManagement", 1_234_567_890_123, Start.AddSeconds(931.25)),
                new("vc1", AuthFaultKind.SessionLimit, "none", 0, null),
                new(Folder, AuthFaultKind.NotAuthenticated, "fileManagement", 0, null),
                .. Enumerable.Range(0, methods).Select(i =>
                    new FaultCounter("vc1", AuthFaultKind.NotAuthenticated, "method" + i.ToString(CultureInfo.InvariantCulture), 1, null)),
            ],
            new Dictionary<string, long> { ["vc1"] = 3, [Folder] = 0 },
            new Dictionary<string, DateTimeOffset> { ["vc1"] = Start, [Folder] = Start });
        return tally;
    }

    private static string TextOf(WatchTally tally) =>
        MetricsText.Write(MetricSnapshot.Take(tally, Bursts, Looks, new Dictionary<string, LiveSessions>()));

    private static void Write(string path, int methods) =>
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(TextOf(Tally(methods))));

    /// <summary>Has promtool check metrics, where it is here.</summary>
    internal static void CheckMetrics(string metrics)
    {
        string? program = Repository.Program("promtool");
        if (program is null)
        {
            Assert.False(Repository.IsRequired("promtool"), "promtool is required and not here.");
            Assert.Skip("promtool is not here (apt-get install prometheus).");
        }

        (int exitCode, string output, string errors) = Repository.Run(program, ["check", "metrics"], Encoding.UTF8.GetBytes(metrics));
        Assert.True(exitCode == 0 && output.Length == 0 && errors.Length == 0, output + errors);
    }
}
