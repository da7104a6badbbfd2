using Markdig.Syntax;

namespace HelpBuilder;

/// <summary>Represents a heading of a page and what stands below it.</summary>
/// <param name="Line">The heading's line, counted from 1.</param>
/// <param name="Title">The heading's text.</param>
/// <param name="Blocks">The blocks up to the first heading of the next level.</param>
/// <param name="Parts">The sections below it, of the next level.</param>
internal sealed record Section(int Line, string Title, IReadOnlyList<Block> Blocks, IReadOnlyList<Section> Parts)
{
    /// <summary>Splits blocks at the headings of a level.</summary>
    public static List<Section> Split(IEnumerable<Block> blocks, int level)
    {
        List<(HeadingBlock Heading, List<Block> Blocks)> found = [];
        foreach (Block block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level == level)
            {
                found.Add((heading, []));
            }
            else if (found.Count > 0)
            {
                found[^1].Blocks.Add(block);
            }
        }

        return [.. found.Select(section => new Section(
            section.Heading.Line + 1,
            PlainText.Inline(section.Heading.Inline),
            [.. section.Blocks.TakeWhile(block => block is not HeadingBlock)],
            Split(section.Blocks, level + 1)))];
    }
}
