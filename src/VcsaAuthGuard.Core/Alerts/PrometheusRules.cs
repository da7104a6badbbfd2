using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Alerts;

/// <summary>Writes a rule file of Prometheus for the metrics of <see cref="WatchMetrics"/>.</summary>
internal static class PrometheusRules
{
    /// <summary>The age of the last look from which on a watcher counts as dead. Its metrics are at most 15 s old.</summary>
    private const int MaxLookSeconds = 120;

    public static string Write(AlertDefinition alert)
    {
        string period = AlertText.Span(alert.Rule.Period);
        string servers = alert.Servers.Count == 0 ? "" : $"{WatchMetrics.VCenterLabel}=~\"{AlertText.Alternatives(alert.Servers)}\"";
        string kind = $"{WatchMetrics.KindLabel}=\"{nameof(AuthFaultKind.NotAuthenticated)}\"";
        string method = $"{WatchMetrics.MethodLabel}=\"{WatchMetrics.ArticleMethod}\"";
        string faults = $"{WatchMetrics.FaultsTotal}{{{kind},{method}{(servers.Length == 0 ? "" : ",")}{servers}}}";
        string selector = servers.Length == 0 ? "" : $"{{{servers}}}";
        string look = WatchMetrics.LastLookTimestamp + selector;
        string since = WatchMetrics.CountingSinceTimestamp + selector;
        string seconds = AlertText.Number(alert.Rule.Period.Ticks / TimeSpan.TicksPerSecond);
        string summary = AlertText.Summary(alert);
        return $"""
            # {summary}
            # Reads the metrics of Watch-VcsaAuthFault: its listener (-MetricsListen), or its text file (-TextFile) by way of
            # node_exporter's textfile collector. Watch-VcsaAuthFault joins an entry's --> lines itself, so collectors that split
            # them have no part in this.
            # Not increase(): it extrapolates, and 10 faults can come out as more than 10. These are whole counts: since a reset within
            # the period; else against the value a period ago; else, in a younger series, all of it where counting began within the
            # period or the watcher was there before the series; else against its least value.
            # {WatchMetrics.BurstOpen} is the watcher's own verdict, by its own rule.
            groups:
              - name: vcsa-auth
                interval: 15s
                rules:
                  - alert: VcsaAuthFaultBurst
                    expr: |-
                      max by ({WatchMetrics.VCenterLabel}) (
                          ({faults} and resets({faults}[{period}]) > 0)
                        or
                          ({faults} - {faults} offset {period})
                        or
                          ({faults} and on ({WatchMetrics.VCenterLabel}) ({since} > time() - {seconds}))
                        or
                          ({faults} and on ({WatchMetrics.VCenterLabel}) ({look} offset {period}))
                        or
                          ({faults} - min_over_time({faults}[{period}]))
                      ) > {AlertText.Number(alert.Rule.Threshold)}
                    labels:
                      severity: critical
                    annotations:
                      summary: {JsonText.Quoted(alert.Name + ": {{ $labels.vcenter }}")}
                      description: {JsonText.Quoted(
                "{{ $value }} calls refused at {{ $labels.vcenter }}. " + summary + " " + AlertText.Recommendation
            )}
                      runbook_url: {JsonText.Quoted(AlertText.Article)}
                  # A watcher that has ended, hangs, or cannot read the logs. A day after its metrics are gone it counts as given up.
                  - alert: VcsaAuthWatchStale
                    expr: |-
                      time() - max by ({WatchMetrics.VCenterLabel}) (max_over_time({look}[1d])) > {AlertText.Number(MaxLookSeconds)}
                    labels:
                      severity: warning
                    annotations:
                      summary: {JsonText.Quoted("Nobody watches the logs of {{ $labels.vcenter }}")}
                      description: {JsonText.Quoted(
                "The logs of {{ $labels.vcenter }} could last be looked at {{ $value | humanizeDuration }} ago. Bursts go unseen. "
                + "Check that the watcher runs and can read the logs."
            )}

            """.Replace("\r\n", "\n");
    }
}
