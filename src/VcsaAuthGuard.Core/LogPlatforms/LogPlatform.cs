namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Specifies a platform that collects logs.</summary>
public enum LogPlatform : long
{
    /// <summary>Aria Operations for Logs (vRealize Log Insight, VCF Operations for Logs up to 9.0).</summary>
    AriaLogs,

    /// <summary>Grafana Loki.</summary>
    Loki,

    /// <summary>OpenSearch, and Elasticsearch.</summary>
    OpenSearch,

    /// <summary>VictoriaLogs.</summary>
    VictoriaLogs,

    /// <summary>Splunk Enterprise, and Splunk Cloud Platform with its REST API enabled.</summary>
    Splunk,
}
