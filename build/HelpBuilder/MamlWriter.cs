using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace HelpBuilder;

/// <summary>Writes pages as MAML, the XML that Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Help = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Writes the help of all cmdlets to a file. Every page must have passed <see cref="PageChecker"/>.</summary>
    public static void Write(IReadOnlyList<Cmdlet> cmdlets, IReadOnlyList<HelpPage> pages, string file)
    {
        XElement root = new(
            Help + "helpItems",
            new XAttribute("schema", "maml"),
            cmdlets.Join(pages, cmdlet => cmdlet.Name, page => page.Name, Item));
        XmlWriterSettings settings = new()
        {
            Indent = true,
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.None,
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using XmlWriter writer = XmlWriter.Create(file, settings);
        root.Save(writer);
    }

    internal static XElement Item(Cmdlet cmdlet, HelpPage page)
    {
        string[] name = cmdlet.Name.Split('-', 2);
        return new(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                new XElement(Command + "verb", name[0]),
                new XElement(Command + "noun", name[1]),
                Text("description", [page.Synopsis])),
            Text("description", page.Description),
            new XElement(Command + "syntax", page.Syntaxes.Select(syntax => SyntaxItem(cmdlet, syntax))),
            new XElement(Command + "parameters", Parameters(cmdlet, page)),
            new XElement(Command + "inputTypes", page.Inputs.Select(type => TypeItem("inputType", type))),
            new XElement(Command + "returnValues", page.Outputs.Select(type => TypeItem("returnValue", type))),
            new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))),
            new XElement(Command + "examples", page.Examples.Select(Example)),
            new XElement(Maml + "relatedLinks", Links(page)));
    }

    private static XElement SyntaxItem(Cmdlet cmdlet, PageSyntax syntax) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        from token in syntax.Tokens
        join parameter in cmdlet.Parameters on token.Trim('[', '-').Split(' ', ']')[0] equals parameter.Name
        let use = parameter.UseIn(syntax.ParameterSet)
        select new XElement(
            Command + "parameter",
            Attributes(parameter, [use]),
            new XElement(Maml + "name", parameter.Name),
            parameter.IsSwitch ? null : Value(parameter)));

    private static IEnumerable<XElement> Parameters(Cmdlet cmdlet, HelpPage page)
    {
        foreach (PageParameter text in page.Parameters)
        {
            yield return Parameter(cmdlet.Parameters.First(parameter => parameter.Name == text.Name), text.Description, text.DefaultValue);
        }

        IEnumerable<string> described = page.Parameters.Select(text => text.Name);
        foreach (CmdletParameter parameter in cmdlet.Parameters.Where(common => common.IsCommon && !described.Contains(common.Name)))
        {
            string text = parameter.Name == "WhatIf"
                ? "Shows what would happen if the cmdlet runs. The cmdlet is not run."
                : "Prompts you for confirmation before running the cmdlet.";
            yield return Parameter(parameter, [text], "");
        }
    }

    private static XElement Parameter(CmdletParameter parameter, IReadOnlyList<string> description, string defaultValue) => new(
        Command + "parameter",
        Attributes(parameter, parameter.Uses),
        new XElement(Maml + "name", parameter.Name),
        Text("description", description),
        Value(parameter),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeLabel), new XElement(Maml + "uri")),
        new XElement(Dev + "defaultValue", defaultValue.Length > 0 ? defaultValue : parameter.IsSwitch ? "False" : "None"));

    private static IEnumerable<XAttribute> Attributes(CmdletParameter parameter, IReadOnlyList<ParameterUse> uses)
    {
        int? position = uses.Select(use => use.Position).FirstOrDefault(position => position is not null);
        string[] pipeline =
        [
            .. uses.Any(use => use.IsFromPipeline) ? ["ByValue"] : Array.Empty<string>(),
            .. uses.Any(use => use.IsFromProperty) ? ["ByPropertyName"] : Array.Empty<string>(),
        ];
        yield return new("required", uses.All(use => use.IsRequired));
        yield return new("variableLength", true);
        yield return new("globbing", parameter.SupportsWildcards);
        yield return new("pipelineInput", pipeline.Length == 0 ? "False" : $"True ({string.Join(", ", pipeline)})");
        yield return new("position", position?.ToString(CultureInfo.InvariantCulture) ?? "named");
        yield return new("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases));
    }

    private static XElement Value(CmdletParameter parameter) => new(
        Command + "parameterValue",
        new XAttribute("required", !parameter.IsSwitch),
        new XAttribute("variableLength", false),
        parameter.IsSwitch ? "SwitchParameter" : parameter.TypeLabel);

    private static XElement TypeItem(string element, PageType type) => new(
        Command + element,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Name), new XElement(Maml + "uri")),
        Text("description", type.Description));

    private static XElement Example(PageExample example) => new(
        Command + "example",
        new XElement(Maml + "title", Ruled(example.Title)),
        new XElement(Dev + "code", example.Code),
        // The empty paragraph keeps the next title at a distance.
        example.Remarks.Count == 0 ? null : new XElement(Dev + "remarks", Paragraphs([.. example.Remarks, ""])));

    /// <summary>Returns a title between hyphens, as PowerShell's own help has it: Get-Help shows no heading for examples.</summary>
    private static string Ruled(string title)
    {
        const int Width = 68;
        string rule = new('-', Math.Max(3, (Width - title.Length - 2) / 2));
        return $"{rule} {title} {rule}";
    }

    private static IEnumerable<XElement> Links(HelpPage page)
    {
        if (page.HelpUri.Length > 0)
        {
            yield return Link("Online Version:", page.HelpUri);
        }

        // Get-Help -Online opens the first address that it finds, and that would not be the page: addresses are part of the text.
        foreach (PageLink link in page.Links)
        {
            yield return Link(Uri.IsWellFormedUriString(link.Address, UriKind.Absolute) ? $"{link.Text}: {link.Address}" : link.Text, "");
        }
    }

    private static XElement Link(string text, string address) => new(
        Maml + "navigationLink", new XElement(Maml + "linkText", text), new XElement(Maml + "uri", address));

    private static XElement Text(string element, IEnumerable<string> paragraphs) => new(Maml + element, Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) =>
        paragraphs.Select(text => new XElement(Maml + "para", text));
}
