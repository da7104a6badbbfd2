using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.Text;


namespace VcsaAuthGuard.Reports;

/// <summary>Writes the table of the clients that hold sessions at the moment, compared with the session limit.</summary>
internal static class SessionSection
{
    private const int MaxClients = 40;

    public static void Write(HtmlBuilder html, AuthReport report)
    {
        // Sessions that were listed do not say the version, so that their limit is not known.
        SessionSummary[] summaries =
        [
            .. report.SessionSummaries,
            .. report
                .Sessions.GroupBy(session => session.Server)
                .Select(server => SessionSummary.Create([.. server], new VSphereAbout(null, null, null, null), server.Key)),
        ];
        if (summaries.Length == 0)
        {
            return;
        }

        html.Open("section", ("class", "card wide"), ("id", "sessions")).Element("h2", "Sessions");
        foreach (SessionSummary summary in summaries)
        {
            string limit = summary.Limit is int most
                ? $" of {ReportFormat.Number(most)} ({ReportFormat.Decimal(summary.PercentOfLimit)} %)"
                : "";
            html.Element(
                "p",
                $"{summary.Server ?? "A vCenter"}: {ReportFormat.Number(summary.Total)} sessions{limit}, "
                    + $"{ReportFormat.Number(summary.IdleOver30Minutes)} of them idle for over 30 minutes. {summary.LimitSource}"
            );
            HtmlTable table = new(
                "Who holds sessions at " + (summary.Server ?? "it"),
                "User",
                "Address",
                "#Sessions",
                "#Share",
                $"Oldest login ({TimeDisplay.Zone})",
                "#Longest idle",
                "#Calls",
                "Program"
            );
            foreach (SessionClient client in summary.Clients.Take(MaxClients))
            {
                table.Add(
                    client.UserName,
                    client.IpAddress,
                    ReportFormat.Number(client.Sessions),
                    ReportFormat.Percent(client.Share),
                    ReportFormat.Time(client.OldestLogin),
                    ReportFormat.Span(client.LongestIdle),
                    ReportFormat.Number(client.CallCount),
                    client.UserAgent
                );
            }

            table.Write(html, isFolded: table.Count > 20);
            if (summary.Clients.Count > MaxClients)
            {
                html.Element(
                    "p",
                    $"{Phrases.Count(summary.Clients.Count - MaxClients, "client")} with fewer sessions not shown.",
                    ("class", "note")
                );
            }
        }

        html.Close("section");
    }
}
