using System.Globalization;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Reports;

/// <summary>Writes the table of API clients and how each of them uses sessions.</summary>
internal static class ClientSection
{
    public static void Write(HtmlBuilder html, VCenterReport report)
    {
        html.Open("section", ("class", "card wide"), ("id", report.Id + "-clients")).Element("h3", "Clients");
        if (report.Clients.Count == 0)
        {
            html.Element("p", "No log tells of logins or calls.").Close("section");
            return;
        }

        HtmlTable table = new(
            "Clients that log in, the ones to contact first",
            "Client",
            "Pattern",
            "#Logins",
            "#Share",
            "#Logouts",
            "#Unclosed",
            "#Refused",
            "#Peak per minute",
            "#Peak open",
            "#Calls",
            "#Calls per session",
            "Program"
        );
        for (int row = 0; row < report.Clients.Count; row++)
        {
            ApiClientLoad client = report.Clients[row];
            table.Add(
                [
                    ("data-pick", "client"), ("data-clients", row.ToString(CultureInfo.InvariantCulture)),
                    ("data-from", ReportFormat.Attribute(client.FirstSeen)), ("data-to", ReportFormat.Attribute(client.LastSeen)),
                    ("class", client.Pattern == LoadPatterns.Steady || !HasOwner(client) ? null : "pattern"),
                ],
                client.Client.ToString(),
                Pattern(client.Pattern),
                ReportFormat.Number(client.Logins),
                ReportFormat.Percent(client.Share),
                ReportFormat.Number(client.Logouts),
                ReportFormat.Number(client.Unclosed),
                ReportFormat.Number(client.RefusedLogins),
                ReportFormat.Number(client.PeakLoginsPerMinute),
                ReportFormat.Number(client.PeakSessions),
                ReportFormat.Number(client.Calls),
                ReportFormat.Decimal(client.CallsPerSession),
                client.UserAgent
            );
        }

        table.Write(html, style: "clients");
        if (report.ClientsLeftOut > 0)
        {
            html.Element("p", $"{Phrases.Count(report.ClientsLeftOut, "client")} with fewer logins not shown.", ("class", "note"));
        }

        html.Close("section");
    }

    // A highlighted statement needs a client that it is about.
    private static bool HasOwner(ApiClientLoad client) => client.User is not null || client.Address is not null;

    private static string Pattern(LoadPatterns pattern) => pattern switch
    {
        LoadPatterns.Steady => "",
        LoadPatterns.LoginPerItem => "login per item",
        LoadPatterns.Leaking => "leaks sessions",
        _ => "login per item, leaks sessions",
    };
}
