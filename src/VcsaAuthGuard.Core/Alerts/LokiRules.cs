using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Alerts;

/// <summary>Writes LogQL, alone and in a rule file of Loki's ruler.</summary>
internal static class LokiRules
{
    private const string Comment = "# The labels job and hostname are a common choice: put in your own.";

    public static string WriteQuery(AlertDefinition alert) => $"""
        # {alert.Name}. {AlertText.Summary(alert)}
        # {AlertText.SplitNote}
        {Comment}
        {Query(alert)}

        """.Replace("\r\n", "\n");

    public static string Write(AlertDefinition alert) => $"""
        # {AlertText.SplitNote}
        {Comment}
        groups:
          - name: vcsa-auth
            interval: 15s
            rules:
              - alert: VcsaAuthFaultBurst
                expr: |-
                  {Query(alert)}
                labels:
                  severity: critical
                annotations:
                  summary: {JsonText.Quoted(alert.Name + ": {{ $labels.hostname }}")}
                  description: {JsonText.Quoted(AlertText.Summary(alert) + " " + AlertText.SplitNote + " " + AlertText.Recommendation)}
                  runbook_url: {JsonText.Quoted(AlertText.Article)}

        """.Replace("\r\n", "\n");

    /// <summary>Gets the filter that finds the fault, by the article's message or by the long form of the method.</summary>
    public static string Filter { get; } =
        $" |= \"{AlertText.Method}\" |~ \"{AlertText.Message}|{Pattern(AlertText.LongMethod)}(?s:.*){Pattern(AlertText.Fault)}\"";

    /// <summary>Returns the selector of vpxd's logs.</summary>
    /// <param name="servers">A further matcher, which begins with a comma; empty for all vCenters.</param>
    public static string Selector(string servers) => $"{{job=~\"vpxd.*\"{servers}}}";

    private static string Query(AlertDefinition alert)
    {
        string servers = alert.Servers.Count == 0 ? "" : $", hostname=~\"{AlertText.Alternatives(alert.Servers)}\"";
        return $"sum by (hostname) (count_over_time({Selector(servers)}{Filter} [{AlertText.Span(alert.Rule.Period)}])) > "
            + AlertText.Number(alert.Rule.Threshold);
    }

    private static string Pattern(string words) => words.Replace(".", "[.]");
}
