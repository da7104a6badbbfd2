using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;


namespace VcsaAuthGuard.Reports;

/// <summary>Writes the section about times: the charts of refused calls and logins, the bursts, and the figures as a table.</summary>
internal static class TimeSection
{
    private const int MaxUnfoldedRows = 20;
    private const int MaxRows = 240;
    private const int MinRows = 24;

    private static readonly int[] Widths = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1440, 2 * 1440, 7 * 1440, 28 * 1440];

    public static void Write(HtmlBuilder html, VCenterReport report, bool hasCharts)
    {
        html.Open("section", ("class", "card wide"), ("id", report.Id + "-when")).Element("h3", "Refused calls and logins over time");
        if (report.Minutes is null)
        {
            html.Element("p", "No log entry has a time.").Close("section");
            return;
        }

        if (hasCharts)
        {
            html.Open(
                    "div",
                    ("class", "chart"),
                    ("data-chart", "time"),
                    ("data-case", report.Id),
                    ("role", "img"),
                    ("tabindex", "0"),
                    ("aria-label", Label(report))
                )
                .Close("div");
        }

        WriteBursts(html, report);
        WriteFigures(html, report);
        html.Close("section");
    }

    private static string Label(VCenterReport report) =>
        $"Faults per minute with {Phrases.Count(report.Diagnosis.Bursts.Count, "burst")} and, below, "
        + $"logins per minute of {Phrases.Count(report.Charted.Count, "client")}, "
        + $"{ReportFormat.Minute(report.Diagnosis.From)} to {ReportFormat.Minute(report.Diagnosis.To)} {TimeDisplay.Zone}. "
        + "The tables below contain the figures. Keys: arrows move, plus and minus zoom, 0 shows everything.";

    private static void WriteBursts(HtmlBuilder html, VCenterReport report)
    {
        IReadOnlyList<FaultBurst> bursts = report.Diagnosis.Bursts;
        if (bursts.Count == 0)
        {
            html.Element("p", "No burst: the number of refused calls never exceeded the alert's threshold.", ("class", "note"));
            return;
        }

        HtmlTable table = new(
            $"Bursts: more than {ReportFormat.Number(bursts[0].Rule.Threshold)} refused calls in "
                + $"{ReportFormat.Span(bursts[0].Rule.Period)}",
            $"Start ({TimeDisplay.Zone})",
            "End",
            "#Lasted",
            "#Refused",
            "#Peak in period",
            "Hosts",
            "Datastores",
            "Methods"
        );
        foreach (FaultBurst burst in report.Bursts)
        {
            table.Add(
                [
                    ("data-pick", "burst"),
                    ("data-from", ReportFormat.Attribute(burst.Start)),
                    ("data-to", ReportFormat.Attribute(burst.End)),
                ],
                ReportFormat.Time(burst.Start),
                ReportFormat.Time(burst.End),
                ReportFormat.Span(burst.Duration),
                ReportFormat.Number(burst.Count),
                ReportFormat.Number(burst.PeakCount),
                ReportFormat.Counts(burst.VMHost, ReportFormat.Host),
                ReportFormat.Counts(burst.Datastore, name => name ?? "(not named)", 1),
                ReportFormat.Counts(burst.Method, name => name ?? "(not named)", 2)
            );
        }

        table.Write(html, isFolded: table.Count > MaxUnfoldedRows);
        if (report.Bursts.Count < bursts.Count)
        {
            html.Element("p", $"{Phrases.Count(bursts.Count - report.Bursts.Count, "smaller burst")} not shown.", ("class", "note"));
        }
    }

    /// <summary>Writes the figures behind the charts as a table, with rows wide enough to stay within the row limit.</summary>
    private static void WriteFigures(HtmlBuilder html, VCenterReport report)
    {
        int most = Math.Max(MinRows, MaxRows / report.Cases);
        int least = Math.Max(report.Faults.Width, report.Charted.Select(series => series.Width).DefaultIfEmpty(1).Max());
        int width = Widths.FirstOrDefault(wide => wide >= least && Rows(wide).Count <= most);
        width = width == 0 ? Widths[Widths.Length - 1] : width;
        HtmlTable table = new(
            $"Figures of the charts, in intervals of {ReportFormat.Span(TimeSpan.FromMinutes(width))}",
            [
                $"From ({TimeDisplay.Zone})",
                "#Refused calls",
                "#Fullest minute",
                "#Other faults",
                .. report.Charted.Select(series => "#Logins of " + series.Client.Client),
            ]
        );
        Dictionary<long, FaultCounts> faults = report.Faults.WithWidth(width).Bins.ToDictionary(bin => bin.Start, bin => bin.Counts);
        Dictionary<long, long>[] logins =
        [
            .. report.Charted.Select(series =>
                series
                    .Points.GroupBy(point => Start(point.Start, width))
                    .ToDictionary(span => span.Key, span => span.Sum(point => (long)point.Counts.Logins))
            ),
        ];
        foreach (long row in Rows(width))
        {
            faults.TryGetValue(row, out FaultCounts point);
            DateTimeOffset start = new(row * TimeSpan.TicksPerMinute, TimeSpan.Zero);
            table.Add(
                [("data-from", ReportFormat.Attribute(start)), ("data-to", ReportFormat.Attribute(start.AddMinutes(width)))],
                [
                    ReportFormat.Minute(start),
                    ReportFormat.Number(point.Refused),
                    ReportFormat.Number(point.PeakRefused),
                    ReportFormat.Number(point.Other),
                    .. logins.Select(client => ReportFormat.Number(client.TryGetValue(row, out long count) ? count : 0)),
                ]
            );
        }

        if (table.Count > 0)
        {
            table.Write(html, isFolded: true);
        }

        if (report.Diagnosis.Timeline.Untimed > 0)
        {
            html.Element(
                "p",
                $"{Phrases.Count(report.Diagnosis.Timeline.Untimed, "fault")} without a time: in no chart.",
                ("class", "note")
            );
        }

        SortedSet<long> Rows(int wide) =>
            [
                .. report.Faults.Bins.Select(bin => Start(bin.Start, wide)),
                .. report.Charted.SelectMany(series => series.Points).Select(point => Start(point.Start, wide)),
            ];
    }

    private static long Start(long minute, int width) => minute - (minute % width);
}
