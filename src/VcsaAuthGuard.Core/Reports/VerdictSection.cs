using System.Globalization;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Reports;

/// <summary>Writes the verdict in a sentence, followed by the main figures.</summary>
internal static class VerdictSection
{
    private const string OverviewCaption = "Verdicts and counts; hosts and clients are those that the logs name";

    private static readonly (string Name, bool IsNumber)[] OverviewColumns =
    [
        ("vCenter", false), ("Verdict", false), ("Refused calls", true), ("Other faults", true), ("Bursts", true),
        ("Hosts with faults", true), ("Clients", true),
    ];

    public static void Write(HtmlBuilder html, VCenterReport report)
    {
        VcsaDiagnosis diagnosis = report.Diagnosis;
        html.Open("section", ("class", "verdict " + Tone(diagnosis)), ("aria-labelledby", report.Id + "-name"));
        html.Open("p", ("class", "label"))
            .Open("span", ("class", "mark"), ("aria-hidden", "true"))
            .Close("span")
            .Text(DiagnosisText.Title(diagnosis));
        html.Element("span", DiagnosisText.ConfidenceText(diagnosis), ("class", "sure")).Close("p");
        html.Element("p", diagnosis.Summary, ("class", "summary"));
        html.Open("dl", ("class", "figures"));
        foreach ((string name, string figure) in Figures(diagnosis))
        {
            html.Open("div").Element("dt", name).Element("dd", figure).Close("div");
        }

        html.Close("dl");
        if (report.Cases == 1 && diagnosis.Findings.Count > 1)
        {
            html.Open("p", ("class", "note")).Text("Findings: ");
            for (int i = 0; i < diagnosis.Findings.Count; i++)
            {
                html.Text(i == 0 ? "" : ", ").Element("a", CauseName(diagnosis.Findings[i]), ("href", "#" + report.FindingId(i)));
            }

            html.Close("p");
        }

        html.Close("section");
    }

    /// <summary>Writes the verdicts and counts of all vCenters, where there are several, and which of them has which finding.</summary>
    public static void WriteOverview(HtmlBuilder html, IReadOnlyList<VCenterReport> cases)
    {
        html.Open("section", ("class", "card wide"), ("id", "overview")).Element("h2", "All vCenters");
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", OverviewCaption)).Open("table");
        html.Element("caption", OverviewCaption).Open("thead").Open("tr");
        foreach ((string name, bool isNumber) in OverviewColumns)
        {
            html.Element("th", name, ("scope", "col"), ("class", isNumber ? "n" : null));
        }

        html.Close("tr").Close("thead").Open("tbody");
        foreach (VCenterReport report in cases)
        {
            WriteOverviewRow(html, report);
        }

        html.Close("tbody").Close("table").Close("div");
        WriteIndex(html, cases);
        html.Close("section");
    }

    private static void WriteOverviewRow(HtmlBuilder html, VCenterReport report)
    {
        VcsaDiagnosis diagnosis = report.Diagnosis;
        html.Open("tr", ("class", Tone(diagnosis))).Open("th", ("scope", "row"));
        html.Open("span", ("class", "mark"), ("aria-hidden", "true")).Close("span").Text(" ");
        html.Element("a", report.Name, ("href", "#" + report.Id)).Close("th");
        html.Element("td", DiagnosisText.Title(diagnosis) + ". " + diagnosis.Summary);
        long refused = Refused(diagnosis);
        foreach (
            long count in new[]
            {
                refused, All(diagnosis) - refused, diagnosis.Bursts.Count, diagnosis.HostHours.OfDay.Count, Clients(diagnosis),
            }
        )
        {
            html.Element("td", ReportFormat.Number(count), ("class", "n"));
        }

        html.Close("tr");
    }

