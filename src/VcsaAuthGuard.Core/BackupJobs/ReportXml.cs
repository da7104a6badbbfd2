using System.Xml;
using System.Xml.Linq;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>Reads XML reports: every element with a start of its own is a row, its attributes and elements are the columns.</summary>
internal static class ReportXml
{
    /// <summary>Parses XML without document types and external entities.</summary>
    /// <exception cref="XmlException">The text is not well-formed XML.</exception>
    public static XElement Parse(string text)
    {
        XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using XmlReader reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n')), settings);
        return XElement.Load(reader, LoadOptions.SetLineInfo);
    }

    /// <summary>Gets the line of an element.</summary>
    public static long? LineOf(XElement element) => ((IXmlLineInfo)element).HasLineInfo() ? ((IXmlLineInfo)element).LineNumber : null;

    /// <summary>Gets the values of an element and the elements in it; what stands deeper than any report is not read.</summary>
    public static ReportNode ToNode(XElement element, int depth = 0)
    {
        const int MaxDepth = 64;
        ReportNode node = new(LineOf(element));
        node.Values.AddRange(element.Attributes()
            .Where(attribute => !attribute.IsNamespaceDeclaration)
            .Select(attribute => (attribute.Name.LocalName, attribute.Value)));
        foreach (XElement child in element.Elements())
        {
            if (SessionOf(child) is string session)
            {
                node.Values.Add(("JobName", session));
            }
            else if (child.Name.LocalName == "Links")
            {
                node.Values.AddRange(child.Elements().Select(SessionOf).OfType<string>().Select(name => ("JobName", name)));
            }
            else if (child.HasElements || child.Attributes().Any(attribute => !attribute.IsNamespaceDeclaration && child.Value.Length == 0))
            {
                if (depth < MaxDepth)
                {
                    node.Children.Add(ToNode(child, depth + 1));
                }
            }
            else
            {
                // ConvertTo-Xml writes <Property Name="JobName">.
                string? property = child.Name.LocalName == "Property" ? child.Attribute("Name")?.Value : null;
                node.Values.Add((property ?? child.Name.LocalName, child.Value.Trim()));
            }
        }

        return node;
    }

    /// <summary>
    /// Gets the job of a task of Veeam Backup Enterprise Manager, which only the link to its session names: <c>Backup Job 1@2025-06-05
    /// 01:03:37</c> (REST API reference, GET /backupTaskSessions/{ID}).
    /// </summary>
    private static string? SessionOf(XElement link)
    {
        string? name = link.Attribute("Type")?.Value == "BackupJobSessionReference" ? link.Attribute("Name")?.Value : null;
        int at = name?.LastIndexOf('@') ?? -1;
        return at > 0 ? name!.Remove(at) : null;
    }
}
