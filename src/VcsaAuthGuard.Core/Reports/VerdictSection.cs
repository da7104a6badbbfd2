using System.Globalization;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Reports;

/// <summary>The verdict in a sentence, and the figures a reader asks for first.</summary>
internal static class VerdictSection
{
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

        html.Close("dl").Close("section");
    }

    /// <summary>The verdicts of all vCenters, where there are several.</summary>
    public static void WriteOverview(HtmlBuilder html, IReadOnlyList<VCenterReport> cases)
    {
        html.Open("section", ("class", "card")).Element("h2", "All vCenters").Open("ul", ("class", "overview"));
        foreach (VCenterReport report in cases)
        {
            html.Open("li", ("class", Tone(report.Diagnosis)))
                .Open("a", ("href", "#" + report.Id))
                .Open("span", ("class", "mark"), ("aria-hidden", "true"))
                .Close("span")
                .Text(report.Name)
                .Close("a")
                .Text(" " + DiagnosisText.Title(report.Diagnosis) + ". " + report.Diagnosis.Summary)
                .Close("li");
        }

        html.Close("ul").Close("section");
    }

    private static string Tone(VcsaDiagnosis diagnosis) => diagnosis.Verdict switch
    {
        DiagnosisVerdict.Confirmed => "bad",
        DiagnosisVerdict.Likely => "likely",
        DiagnosisVerdict.OtherCause or DiagnosisVerdict.Unexplained => "other",
        _ => "calm",
    };

    private static IEnumerable<(string Name, string Figure)> Figures(VcsaDiagnosis diagnosis)
    {
        long refused = diagnosis
            .Faults.Where(count => count.Name == nameof(AuthFaultKind.NotAuthenticated))
            .Sum(count => (long)count.Count);
        yield return ("Refused calls", ReportFormat.Number(refused));
        yield return ("Other faults", ReportFormat.Number(diagnosis.Faults.Sum(count => (long)count.Count) - refused));
        yield return ("Bursts", ReportFormat.Number(diagnosis.Bursts.Count));
        if (diagnosis.Bursts.Count > 0)
        {
            yield return (
                $"Most in {ReportFormat.Span(diagnosis.Bursts[0].Rule.Period)}",
                ReportFormat.Number(diagnosis.Bursts.Max(burst => burst.PeakCount))
            );
        }

        yield return ("Hosts with faults", ReportFormat.Number(diagnosis.HostHours.OfDay.Count));
        yield return ("Clients seen", ReportFormat.Number(diagnosis.Load.Count));
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
