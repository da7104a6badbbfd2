using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Reports;

/// <summary>Writes the windows before and after the plan, and their overlaps.</summary>
internal static class WindowSection
{
    private const int MaxOverlaps = 60;

    public static void Write(HtmlBuilder html, Gantt gantt, bool hasCharts)
    {
        bool isPlanned = gantt.After is not null;
        html.Open("section", ("class", "card wide"), ("id", "windows"))
            .Element("h2", isPlanned ? "Windows before and after the plan" : "Windows");
        if (hasCharts)
        {
            html.Open(
                    "div",
                    ("class", "chart"),
                    ("data-chart", "windows"),
                    ("role", "img"),
                    ("tabindex", "0"),
                    (
                        "aria-label",
                        $"{Phrases.Count(gantt.Rows.Count, "window")}, "
                            + $"{ReportFormat.Minute(gantt.From)} to {ReportFormat.Minute(gantt.To)} {TimeDisplay.Zone}"
                            + (isPlanned ? ", before and after the plan" : "")
                            + ", with the times at which windows of different roles overlap. The tables below contain the figures. "
                            + "Keys: arrows move, plus and minus zoom, 0 shows everything."
                    )
                )
                .Close("div");
        }

        if (gantt.Plan is WindowPlan plan)
        {
            HtmlTable summary = new($"Effect of the plan over {Phrases.Count(plan.Options.Days, "day")}", "Figure", "#Before", "#After");
            summary.Add("Overlaps", ReportFormat.Number(plan.Before.Overlaps), ReportFormat.Number(plan.After.Overlaps));
            summary.Add(
                "Hours in which windows overlap",
                ReportFormat.Decimal(plan.Before.OverlapHours),
                ReportFormat.Decimal(plan.After.OverlapHours)
            );
            summary.Add("Tokens predicted to expire", ReportFormat.Number(plan.Before.Expired), ReportFormat.Number(plan.After.Expired));
            summary.Add(
                "Load hours over the limits",
                ReportFormat.Decimal(plan.Before.ExcessHours),
                ReportFormat.Decimal(plan.After.ExcessHours)
            );
            summary.Add("Most VMs at a time", ReportFormat.Number(plan.Before.PeakVMs), ReportFormat.Number(plan.After.PeakVMs));
            summary.Add(
                "Most sessions at a time",
                ReportFormat.Number(plan.Before.PeakSessions),
                ReportFormat.Number(plan.After.PeakSessions)
            );
            summary.Add("Windows moved", "", ReportFormat.Number(plan.After.Moved));
            summary.Write(html, style: "prose");
            html.Element(
                "p",
                $"{char.ToUpperInvariant(plan.Quality[0])}{plan.Quality.Substring(1)}.",
                ("class", "note")
            );
        }

        WriteWindows(html, gantt);
        WriteYear(html, gantt);
        WriteOverlaps(html, gantt.Before, gantt, isPlanned ? "Overlaps before the plan" : "Overlaps of windows with different roles");
        if (gantt.After is not null)
        {
            WriteOverlaps(html, gantt.After, gantt, "Overlaps after the plan");
        }

        html.Close("section");
    }

    private static void WriteWindows(HtmlBuilder html, Gantt gantt)
    {
        bool isPlanned = gantt.After is not null;
        string[] columns =
        [
            "Window",
            "Role",
            "Repeats",
            "Time zone",
            "#Lasts",
            "vCenters",
            "#VMs",
            "#Sessions",
            .. isPlanned ? ["Start", "Proposed", "#Moved", "Why"] : Array.Empty<string>(),
        ];
        HtmlTable table = new(isPlanned ? "Windows and their proposed starts, in the local time of each window" : "Windows", columns);
        foreach (GanttRow row in gantt.Rows)
        {
            BackupWindow window = row.Window;
            string?[] cells =
            [
                window.Name,
                window.Role.ToString(),
                window.Recurrence.ToString(),
                window.TimeZone,
                ReportFormat.Span(window.Duration),
                window.Server.Count == 0 ? "all" : string.Join(", ", window.Server),
                ReportFormat.Number(window.Load.VMs),
                ReportFormat.Number(window.Load.Sessions),
            ];
            table.Add(
                !isPlanned
                    ? cells
                    :
                    [
                        .. cells,
                        ReportFormat.Start(row.Planned?.CurrentStart),
                        row.Planned?.Shift == TimeSpan.Zero ? "" : ReportFormat.Start(row.Planned?.ProposedStart),
                        ReportFormat.Shift(row.Planned?.Shift ?? TimeSpan.Zero),
                        row.Planned?.Reason,
                    ]
            );
        }

        table.Write(html, isFolded: table.Count > 20);
        if (gantt.LeftOut > 0)
        {
            string leftOut = $"{Phrases.Count(gantt.LeftOut, "more window")} not in the chart; the overlaps below include them.";
            html.Element("p", leftOut, ("class", "note"));
        }
    }

    /// <summary>Writes what to set for each window, and what still meets it within a year.</summary>
    private static void WriteYear(HtmlBuilder html, Gantt gantt)
    {
        PlannedWindow[] planned = [.. gantt.Rows.Select(row => row.Planned).OfType<PlannedWindow>()];
        if (planned.Length == 0)
        {
            return;
        }

        HtmlTable table = new("The plan, checked for a year", "Window", "Schedule", "What meets it");
        foreach (PlannedWindow window in planned)
        {
            table.Add(window.Name, window.Change, window.Outlook);
        }

        table.Write(html, isFolded: table.Count > 20, style: "prose");
    }

    private static void WriteOverlaps(HtmlBuilder html, IReadOnlyList<BackupWindow> windows, Gantt gantt, string title)
    {
        WindowOverlap[] overlaps =
        [
            .. OverlapFinder
                .Find(windows, new() { From = gantt.From, To = gantt.To })
                .OrderByDescending(overlap => overlap.Severity)
                .ThenByDescending(overlap => overlap.TotalDuration),
        ];
        if (overlaps.Length == 0)
        {
            html.Element("p", title + ": none.", ("class", "note"));
            return;
        }

        HtmlTable table = new(
            title,
            "Windows",
            "vCenter",
            $"First ({TimeDisplay.Zone})",
            "#Lasts",
            "#Times",
            "#In all",
            "#VMs",
            "#Longest wait",
            "Severity"
        );
        foreach (WindowOverlap overlap in overlaps.Take(MaxOverlaps))
        {
            table.Add(
                string.Join(" + ", overlap.Windows.Select(window => window.Name)),
                overlap.Server ?? "any",
                ReportFormat.Minute(overlap.Start),
                ReportFormat.Span(overlap.Duration),
                ReportFormat.Number(overlap.Occurrences),
                ReportFormat.Span(overlap.TotalDuration),
                ReportFormat.Number(overlap.VMs),
                ReportFormat.Span(overlap.PredictedWait),
                overlap.Severity.ToString()
            );
        }

        table.Write(html, isFolded: overlaps.Length > 12);
        if (overlaps.Length > MaxOverlaps)
        {
            html.Element("p", $"{ReportFormat.Number(overlaps.Length - MaxOverlaps)} shorter ones not shown.", ("class", "note"));
        }
    }
}
