using VcsaAuthGuard.Alerts;

namespace VcsaAuthGuard.Watching;

/// <summary>
/// The metrics of a watcher's text file (OpenMetrics, for node_exporter's textfile collector), and what the rules of
/// <see cref="AlertFormat.Prometheus"/> ask for. The counter is written for every kind and vCenter from the watcher's start on, at 0:
/// a series that appears only with its first faults hides them from Prometheus.
/// </summary>
public static class WatchMetrics
{
    /// <summary>Counter: faults seen, by <see cref="KindLabel"/> and <see cref="VCenterLabel"/>.</summary>
    public const string FaultsTotal = "vcsa_auth_faults_total";

    /// <summary>Gauge, by <see cref="VCenterLabel"/>: 1 while the watcher's own rule is exceeded, else 0.</summary>
    public const string BurstOpen = "vcsa_auth_burst_open";

    /// <summary>Gauge, by <see cref="VCenterLabel"/>: the last fault's time in seconds since 1970, UTC; not there before the first fault.</summary>
    public const string LastFaultTimestamp = "vcsa_auth_last_fault_timestamp_seconds";

    /// <summary>Counter, by <see cref="VCenterLabel"/>: the parts of logs that were gone before they could be read.</summary>
    public const string GapsTotal = "vcsa_auth_watch_gaps_total";

    /// <summary>Label: a name of <see cref="Faults.AuthFaultKind"/>.</summary>
    public const string KindLabel = "kind";

    /// <summary>Label: the vCenter's name, as the watcher was told it.</summary>
    public const string VCenterLabel = "vcenter";
}
