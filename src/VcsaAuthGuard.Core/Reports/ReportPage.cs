using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Reports;

/// <summary>Puts the page together. Its policy lets no request out and no script run but its own.</summary>
internal static class ReportPage
{
    private const string ChartInstructions =
        "This report was built without charts: install npm and build VcsaAuthGuard again. The tables have the same figures.";

    public static string Write(AuthReport report) => Write(report, ReportAssets.Charts);

    /// <summary>Returns the page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="charts">The charts' script; null if there is none.</param>
    public static string Write(AuthReport report, string? charts)
    {
        using IDisposable zone = TimeDisplay.Use(
            report.TimeZone is null ? null : TimeZoneNames.ConverterTo(report.TimeZone), report.TimeZone);
        VCenterReport[] cases =
        [
            .. report.Diagnoses.Select((diagnosis, index) => new VCenterReport(diagnosis, index + 1, report.Diagnoses.Count)),
        ];
        Gantt? gantt = Gantt.Create(report);
        string style = ReportAssets.Style;
        string script = ReportAssets.Script;
        HtmlBuilder html = new();
        html.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en"));
        WriteHead(html, report, style, [script, .. charts is null ? Array.Empty<string>() : [charts]]);
        html.Open("body").Element("a", "Skip to the verdict", ("class", "skip"), ("href", "#main"));
        WriteHeader(html, report, cases, gantt);
        html.Open("main", ("id", "main"));
        if (charts is null)
        {
            html.Element("p", ChartInstructions, ("class", "nocharts"));
        }

        if (cases.Length > 1)
        {
            VerdictSection.WriteOverview(html, cases);
        }

        foreach (VCenterReport item in cases)
        {
            WriteCase(html, item, charts is not null);
        }

        if (gantt is not null)
        {
            WindowSection.Write(html, gantt, charts is not null);
        }

        SessionSection.Write(html, report);
        if (cases.Length > 0)
        {
            ReadSection.Write(html, cases);
        }

        html.Close("main");
        WriteFooter(html, charts is not null);
        html.Raw("<script type=\"application/json\" id=\"report-data\">").Raw(ReportData.Json(cases, gantt)).Raw("</script>\n");
        if (charts is not null)
        {
            html.Raw("<script>").Raw(charts).Raw("</script>\n");
        }

        html.Raw("<script>").Raw(script).Raw("</script>\n").Close("body").Close("html");
        return html.ToString();
    }

    private static void WriteHead(HtmlBuilder html, AuthReport report, string style, IEnumerable<string> scripts)
    {
        string policy =
            $"default-src 'none'; script-src {string.Join(" ", scripts.Select(Hash))}; style-src {Hash(style)}; img-src data:; "
            + "base-uri 'none'; form-action 'none'";
        html.Open("head").Void("meta", ("charset", "utf-8")).Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", policy));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
            .Void("meta", ("name", "referrer"), ("content", "no-referrer"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"))
            .Void("meta", ("name", "generator"), ("content", "VcsaAuthGuard " + Version()));
        html.Element("title", report.Title).Void("link", ("rel", "icon"), ("href", "data:,"));
        html.Raw("<style>").Raw(style).Raw("</style>\n").Close("head");
    }

    private static string Zone(AuthReport report) =>
        report.TimeZone is null ? "Times are UTC." : $"Times are in the time zone {report.TimeZone}.";

    private static void WriteHeader(HtmlBuilder html, AuthReport report, VCenterReport[] cases, Gantt? gantt)
    {
        html.Open("header", ("class", "top")).Element("h1", report.Title);
        html.Open("p", ("class", "note")).Text($"Made {ReportFormat.Minute(report.Created)}. {Zone(report)}").Close("p");
        html.Open("nav", ("aria-label", "Parts of the report")).Open("ul");
        if (cases.Length == 1)
        {
            foreach (
                (string part, string name) in new[]
                {
                    ("when", "Over time"),
                    ("hosts", "Hosts"),
                    ("clients", "Clients"),
                    ("todo", "What to do"),
                    ("evidence", "Evidence"),
                }
            )
            {
                Link(html, "#v1-" + part, name);
            }
        }
        else
        {
            Link(html, "#overview", "All vCenters");
            foreach (VCenterReport item in cases)
            {
                Link(html, "#" + item.Id, item.Name);
            }
        }

        foreach (
            (string part, string name, bool isThere) in new[]
            {
                ("windows", "Windows", gantt is not null),
                ("sessions", "Sessions", report.Sessions.Count + report.SessionSummaries.Count > 0),
                ("read", "What was read", cases.Length > 0),
            }
        )
        {
            if (isThere)
            {
                Link(html, "#" + part, name);
            }
        }

        html.Close("ul").Close("nav").Close("header");
        html.Open("p", ("id", "filter"), ("role", "status"), ("hidden", "hidden")).Close("p");
    }

    private static void Link(HtmlBuilder html, string to, string name) => html.Open("li").Element("a", name, ("href", to)).Close("li");

    private static void WriteCase(HtmlBuilder html, VCenterReport report, bool hasCharts)
    {
        html.Open("article", ("id", report.Id), ("aria-labelledby", report.Id + "-name"), ("data-case", report.Id));
        html.Element("h2", report.Name, ("id", report.Id + "-name"));
        html.Part = report.Cases > 1 ? report.Name : null;
        VerdictSection.Write(html, report);
        TimeSection.Write(html, report, hasCharts);
        HostSection.Write(html, report, hasCharts);
        ClientSection.Write(html, report);
        EvidenceSection.WriteRemedies(html, report);
        EvidenceSection.Write(html, report);
        ReadSection.WriteGaps(html, report);
        html.Part = null;
        html.Close("article");
    }

    private static void WriteFooter(HtmlBuilder html, bool hasCharts)
    {
        html.Open("footer")
            .Element(
                "p",
                "VcsaAuthGuard "
                    + Version()
                    + ". This file makes no network requests. Its content comes from logs and has not been verified."
            );
        if (hasCharts)
        {
            html.Open("details").Element("summary", "The charts are Apache ECharts: licences");
            foreach ((string name, string text) in ReportAssets.Licences)
            {
                html.Open("h3").Text(name).Close("h3").Open("pre", ("tabindex", "0")).Lines(text).Close("pre");
            }

            html.Close("details");
        }

        html.Close("footer");
    }

    private static string Version() => Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";

    /// <summary>Returns the hash by which the content security policy allows a script or a style.</summary>
    private static string Hash(string text)
    {
#if NET
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
#else
        using SHA256 sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text));
#endif
        return $"'sha256-{Convert.ToBase64String(hash)}'";
    }
}
