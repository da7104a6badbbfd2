using System.Globalization;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace HelpBuilder;

/// <summary>Turns Markdown into the plain text that Get-Help shows.</summary>
internal static class PlainText
{
    /// <summary>Returns the paragraphs of some blocks; a block of code or a list is one paragraph of several lines.</summary>
    /// <exception cref="PageFormatException">A block is of a kind that help cannot show.</exception>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks) => [.. blocks.Select(Paragraph)];

    /// <summary>Returns the text of inline Markdown.</summary>
    /// <exception cref="PageFormatException">It has HTML, which help cannot show.</exception>
    public static string Inline(ContainerInline? container)
    {
        StringBuilder text = new();
        foreach (Inline inline in container ?? [])
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                AutolinkInline link => link.Url,
                LineBreakInline { IsHard: true } => "\n",
                LineBreakInline => " ",
                LinkInline link => Link(link),
                EmphasisInline emphasis => Inline(emphasis),
                _ => throw new PageFormatException(inline.Line + 1, $"Help cannot show {inline.GetType().Name}."),
            });
        }

        return text.ToString();
    }

    /// <summary>Returns the lines of a block of code.</summary>
    public static string Lines(LeafBlock block) =>
        string.Join('\n', block.Lines.Lines.Take(block.Lines.Count).Select(line => line.ToString()));

    private static string Paragraph(Block block) => block switch
    {
        ParagraphBlock paragraph => Inline(paragraph.Inline),
        ListBlock list => string.Join('\n', list.Cast<ListItemBlock>().Select(Item)),
        CodeBlock code => Lines(code),
        _ => throw new PageFormatException(block.Line + 1, $"Help cannot show {block.GetType().Name}."),
    };

    private static string Item(ListItemBlock item)
    {
        ListBlock list = (ListBlock)item.Parent!;
        string mark = list.IsOrdered ? item.Order.ToString(CultureInfo.InvariantCulture) + "." : "-";
        return $"{mark} {string.Join(' ', Paragraphs(item))}";
    }

    /// <summary>Returns the text of a link: the reader of the help has no folder of pages to follow it in.</summary>
    private static string Link(LinkInline link)
    {
        string text = Inline(link);
        return Uri.IsWellFormedUriString(link.Url, UriKind.Absolute) && link.Url != text ? $"{text} ({link.Url})" : text;
    }
}
