using System.Globalization;
using System.Text;

namespace VcsaAuthGuard.Watching.Metrics;

/// <summary>
/// Writes a watcher's metrics in the text form that Prometheus, node_exporter's textfile collector and promtool read. It is that of
/// OpenMetrics, except that HELP and TYPE of a counter have its whole name.
/// </summary>
internal static class MetricsText
{
    /// <summary>Returns the metrics as text.</summary>
    /// <param name="metrics">The metrics.</param>
    public static string Write(IReadOnlyList<WatchMetric> metrics)
    {
        StringBuilder text = new();
        foreach (WatchMetric metric in metrics)
        {
            text.Append($"# HELP {metric.Name} {metric.Help}\n# TYPE {metric.Name} {(metric.IsCounter ? "counter" : "gauge")}\n");
            foreach (WatchMetricSample sample in metric.Samples)
            {
                string labels = string.Join(",", sample.Labels.Select(label => $"{label.Key}=\"{Escape(label.Value)}\""));
                text.Append($"{metric.Name}{{{labels}}} {sample.Value.ToString(CultureInfo.InvariantCulture)}\n");
            }
        }

        return text.Append("# EOF\n").ToString();
    }

    private static string Escape(string label) => label.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
