namespace VcsaAuthGuard.Alerts;

/// <summary>Writes a stanza of Splunk's savedsearches.conf.</summary>
internal static class SplunkSavedSearch
{
    public static string Write(AlertDefinition alert)
    {
        string servers = alert.Servers.Count == 0 ? "" : $" host IN ({string.Join(", ", alert.Servers.Select(server => $"\"{server}\""))})";
        string period = AlertText.Span(alert.Rule.Period);
        string search =
            $"index=*{servers} ((\"{AlertText.Method}\" \"{AlertText.Message}\") OR (\"{AlertText.LongMethod}\" \"{AlertText.Fault}\"))";
        return $"""
            # {AlertText.SplitNote}
            # index=* is slow: put in the index that has vpxd's logs.
            [{alert.Name}]
            description = {AlertText.Summary(alert)} {AlertText.SplitNote} {AlertText.Recommendation} {AlertText.Article}
            search = {search} | stats count by host | where count > {AlertText.Number(alert.Rule.Threshold)}
            dispatch.earliest_time = -{period}
            dispatch.latest_time = now
            enableSched = 1
            cron_schedule = * * * * *
            counttype = number of events
            relation = greater than
            quantity = 0
            alert.track = 1
            alert.severity = 5
            alert.digest_mode = 0
            alert.suppress = 1
            alert.suppress.fields = host
            alert.suppress.period = {period}

            """.Replace("\r\n", "\n");
    }
}
