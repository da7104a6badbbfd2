using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Remedies;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Reports;

/// <summary>Writes the evidence for the verdict with its log lines, and the remedies.</summary>
internal static class EvidenceSection
{
    /// <summary>The longest word that fits a line on the screen of a phone.</summary>
    private const int MaxUnbrokenWord = 30;

    public static void WriteRemedies(HtmlBuilder html, VCenterReport report)
    {
        html.Open("section", ("class", "card wide"), ("id", report.Id + "-todo")).Element("h3", "What to do, least disruptive first");
        if (report.Diagnosis.Remedies.Count == 0)
        {
            html.Element("p", "Nothing to do is known here.").Close("section");
            return;
        }

        html.Open("ol", ("class", "remedies"));
        foreach (DiagnosisRemedy remedy in report.Diagnosis.Remedies)
        {
            html.Open("li").Element("h4", remedy.Name).Open("p").Text(remedy.Why).Close("p");
            WriteCommand(html, remedy.Command);
            html.Open("p", ("class", "note")).Text("Interrupts: " + remedy.Interrupts).Close("p").Close("li");
        }

        html.Close("ol").Close("section");
    }

    public static void Write(HtmlBuilder html, VCenterReport report)
    {
        html.Open("section", ("class", "card wide"), ("id", report.Id + "-evidence")).Element("h3", "Evidence");
        WriteList(html, report, "What speaks for it", report.Diagnosis.Evidence, report.FindingId(0));
        WriteList(
            html,
            report,
            "What speaks against it, and what it does not explain",
            report.Diagnosis.Against
        );
        for (int i = 1; i < report.Diagnosis.Findings.Count; i++)
        {
            DiagnosisFinding finding = report.Diagnosis.Findings[i];
            WriteList(html, report, "Also: " + finding.Summary, finding.Evidence, report.FindingId(i));
        }

        html.Close("section");
    }

    private static void WriteList(
        HtmlBuilder html, VCenterReport report, string title, IReadOnlyList<DiagnosisEvidence> evidence, string? id = null)
    {
        html.Element("h4", title, ("id", id));
        if (evidence.Count == 0)
        {
            html.Element("p", "Nothing.", ("class", "note"));
            return;
        }

        html.Open("ul", ("class", "evidence"));
        foreach (DiagnosisEvidence item in evidence)
        {
            string[] texts = [item.Statement, .. item.Lines, .. item.VMHost is null ? Array.Empty<string>() : [item.VMHost]];
            html.Open(
                "li",
                ("data-item", "evidence"),
                ("data-from", ReportFormat.Attribute(item.Start)),
                ("data-to", ReportFormat.Attribute(item.End ?? item.Start)),
                ("data-clients", report.ClientsIn(texts)),
                ("data-hosts", report.HostsIn(texts))
            );
            html.Element("p", item.Statement);
            html.Open("p", ("class", "note")).Text($"{item.Rule}, {Role(item.Role)}");
            if (item.Start is DateTimeOffset start)
            {
                string end = item.End is DateTimeOffset known ? " to " + ReportFormat.Time(known) : "";
                html.Text($"; {ReportFormat.Time(start)}{end} {TimeDisplay.Zone}");
            }

            html.Close("p");
            if (item.Lines.Count > 0)
            {
                html.Open("pre", ("class", "log"), ("tabindex", "0"), ("aria-label", "Log lines"))
                    .Lines(string.Join("\n", item.Lines))
                    .Close("pre");
            }

            html.Close("li");
        }

        html.Close("ul");
    }

    private static string Role(EvidenceRole role) => role switch
    {
        EvidenceRole.Proof => "a proof",
        EvidenceRole.Support => "speaks for it",
        EvidenceRole.Detail => "describes it",
        _ => "speaks against it",
    };

    /// <summary>Writes a command to copy. A browser breaks lines behind hyphens, which would cut a name such as Get-VM.</summary>
    private static void WriteCommand(HtmlBuilder html, string command)
    {
        html.Open("pre", ("class", "command"), ("tabindex", "0")).Open("code");
        string[] words = command.Split(' ');
        for (int i = 0; i < words.Length; i++)
        {
            html.Raw(i == 0 ? "" : " ");
            if (words[i].Contains('-') && words[i].Length <= MaxUnbrokenWord)
            {
                html.Open("span").Lines(words[i]).Raw("</span>");
            }
            else
            {
                html.Lines(words[i]);
            }
        }

        html.Raw("</code>").Close("pre");
    }
}