    /// <summary>Writes which vCenter has which finding, the most frequent first.</summary>
    private static void WriteIndex(HtmlBuilder html, IReadOnlyList<VCenterReport> cases)
    {
        IGrouping<string, (VCenterReport Report, int Index, string Name)>[] causes =
        [
            .. cases
                .SelectMany(report =>
                    report.Diagnosis.Findings.Select((finding, index) => (Report: report, Index: index, Name: CauseName(finding)))
                )
                .GroupBy(entry => entry.Name, StringComparer.Ordinal)
                .OrderByDescending(group => group.Count()),
        ];
        if (causes.Length == 0)
        {
            return;
        }

        html.Element("h3", "By finding").Open("ul", ("class", "overview"));
        foreach (IGrouping<string, (VCenterReport Report, int Index, string Name)> cause in causes)
        {
            html.Open("li").Text(cause.Key + ": ");
            bool isFirst = true;
            foreach ((VCenterReport report, int index, _) in cause)
            {
                // Element ends with a line, which would be a blank in front of the comma.
                html.Text(isFirst ? "" : ", ").Open("a", ("href", $"#{report.FindingId(index)}")).Text(report.Name).Raw("</a>");
                isFirst = false;
            }

            html.Close("li");
        }

        html.Close("ul");
    }

    // ApiStorm: API storm.
    private static string CauseName(DiagnosisFinding finding)
    {
        string words = string.Concat(
            finding.Cause.ToString().Select((c, index) => index > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString())
        );
        string name = words.StartsWith("Api ", StringComparison.Ordinal) ? words.Replace("Api ", "API ") : words;
        return finding.Signature is null ? name : $"{name} {finding.Signature}";
    }

    private static long Refused(VcsaDiagnosis diagnosis) =>
        diagnosis.Faults.Where(count => count.Name == nameof(AuthFaultKind.NotAuthenticated)).Sum(count => (long)count.Count);

    private static long All(VcsaDiagnosis diagnosis) => diagnosis.Faults.Sum(count => (long)count.Count);

    // What no client is named for is no client.
    private static long Clients(VcsaDiagnosis diagnosis) =>
        diagnosis.Load.Count(client => client.User is not null || client.Address is not null);

    private static string Tone(VcsaDiagnosis diagnosis) => diagnosis.Verdict switch
    {
        DiagnosisVerdict.Confirmed => "bad",
        DiagnosisVerdict.Likely => "likely",
        DiagnosisVerdict.OtherCause or DiagnosisVerdict.Unexplained => "other",
        _ => "calm",
    };

    private static IEnumerable<(string Name, string Figure)> Figures(VcsaDiagnosis diagnosis)
    {
        long refused = Refused(diagnosis);
        yield return ("Refused calls", ReportFormat.Number(refused));
        yield return ("Other faults", ReportFormat.Number(All(diagnosis) - refused));
        yield return ("Bursts", ReportFormat.Number(diagnosis.Bursts.Count));
        if (diagnosis.Bursts.Count > 0)
        {
            yield return (
                $"Peak in {ReportFormat.Span(diagnosis.Bursts[0].Rule.Period)}",
                ReportFormat.Number(diagnosis.Bursts.Max(burst => burst.PeakCount))
            );
        }

        yield return ("Hosts with faults", ReportFormat.Number(diagnosis.HostHours.OfDay.Count));
        yield return ("Clients seen", ReportFormat.Number(Clients(diagnosis)));
        yield return ("Logins seen", ReportFormat.Number(diagnosis.Load.Sum(client => client.Logins)));
        if (diagnosis.Version is not null)
        {
            yield return ("vCenter", diagnosis.Version);
        }

        if (diagnosis.From is DateTimeOffset from && diagnosis.To is DateTimeOffset to)
        {
            (DateTimeOffset first, DateTimeOffset last) = (TimeDisplay.Of(from), TimeDisplay.Of(to));
            string format = first.Date == last.Date ? "HH:mm" : "yyyy-MM-dd HH:mm";
            yield return (
                $"Logs, {TimeDisplay.Zone}", $"{ReportFormat.Minute(from)} to {last.ToString(format, CultureInfo.InvariantCulture)}");
        }
    }
}
