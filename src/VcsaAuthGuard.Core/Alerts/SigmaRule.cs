using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Alerts;

/// <summary>Creates the Sigma rule for one fault and the correlation that counts its matches.</summary>
internal static class SigmaRule
{
    private const string RuleName = "vcsa_file_management_not_authenticated";

    public static string Write(AlertDefinition alert)
    {
        string servers =
            alert.Servers.Count == 0
                ? ""
                : "\n  server:\n    hostname:\n" + string.Join("\n", alert.Servers.Select(server => $"      - {JsonText.Quoted(server)}"));
        string condition = alert.Servers.Count == 0 ? "message or fault" : "server and (message or fault)";
        return $"""
            title: {JsonText.Quoted(alert.Name + ", one fault")}
            id: {AlertText.CreateId(alert.Name + "/fault"):D}
            name: {RuleName}
            status: experimental
            description: {JsonText.Quoted("A call of fileManagement refused with NotAuthenticated. " + AlertText.SplitNote)}
            references:
              - {AlertText.Article}
            logsource:
              product: vcenter
              service: vpxd
            detection:
              message:
                message|contains|all:
                  - {JsonText.Quoted(AlertText.Method)}
                  - {JsonText.Quoted(AlertText.Message)}
              fault:
                message|contains|all:
                  - {JsonText.Quoted(AlertText.LongMethod)}
                  - {JsonText.Quoted(AlertText.Fault)}{servers}
              condition: {condition}
            falsepositives:
              - A restart of vpxd drops every session; such a burst is its consequence.
            level: informational
            ---
            title: {JsonText.Quoted(alert.Name)}
            id: {AlertText.CreateId(alert.Name + "/burst"):D}
            status: experimental
            description: {JsonText.Quoted(AlertText.Summary(alert) + " " + AlertText.SplitNote + " " + AlertText.Recommendation)}
            references:
              - {AlertText.Article}
            correlation:
              type: event_count
              rules:
                - {RuleName}
              group-by:
                - hostname
              timespan: {AlertText.Span(alert.Rule.Period)}
              condition:
                gt: {AlertText.Number(alert.Rule.Threshold)}
            level: high

            """.Replace("\r\n", "\n");
    }
}
