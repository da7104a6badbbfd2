namespace VcsaAuthGuard.Alerts;

/// <summary>Specifies the platform and the format of a written alert.</summary>
public enum AlertFormat : long
{
    /// <summary>Aria Operations for Logs: the JSON that its API expects for an alert.</summary>
    AriaLogs,

    /// <summary>Aria Operations for Logs: a content pack (.vlcp) with the alert, extracted fields and a dashboard.</summary>
    AriaContentPack,

    /// <summary>Prometheus: a rule file for the metrics of <see cref="WatchMetrics"/>.</summary>
    Prometheus,

    /// <summary>Grafana Loki: a rule file of its ruler.</summary>
    LokiRuler,

    /// <summary>Grafana Loki: the query alone.</summary>
    LogQL,

    /// <summary>OpenSearch and Elasticsearch: the query alone, as the body of a search.</summary>
    QueryDsl,

    /// <summary>OpenSearch: a monitor of its alerting plugin.</summary>
    OpenSearch,

    /// <summary>Elasticsearch: a watch of its Watcher.</summary>
    Elasticsearch,

    /// <summary>Splunk: a stanza of savedsearches.conf.</summary>
    SplunkSavedSearch,

    /// <summary>Sigma: a rule and a correlation over it.</summary>
    Sigma,

    /// <summary>Grafana: a dashboard for the metrics of <see cref="WatchMetrics"/> in Prometheus.</summary>
    GrafanaDashboard,

    /// <summary>Grafana: a dashboard for vpxd's logs in Loki.</summary>
    GrafanaLokiDashboard,
}
