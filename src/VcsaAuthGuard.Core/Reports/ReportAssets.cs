using System.Reflection;
using System.Text;

namespace VcsaAuthGuard.Reports;

/// <summary>
/// Provides the static parts of the page: its style sheet, its script and, if npm was available at build time, the chart library.
/// </summary>
internal static class ReportAssets
{
    private const string Prefix = "VcsaAuthGuard.Reports.";

    private static readonly string[] LicenceNames =
    [
        "echarts-LICENSE",
        "echarts-NOTICE",
        "echarts-LICENSE-d3",
        "zrender-LICENSE",
        "tslib-LICENSE",
    ];

    public static string Style => Text("report.css") ?? "";

    public static string Script => Text("report.js") ?? "";

    /// <summary>Gets the used parts of Apache ECharts; null if the program was built without it.</summary>
    public static string? Charts => Text("charts.js");

    /// <summary>Gets the licences of the components of the charts, for the page that contains them.</summary>
    public static IEnumerable<(string Name, string Text)> Licences =>
        LicenceNames
            .Select(name => (name, Text(name + ".txt")))
            .Where(licence => licence.Item2 is not null)
            .Select(licence => (licence.name, licence.Item2!));

    /// <summary>Returns a text with line feeds only, because browsers normalise line ends before they hash a script.</summary>
    private static string? Text(string name)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name);
        if (stream is null)
        {
            return null;
        }

        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
