using System.Globalization;
using System.Text;
using VcsaAuthGuard.Alerts;
using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// A watcher's metrics in the text form that node_exporter's textfile collector and promtool read: OpenMetrics' but for a counter's HELP and
/// TYPE, which have its whole name there.
/// </summary>
internal static class WatchTextFile
{
    /// <exception cref="WatchStateException">It cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<FaultCounter> counters, IReadOnlyDictionary<string, bool> bursts, IReadOnlyDictionary<string, long> gaps)
    {
        try
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(Text(counters, bursts, gaps)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WatchStateException(path, e.Message, e);
        }
    }

    public static string Text(
        IReadOnlyList<FaultCounter> counters, IReadOnlyDictionary<string, bool> bursts, IReadOnlyDictionary<string, long> gaps)
    {
        StringBuilder text = new();
        text.Append($"# HELP {WatchMetrics.FaultsTotal} Refused and failed API calls in vpxd's logs.\n# TYPE {WatchMetrics.FaultsTotal} counter\n");
        foreach (FaultCounter counter in counters)
        {
            text.Append($"{WatchMetrics.FaultsTotal}{{{WatchMetrics.KindLabel}=\"{counter.Kind}\",{WatchMetrics.VCenterLabel}=\"{Escape(counter.Server)}\"}} ")
                .Append(counter.Count.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        text.Append($"# HELP {WatchMetrics.BurstOpen} 1 while the watcher's rule is exceeded.\n# TYPE {WatchMetrics.BurstOpen} gauge\n");
        foreach (KeyValuePair<string, bool> burst in bursts)
        {
            text.Append($"{WatchMetrics.BurstOpen}{{{WatchMetrics.VCenterLabel}=\"{Escape(burst.Key)}\"}} {(burst.Value ? 1 : 0)}\n");
        }

        text.Append($"# HELP {WatchMetrics.GapsTotal} Parts of logs that were gone before they could be read.\n# TYPE {WatchMetrics.GapsTotal} counter\n");
        foreach (KeyValuePair<string, long> gap in gaps)
        {
            text.Append($"{WatchMetrics.GapsTotal}{{{WatchMetrics.VCenterLabel}=\"{Escape(gap.Key)}\"}} ")
                .Append(gap.Value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        text.Append($"# HELP {WatchMetrics.LastFaultTimestamp} When the last fault was logged.\n# TYPE {WatchMetrics.LastFaultTimestamp} gauge\n");
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

    private static string Escape(string label) => label.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
