using System.Xml.Linq;

namespace HelpBuilder;

/// <summary>Merges the module's format files into one, because PowerShell takes several milliseconds for each file of an import.</summary>
internal static class ViewMerger
{
    private const string Views = "ViewDefinitions";

    /// <summary>Merges the views of a folder's format files, in the order of the files' names.</summary>
    public static void Merge(string folder, string output)
    {
        IEnumerable<XElement> views = Directory
            .EnumerateFiles(folder, "*.Format.ps1xml")
            .Order(StringComparer.OrdinalIgnoreCase)
            .SelectMany(file => XDocument.Load(file).Root!.Element(Views)!.Elements());
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        new XDocument(new XElement("Configuration", new XElement(Views, views))).Save(output);
    }
}
