using VcsaAuthGuard.Text;
namespace VcsaAuthGuard.Reports;

/// <summary>Writes the heat map of faults per host and hour.</summary>
internal static class HostSection
{
    public static void Write(HtmlBuilder html, VCenterReport report, bool hasCharts)
    {
        html.Open("section", ("class", "card"), ("id", report.Id + "-hosts")).Element("h3", "Hosts by hour");
        if (report.HeatMap is not HeatMap map)
        {
            html.Element("p", "No fault in the logs names a host and a time.").Close("section");
            return;
        }

        string what = map.IsOfDay
            ? $"Refused calls and other faults by host and hour of the day ({map.Zone}), all days together"
            : $"Refused calls and other faults by host and hour ({map.Zone})";
        if (hasCharts)
        {
            html.Open(
                    "div",
                    ("class", "chart"),
                    ("data-chart", "hosts"),
                    ("data-case", report.Id),
                    ("role", "img"),
                    ("aria-label", $"{what}: {Phrases.Count(map.Hosts.Count, "host")}. The table below has the figures.")
                )
                .Close("div");
        }

        HtmlTable table = new(what, ["Host", "#All", .. map.Columns.Select(column => "#" + column)]);
        for (int row = 0; row < map.Hosts.Count; row++)
        {
            (string host, int faults) = map.Hosts[row];
            table.Add(
                [("data-pick", "host"), ("data-hosts", row.ToString(System.Globalization.CultureInfo.InvariantCulture))],
                [
                    ReportFormat.Host(host),
                    ReportFormat.Number(faults),
                    .. map.Rows[row].Select(count => count == 0 ? "" : ReportFormat.Number(count)),
                ]
            );
        }

        table.Write(html, isFolded: hasCharts && map.Hosts.Count * map.Columns.Count > 60);
        if (map.LeftOut.Hosts > 0)
        {
            html.Element(
                "p",
                $"{Phrases.Count(map.LeftOut.Hosts, "host")} with fewer faults not shown, {Phrases.Count(map.LeftOut.Faults, "fault")} "
                    + "in all.",
                ("class", "note")
            );
        }

        long unnamed = report.Diagnosis.Faults.Sum(count => (long)count.Count)
            - map.Hosts.Sum(host => (long)host.Faults)
            - map.LeftOut.Faults;
        if (unnamed > 0)
        {
            html.Element("p", $"{Phrases.Count(unnamed, "fault")} without a host or a time not shown.", ("class", "note"));
        }

        html.Close("section");
    }
}
