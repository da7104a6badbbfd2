using System.Globalization;
using System.Text;
using VcsaAuthGuard.Alerts;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// Writes a watcher's metrics in the text form that Prometheus, node_exporter's textfile collector and promtool read. It is that of
/// OpenMetrics, except that HELP and TYPE of a counter have its whole name.
/// </summary>
internal sealed class MetricsText
{
    private readonly StringBuilder _text = new();

    /// <summary>Returns the metrics as text.</summary>
    /// <param name="tally">The counts.</param>
    /// <param name="bursts">Whether a burst is open, by vCenter.</param>
    /// <param name="looks">When the logs were last looked at, by vCenter.</param>
    public static string Write(
        WatchTally tally, IReadOnlyDictionary<string, bool> bursts, IReadOnlyDictionary<string, DateTimeOffset> looks)
    {
        MetricsText text = new();
        text.AddHeader(WatchMetrics.FaultsTotal, "counter", "Refused and failed API calls in vpxd's logs.");
        foreach (FaultCounter counter in tally.Counters)
        {
            text.AddSample(
                WatchMetrics.FaultsTotal,
                counter.Server,
                Number(counter.Count),
                $",{WatchMetrics.KindLabel}=\"{counter.Kind}\",{WatchMetrics.MethodLabel}=\"{Escape(counter.Method)}\"");
        }

        text.AddHeader(WatchMetrics.BurstOpen, "gauge", "1 while the watcher's rule is exceeded.");
        text.AddSamples(WatchMetrics.BurstOpen, bursts, open => open ? "1" : "0");
        text.AddHeader(WatchMetrics.GapsTotal, "counter", "Parts of logs that were gone before they could be read.");
        text.AddSamples(WatchMetrics.GapsTotal, tally.GapCounts, Number);
        text.AddHeader(WatchMetrics.LastLookTimestamp, "gauge", "The time at which the logs could last be looked at.");
        text.AddSamples(WatchMetrics.LastLookTimestamp, looks, Seconds);
        text.AddHeader(WatchMetrics.CountingSinceTimestamp, "gauge", "The time from which on the counters count.");
        text.AddSamples(WatchMetrics.CountingSinceTimestamp, tally.Starts, Seconds);
        text.AddHeader(WatchMetrics.LastFaultTimestamp, "gauge", "The time of the last fault.");
        foreach (IGrouping<string, FaultCounter> server in tally.Counters.GroupBy(counter => counter.Server, StringComparer.Ordinal))
        {
            if (server.Max(counter => counter.Last) is DateTimeOffset last)
            {
                text.AddSample(WatchMetrics.LastFaultTimestamp, server.Key, Seconds(last));
            }
        }

        return text._text.Append("# EOF\n").ToString();
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(DateTimeOffset time) =>
        (time.ToUnixTimeMilliseconds() / 1000.0).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Escape(string label) => label.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private void AddHeader(string metric, string type, string help) => _text.Append($"# HELP {metric} {help}\n# TYPE {metric} {type}\n");

    private void AddSamples<T>(string metric, IReadOnlyDictionary<string, T> values, Func<T, string> format)
    {
        foreach (KeyValuePair<string, T> value in values)
        {
            AddSample(metric, value.Key, format(value.Value));
        }
    }

    private void AddSample(string metric, string server, string value, string labels = "") =>
        _text.Append($"{metric}{{{WatchMetrics.VCenterLabel}=\"{Escape(server)}\"{labels}}} {value}\n");
}
