using System.Globalization;
using System.Text;
using VcsaAuthGuard.Alerts;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Writes a watcher's metrics in the text form that node_exporter's textfile collector and promtool read. It is that of OpenMetrics, except
/// that HELP and TYPE of a counter have its whole name.
/// </summary>
internal static class WatchTextFile
{
    /// <summary>Returns the metrics as text.</summary>
    public static string Text(
        IReadOnlyList<FaultCounter> counters, IReadOnlyDictionary<string, bool> bursts, IReadOnlyDictionary<string, long> gaps)
    {
        StringBuilder text = new();
        AppendHeader(text, WatchMetrics.FaultsTotal, "counter", "Refused and failed API calls in vpxd's logs.");
        foreach (FaultCounter counter in counters)
        {
            text.Append($"{WatchMetrics.FaultsTotal}{{{WatchMetrics.KindLabel}=\"{counter.Kind}\",")
                .Append($"{WatchMetrics.VCenterLabel}=\"{Escape(counter.Server)}\"}} ")
                .Append(counter.Count.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        AppendHeader(text, WatchMetrics.BurstOpen, "gauge", "1 while the watcher's rule is exceeded.");
        foreach (KeyValuePair<string, bool> burst in bursts)
        {
            text.Append($"{WatchMetrics.BurstOpen}{{{WatchMetrics.VCenterLabel}=\"{Escape(burst.Key)}\"}} {(burst.Value ? "1" : "0")}\n");
        }

        AppendHeader(text, WatchMetrics.GapsTotal, "counter", "Parts of logs that were gone before they could be read.");
        foreach (KeyValuePair<string, long> gap in gaps)
        {
            text.Append($"{WatchMetrics.GapsTotal}{{{WatchMetrics.VCenterLabel}=\"{Escape(gap.Key)}\"}} ")
                .Append(gap.Value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        AppendHeader(text, WatchMetrics.LastFaultTimestamp, "gauge", "The time of the last fault.");
        foreach (IGrouping<string, FaultCounter> server in counters.GroupBy(counter => counter.Server, StringComparer.Ordinal))
        {
            if (server.Max(counter => counter.Last) is DateTimeOffset last)
            {
                text.Append($"{WatchMetrics.LastFaultTimestamp}{{{WatchMetrics.VCenterLabel}=\"{Escape(server.Key)}\"}} ")
                    .Append((last.ToUnixTimeMilliseconds() / 1000.0).ToString("0.000", CultureInfo.InvariantCulture)).Append('\n');
            }
        }

        return text.Append("# EOF\n").ToString();
    }

    private static void AppendHeader(StringBuilder text, string metric, string type, string help) =>
        text.Append($"# HELP {metric} {help}\n# TYPE {metric} {type}\n");

    private static string Escape(string label) => label.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
