using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.Reports;

/// <summary>
/// Writes the parts of the page that list missing evidence and the logs that were read, with counts of the input that could not be used.
/// </summary>
internal static class ReadSection
{
    public static void WriteGaps(HtmlBuilder html, VCenterReport report)
    {
        if (report.Diagnosis.MissingEvidence.Count == 0)
        {
            return;
        }

        html.Open("section", ("class", "card wide"), ("id", report.Id + "-gaps")).Element("h3", "What could not be seen");
        HtmlTable table = new("What could not be seen, and what to collect", "Not seen", "Collect", "Rule");
        foreach (MissingEvidence gap in report.Diagnosis.MissingEvidence)
        {
            table.Add(gap.Statement, gap.Collect, gap.Rule);
        }

        table.Write(html, style: "prose");
        html.Close("section");
    }

    /// <summary>Diagnoses of one run share their counts: each run is reported once.</summary>
    public static void Write(HtmlBuilder html, IReadOnlyList<VCenterReport> cases)
    {
        html.Open("section", ("class", "card wide"), ("id", "read")).Element("h2", "What was read");
        foreach (IGrouping<LogCounts, VCenterReport> run in cases.GroupBy(report => report.Diagnosis.Counts))
        {
            LogCounts counts = run.Key;
            HtmlTable table = new(
                "What was read for " + string.Join(", ", run.Select(report => report.Name)),
                "What",
                "#Number",
                "Meaning"
            );
            table.Add("Logs", ReportFormat.Number(counts.Logs), "Files, and entries of archives.");
            table.Add("Lines", ReportFormat.Number(counts.Lines), "");
            table.Add("Text", ReportFormat.Decimal(counts.Bytes / 1048576.0) + " MiB", "Uncompressed.");
            table.Add(
                "Not readable",
                ReportFormat.Number(counts.Unreadable),
                "Inputs or parts of inputs that could not be read; they are named below."
            );
            table.Add(
                "Skipped",
                ReportFormat.Number(counts.Mentions),
                "Entries that contain a search term but are not faults."
            );
            table.Add(
                "Not understood",
                ReportFormat.Number(counts.NotUnderstood),
                "Entries of a known kind in an unknown form."
            );
            table.Add("Without their entry", ReportFormat.Number(counts.Orphans), "Continuation lines whose first line is missing.");
            table.Add("Truncated", ReportFormat.Number(counts.CutEntries), "Entries longer than 1 MiB; the rest was not used.");
            table.Add("Times without an offset", ReportFormat.Number(counts.TimesWithoutOffset), "Read as UTC.");
            table.Write(html, style: "prose");
            WriteProblems(html, counts);
        }

        html.Close("section");
    }

    private static void WriteProblems(HtmlBuilder html, LogCounts counts)
    {
        if (counts.Problems.Count == 0)
        {
            return;
        }

        html.Element("h3", "What could not be read").Open("ul", ("class", "problems"));
        foreach (LogProblem problem in counts.Problems)
        {
            html.Element("li", problem.ToString());
        }

        html.Close("ul");
        if (counts.Unreadable > counts.Problems.Count)
        {
            html.Element("p", $"{ReportFormat.Number(counts.Unreadable - counts.Problems.Count)} more.", ("class", "note"));
        }
    }
}
