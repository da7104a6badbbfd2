namespace HelpBuilder.Tests;

public sealed class HelpPageTests
{
    [Fact]
    public void Markdown_becomes_plain_text() => Assert.Equal(
        ["Reads *.sample files; see Get-Other and the source (https://example.org/source).", "1. First.\n2. Then."],
        Sample.Parse(Sample.Page).Description);

    [Fact]
    public void An_example_is_code_and_remarks()
    {
        PageExample example = Sample.Parse(Sample.Page).Examples[0];
        Assert.Equal("Example 1: One sample", example.Title);
        Assert.Equal("Get-Sample a.sample |\n    Select-Object Name", example.Code);
        Assert.Equal(["Name\n----\na", "That is all."], example.Remarks);
    }

    [Fact]
    public void A_page_with_lines_that_end_as_on_Windows_reads_the_same() =>
        Assert.Equal(Sample.Parse(Sample.Page).Examples[0].Code, Sample.Parse(Sample.Page.ReplaceLineEndings("\r\n")).Examples[0].Code);

    [Theory]
    [InlineData("## NOTES", "## REMARKS", "The page has no section NOTES.")]
    [InlineData("None.", "A <b>tag</b>.", "Help cannot show HtmlInline.")]
    [InlineData("None.", "<div>\n</div>", "Help cannot show HtmlBlock.")]
    [InlineData("```powershell", "```", "'Example 1: One sample' has no block of code that begins with ```powershell.")]
    public void A_page_that_help_cannot_show_is_refused(string text, string replacement, string message)
    {
        int place = Sample.Page.IndexOf(text, StringComparison.Ordinal);
        string page = Sample.Page.Remove(place, text.Length).Insert(place, replacement);
        Assert.Equal(message, Assert.Throws<PageFormatException>(() => Sample.Parse(page)).Message);
    }
}
