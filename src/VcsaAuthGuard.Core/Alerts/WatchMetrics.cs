namespace VcsaAuthGuard.Alerts;

/// <summary>
/// Contains the names of the metrics that a watcher writes (OpenMetrics, for node_exporter's textfile collector) and that the rules of
/// <see cref="AlertFormat.Prometheus"/> query. The counter is written for every kind and vCenter from the watcher's start on, at 0:
/// a series that appears only with its first faults hides them from Prometheus.
/// </summary>
public static class WatchMetrics
{
    /// <summary>The counter of faults, by <see cref="KindLabel"/> and <see cref="VCenterLabel"/>.</summary>
    public const string FaultsTotal = "vcsa_auth_faults_total";

    /// <summary>The gauge, by <see cref="VCenterLabel"/>, that is 1 while the watcher's own rule is exceeded and 0 otherwise.</summary>
    public const string BurstOpen = "vcsa_auth_burst_open";

    /// <summary>The gauge, by <see cref="VCenterLabel"/>, with the time of the last fault in seconds since 1970, UTC. Absent before the
    /// first one.</summary>
    public const string LastFaultTimestamp = "vcsa_auth_last_fault_timestamp_seconds";

    /// <summary>The counter, by <see cref="VCenterLabel"/>, of the parts of logs that were removed before they could be read.</summary>
    public const string GapsTotal = "vcsa_auth_watch_gaps_total";

    /// <summary>The label with a name of <see cref="Faults.AuthFaultKind"/>.</summary>
    public const string KindLabel = "kind";

    /// <summary>The label with the vCenter's name, as it was given to the watcher.</summary>
    public const string VCenterLabel = "vcenter";
}
