namespace VcsaAuthGuard.Alerts;

/// <summary>Writes the alert for a platform.</summary>
public static class AlertWriter
{
    /// <summary>Returns the alert as text with line feeds, for a file in UTF-8.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="format">The platform and its format.</param>
    public static string Write(AlertDefinition alert, AlertFormat format) => format switch
    {
        AlertFormat.AriaLogs => AriaAlertText.Write(alert),
        AlertFormat.AriaContentPack => AriaContentPack.Write(alert),
        AlertFormat.Prometheus => PrometheusRules.Write(alert),
        AlertFormat.LokiRuler => LokiRules.Write(alert),
        AlertFormat.LogQL => LokiRules.WriteQuery(alert),
        AlertFormat.QueryDsl => SearchAlert.WriteQuery(alert),
        AlertFormat.OpenSearch => SearchAlert.WriteMonitor(alert),
        AlertFormat.Elasticsearch => SearchAlert.WriteWatch(alert),
        AlertFormat.SplunkSavedSearch => SplunkSavedSearch.Write(alert),
        AlertFormat.Sigma => SigmaRule.Write(alert),
        AlertFormat.GrafanaDashboard => GrafanaDashboard.WriteMetrics(alert),
        AlertFormat.GrafanaLokiDashboard => GrafanaDashboard.WriteLogs(alert),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The format is not defined."),
    };

    /// <summary>Returns the usual file name of a format.</summary>
    /// <param name="format">The platform and its format.</param>
    public static string FileName(AlertFormat format) => format switch
    {
        AlertFormat.AriaLogs => "vcsa-auth-alert.aria.json",
        AlertFormat.AriaContentPack => "vcsa-auth.vlcp",
        AlertFormat.Prometheus => "vcsa-auth.prometheus.yml",
        AlertFormat.LokiRuler => "vcsa-auth.loki.yml",
        AlertFormat.LogQL => "vcsa-auth.logql",
        AlertFormat.QueryDsl => "vcsa-auth.query.json",
        AlertFormat.OpenSearch => "vcsa-auth.opensearch.json",
        AlertFormat.Elasticsearch => "vcsa-auth.elasticsearch.json",
        AlertFormat.SplunkSavedSearch => "savedsearches.conf",
        AlertFormat.Sigma => "vcsa-auth.sigma.yml",
        AlertFormat.GrafanaDashboard => "vcsa-auth.grafana.json",
        AlertFormat.GrafanaLokiDashboard => "vcsa-auth.grafana-loki.json",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The format is not defined."),
    };
}
