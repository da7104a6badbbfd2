using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VcsaAuthGuard.Tests.Reports;

/// <summary>A page read by an XML reader, which forgives nothing; its scripts and its style are taken out before, as XML has other rules
/// for them.</summary>
internal sealed partial class ParsedPage
{
    public ParsedPage(string html)
    {
        Scripts = [.. ScriptPattern().Matches(html).Select(match => match.Groups[2].Value)];
        Style = StylePattern().Match(html).Groups[1].Value;
        Root = XDocument
            .Parse(
                StylePattern()
                    .Replace(ScriptPattern().Replace(html, "<script/>"), "<style/>")
                    .Replace("<!DOCTYPE html>", "", StringComparison.Ordinal),
                LoadOptions.PreserveWhitespace
            )
            .Root!;
    }

    public XElement Root { get; }

    /// <summary>Gets the content of script elements, which end as in a browser: at the first closing tag.</summary>
    public IReadOnlyList<string> Scripts { get; }

    public string Style { get; }

    public IEnumerable<XElement> All(string name) => Root.Descendants(name);

    [GeneratedRegex("<script([^>]*)>(.*?)</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex ScriptPattern();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex StylePattern();
}
