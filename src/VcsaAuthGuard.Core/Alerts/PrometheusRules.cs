using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Alerts;

/// <summary>Writes a rule file of Prometheus for the metrics of <see cref="WatchMetrics"/>.</summary>
internal static class PrometheusRules
{
    public static string Write(AlertDefinition alert)
    {
        string period = AlertText.Span(alert.Rule.Period);
        string servers = alert.Servers.Count == 0 ? "" : $",{WatchMetrics.VCenterLabel}=~\"{AlertText.Alternatives(alert.Servers)}\"";
        string faults = $"{WatchMetrics.FaultsTotal}{{{WatchMetrics.KindLabel}=\"{nameof(AuthFaultKind.NotAuthenticated)}\"{servers}}}";
        string summary = AlertText.Summary(alert);
        return $"""
            # {summary}
            # Reads the text file of Watch-VcsaAuthFault (-TextFile) by way of node_exporter's textfile collector. Watch-VcsaAuthFault
            # joins an entry's --> lines itself, so collectors that split them have no part in this.
            # Not increase(): it extrapolates, and 10 faults can come out as more than 10. These are whole counts: since a
            # reset within the period; else against the value a period ago; else, in a younger series, against its least value.
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

            """.Replace("\r\n", "\n");
    }
}
