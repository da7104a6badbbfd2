using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace HelpBuilder;

/// <summary>Represents a page of help for one cmdlet, in PlatyPS' Markdown (schema 2024-05-01).</summary>
internal sealed partial record HelpPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().Build();

    /// <summary>Gets the path of the page.</summary>
    public required string File { get; init; }

    /// <summary>Gets the name of the cmdlet, which is that of the file.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the address of the page on the web; empty when it has none.</summary>
    public required string HelpUri { get; init; }

    /// <summary>Gets the synopsis.</summary>
    public required string Synopsis { get; init; }

    /// <summary>Gets the lines of syntax, one for each parameter set.</summary>
    public required IReadOnlyList<PageSyntax> Syntaxes { get; init; }

    /// <summary>Gets the paragraphs of the description.</summary>
    public required IReadOnlyList<string> Description { get; init; }

    /// <summary>Gets the examples.</summary>
    public required IReadOnlyList<PageExample> Examples { get; init; }

    /// <summary>Gets the parameters.</summary>
    public required IReadOnlyList<PageParameter> Parameters { get; init; }

    /// <summary>Gets the types of input from the pipeline.</summary>
    public required IReadOnlyList<PageType> Inputs { get; init; }

    /// <summary>Gets the types of output.</summary>
    public required IReadOnlyList<PageType> Outputs { get; init; }

    /// <summary>Gets the paragraphs of the notes.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Gets the related links.</summary>
    public required IReadOnlyList<PageLink> Links { get; init; }

    /// <summary>Parses a page.</summary>
    /// <exception cref="PageFormatException">The page lacks a section, or has Markdown that help cannot show.</exception>
    public static HelpPage Parse(string file, string text)
    {
        MarkdownDocument document = Markdown.Parse(text, Pipeline);
        List<Section> sections = Section.Split(document, level: 2);
        Section Find(string title) =>
            sections.Find(section => section.Title == title) ?? throw new PageFormatException(1, $"The page has no section {title}.");

        YamlMappingNode header = ParseYaml(
            document.OfType<YamlFrontMatterBlock>().FirstOrDefault()
                ?? throw new PageFormatException(1, "The page has no header of YAML."));
        return new()
        {
            File = file,
            Name = Path.GetFileNameWithoutExtension(file),
            HelpUri = Scalar(header, "HelpUri"),
            Synopsis = string.Join(' ', PlainText.Paragraphs(Find("SYNOPSIS").Blocks)),
            Syntaxes = [.. Find("SYNTAX").Parts.Select(ParseSyntax)],
            Description = PlainText.Paragraphs(Find("DESCRIPTION").Blocks),
            Examples = [.. Find("EXAMPLES").Parts.Select(ParseExample)],
            Parameters = [.. Find("PARAMETERS").Parts.Where(part => part.Title.StartsWith('-')).Select(ParseParameter)],
            Inputs = [.. Find("INPUTS").Parts.Select(ParseType)],
            Outputs = [.. Find("OUTPUTS").Parts.Select(ParseType)],
            Notes = PlainText.Paragraphs(Find("NOTES").Blocks),
            Links = [.. Find("RELATED LINKS").Blocks.SelectMany(block => block.Descendants<LinkInline>()).Select(ParseLink)],
        };
    }

    private static PageSyntax ParseSyntax(Section part)
    {
        const string Default = " (Default)";
        string name = part.Title.EndsWith(Default, StringComparison.Ordinal) ? part.Title[..^Default.Length] : part.Title;
        string text = BetweenTokens().Replace(Code(part, "").Trim(), " ");
        return new(
            part.Line, name == "__AllParameterSets" ? ParameterUse.All : name, part.Title != name,
            [.. BeforeToken().Split(text).Skip(1)]);
    }

    private static PageExample ParseExample(Section part) => new(
        part.Title,
        Code(part, "powershell"),
        PlainText.Paragraphs(part.Blocks.Where(block => block is not FencedCodeBlock { Info: "powershell" })));

    private static PageParameter ParseParameter(Section part)
    {
        FencedCodeBlock yaml = Fence(part, "yaml");
        YamlMappingNode properties = ParseYaml(yaml);
        IReadOnlyList<string> description = PlainText.Paragraphs(part.Blocks.Where(block => block != yaml));
        return new(part.Line, part.Title[1..], description, yaml.Line + 1, properties, Scalar(properties, "DefaultValue"));
    }

    private static PageType ParseType(Section part) => new(part.Line, part.Title, PlainText.Paragraphs(part.Blocks));

    private static PageLink ParseLink(LinkInline link) => new(PlainText.Inline(link), link.Url ?? "");

    private static string Code(Section part, string language) => PlainText.Lines(Fence(part, language));

    private static FencedCodeBlock Fence(Section part, string language) =>
        part.Blocks.OfType<FencedCodeBlock>().FirstOrDefault(block => (block.Info ?? "") == language)
            ?? throw new PageFormatException(part.Line, $"'{part.Title}' has no block of code that begins with ```{language}.");

    private static YamlMappingNode ParseYaml(LeafBlock block)
    {
        try
        {
            YamlStream stream = [];
            stream.Load(new StringReader(PlainText.Lines(block)));
            return stream.Documents is [{ RootNode: YamlMappingNode mapping }]
                ? mapping
                : throw new PageFormatException(block.Line + 1, "This block is no YAML with names and values.");
        }
        catch (YamlException problem)
        {
            throw new PageFormatException(block.Line + 1 + (int)problem.Start.Line, problem.Message);
        }
    }

    private static string Scalar(YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? $"{value}" : "";

    [GeneratedRegex(@"\s+")]
    private static partial Regex BetweenTokens();

    [GeneratedRegex(@" (?=\[*-|\[<)")]
    private static partial Regex BeforeToken();
}

/// <summary>Represents the line of syntax for a parameter set.</summary>
/// <param name="Line">The line of its heading.</param>
/// <param name="ParameterSet">The name of the parameter set.</param>
/// <param name="IsDefault">Whether the page calls it the default one.</param>
/// <param name="Tokens">The parameters as the page shows them, in order, with <c>[&lt;CommonParameters&gt;]</c>.</param>
internal sealed record PageSyntax(int Line, string ParameterSet, bool IsDefault, IReadOnlyList<string> Tokens);

/// <summary>Represents an example: a title, code, and paragraphs with what it shows and what there is to say.</summary>
internal sealed record PageExample(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>Represents the text of a parameter, and the properties that the page states in YAML.</summary>
internal sealed record PageParameter(
    int Line, string Name, IReadOnlyList<string> Description, int PropertiesLine, YamlMappingNode Properties, string DefaultValue);

/// <summary>Represents a type of input or output, with its description.</summary>
internal sealed record PageType(int Line, string Name, IReadOnlyList<string> Description);

/// <summary>Represents a related link.</summary>
internal sealed record PageLink(string Text, string Address);
