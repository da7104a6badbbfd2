namespace VcsaAuthGuard.Alerts;

/// <summary>
/// Contains the names of the metrics that a watcher writes and serves, and that the rules of <see cref="AlertFormat.Prometheus"/> query.
/// The counters of <see cref="ArticleMethod"/> and of faults without a method are there from the watcher's start on, at 0.
/// </summary>
public static class WatchMetrics
{
    /// <summary>The counter of faults, by <see cref="VCenterLabel"/>, <see cref="KindLabel"/> and <see cref="MethodLabel"/>.</summary>
    public const string FaultsTotal = "vcsa_auth_faults_total";

    /// <summary>The gauge, by <see cref="VCenterLabel"/>, that is 1 while the watcher's own rule is exceeded and 0 otherwise.</summary>
    public const string BurstOpen = "vcsa_auth_burst_open";

    /// <summary>The gauge, by <see cref="VCenterLabel"/>, with the time of the last fault in seconds since 1970, UTC. Absent before the
    /// first one.</summary>
    public const string LastFaultTimestamp = "vcsa_auth_last_fault_timestamp_seconds";

    /// <summary>The counter, by <see cref="VCenterLabel"/>, of the parts of logs that were removed before they could be read.</summary>
    public const string GapsTotal = "vcsa_auth_watch_gaps_total";

    /// <summary>The gauge, by <see cref="VCenterLabel"/>, with the time at which the logs could last be looked at, in seconds since
    /// 1970, UTC.</summary>
    public const string LastLookTimestamp = "vcsa_auth_watch_last_look_timestamp_seconds";

    /// <summary>The gauge, by <see cref="VCenterLabel"/>, with the time from which on the counters count: the first start of a watcher
    /// with this state file, in seconds since 1970, UTC. Absent where an older state file does not have it.</summary>
    public const string CountingSinceTimestamp = "vcsa_auth_watch_counting_since_timestamp_seconds";

    /// <summary>The counter, by <see cref="VCenterLabel"/> and <see cref="ClientLabel"/>, of the logins that began, refused ones
    /// included. It is there where clients are counted, as are the metrics that follow.</summary>
    public const string LoginsTotal = "vcsa_auth_logins_total";

    /// <summary>The counter, by <see cref="VCenterLabel"/> and <see cref="ClientLabel"/>, of calls other than logins and
    /// logouts.</summary>
    public const string CallsTotal = "vcsa_auth_calls_total";

    /// <summary>The counter of refused logins, by <see cref="VCenterLabel"/> and <see cref="ClientLabel"/>.</summary>
    public const string RefusedLoginsTotal = "vcsa_auth_refused_logins_total";

    /// <summary>The gauge, by <see cref="VCenterLabel"/> and <see cref="ClientLabel"/>, with the number of sessions of a server that is
    /// watched over its API. Absent while it is not known.</summary>
    public const string Sessions = "vcsa_auth_sessions";

    /// <summary>The gauge, by <see cref="VCenterLabel"/>, with the number of sessions that such a server allows. Absent while it is not
    /// known.</summary>
    public const string SessionLimit = "vcsa_auth_session_limit";

    /// <summary>The label with the class of a client: <c>backup</c>, <c>maintenance</c>, <c>vcenter</c>, <c>other</c> or
    /// <c>unknown</c>.</summary>
    public const string ClientLabel = "client";

    /// <summary>The label with a name of <see cref="Faults.AuthFaultKind"/>.</summary>
    public const string KindLabel = "kind";

    /// <summary>The label with the method that was called, without its type; <c>none</c> for a fault without a method, <c>other</c> for
    /// methods beyond the first 32 of a vCenter.</summary>
    public const string MethodLabel = "method";

    /// <summary>The label with the vCenter's name, as it was given to the watcher.</summary>
    public const string VCenterLabel = "vcenter";

    /// <summary>The method of KB 440879, as the value of <see cref="MethodLabel"/>.</summary>
    public const string ArticleMethod = AlertText.Method;
}
