using System.Text;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Files;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Watching;

/// <summary>The metrics: by Prometheus's own promtool, against the rules, and as a reader meets them.</summary>
public sealed class WatchTextFileTests : IDisposable
{
    private static readonly FaultCounter[] Counters =
    [
        new("vc1", AuthFaultKind.NotAuthenticated, 1_234_567_890_123, new(2026, 2, 11, 2, 15, 31, 250, TimeSpan.Zero)),
        new("vc1", AuthFaultKind.SessionLimit, 0, null),
        new("/logs/a \"quoted\\ folder\"\n", AuthFaultKind.NotAuthenticated, 0, null),
    ];

    private static readonly Dictionary<string, bool> Bursts = new() { ["vc1"] = true, ["/logs/a \"quoted\\ folder\"\n"] = false };

    private static readonly Dictionary<string, long> Gaps = new() { ["vc1"] = 3, ["/logs/a \"quoted\\ folder\"\n"] = 0 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Promtool_has_nothing_against_them() => CheckMetrics(WatchTextFile.Text(Counters, Bursts, Gaps));

    [Fact]
    public void The_rules_ask_for_metrics_and_labels_that_are_there()
    {
        string metrics = WatchTextFile.Text(Counters, Bursts, Gaps);
        string rules = AlertWriter.Write(new AlertDefinition(), AlertFormat.Prometheus);
        string[] asked = [.. Regex.Matches(rules, @"\bvcsa_\w+(?=\{|\[| )").Select(match => match.Value).Distinct()];
        Assert.Contains(WatchMetrics.FaultsTotal, asked);
        Assert.All(asked, name => Assert.Contains($"\n{name}{{", metrics, StringComparison.Ordinal));
        Assert.Contains("{kind=\"NotAuthenticated\",vcenter=\"vc1\"} 1234567890123\n", metrics, StringComparison.Ordinal);
        Assert.Contains("kind=\"NotAuthenticated\"", rules, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_never_sees_a_part_of_the_file()
    {
        string path = Path.Combine(_folder.FullName, "vcsa.prom");
        Write(path, Counters);
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
            Write(path, [.. Enumerable.Repeat(Counters[0], 1 + (i % 2 * 2000))]);
        }

        await stop.CancelAsync();
        await reader;
        Assert.Equal(["vcsa.prom"], _folder.EnumerateFiles().Select(file => file.Name));
    }

    private static void Write(string path, FaultCounter[] counters) =>
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(WatchTextFile.Text(counters, Bursts, Gaps)));

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
