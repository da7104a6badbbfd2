namespace HelpBuilder.Tests;

public sealed class PageCheckerTests
{
    [Fact]
    public void A_page_that_fits_its_cmdlet_has_no_mistakes() => Assert.Empty(Check(Sample.Page));

    [Theory]
    [InlineData("### -Force", "### -Fast", "PARAMETERS lacks -Force.", "The cmdlet has no parameter -Fast.")]
    [InlineData("Reads hidden files too.\n", "", "-Force has no description.")]
    [InlineData("Position: 0", "Position: 1", "-Path: Path: Position is '1' in the page and '0' in the cmdlet.")]
    [InlineData("- FullName", "- PSPath", "-Path: Aliases is 'PSPath' in the page and 'FullName' in the cmdlet.")]
    [InlineData("SupportsWildcards: true", "SupportsWildcards: false",
        "-Path: SupportsWildcards is 'false' in the page and 'true' in the cmdlet.")]
    [InlineData("Type: System.String[]", "Type: System.String",
        "-Path: Type is 'System.String' in the page and 'System.String[]' in the cmdlet.")]
    [InlineData("ValueFromPipeline: true", "ValueFromPipeline: false",
        "-InputObject: InputObject: ValueFromPipeline is 'false' in the page and 'true' in the cmdlet.")]
    [InlineData("[-Path] <string[]>", "[-Path] <string>",
        "The syntax of Path lacks '[-Path] <string[]>'.", "The syntax of Path has '[-Path] <string>', and the cmdlet has not.")]
    [InlineData(" [-Force] [-After", " [-After", "The syntax of Path lacks '[-Force]'.")]
    [InlineData("### InputObject", "### Object", "SYNTAX lacks the parameter set InputObject.", "The cmdlet has no parameter set Object.")]
    [InlineData("### Path (Default)", "### Path", "The parameter set Path is the default one.")]
    [InlineData("### System.String", "### System.Int32",
        "OUTPUTS lacks System.String.", "The cmdlet declares no output of type System.Int32.")]
    [InlineData("HelpUri: ''", "HelpUri: https://example.org", "HelpUri is 'https://example.org' in the page and '' in the cmdlet.")]
    public void A_page_that_contradicts_its_cmdlet_is_a_mistake(string text, string replacement, params string[] messages)
    {
        int place = Sample.Page.IndexOf(text, StringComparison.Ordinal);
        Assert.InRange(place, 0, Sample.Page.Length);
        string page = Sample.Page.Remove(place, text.Length).Insert(place, replacement);
        Assert.Equal(messages, Check(page).Select(error => error.Message));
    }

    [Fact]
    public void A_mistake_has_the_line_of_its_place()
    {
        PageError error = Assert.Single(Check(Sample.Page.Replace("Position: 0", "Position: 1", StringComparison.Ordinal)));
        string[] lines = Sample.Page.Split('\n');
        Assert.Equal(Path.Combine("pages", "Get-Sample.md"), error.File);
        Assert.Equal("```yaml", lines[error.Line - 1].TrimEnd());
        Assert.Equal("Type: System.String[]", lines[error.Line].TrimEnd());
    }

    [Fact]
    public void A_cmdlet_without_a_page_is_a_mistake()
    {
        PageError error = Assert.Single(PageChecker.Check(Sample.Cmdlets, [], "pages"));
        Assert.Equal("There is no page for the cmdlet Get-Sample.", error.Message);
    }

    [Fact]
    public void A_page_without_a_cmdlet_is_a_mistake()
    {
        PageError error = Assert.Single(PageChecker.Check([], [Sample.Parse(Sample.Page)], "pages"));
        Assert.Equal("There is no cmdlet Get-Sample.", error.Message);
    }

    private static IEnumerable<PageError> Check(string page) => PageChecker.Check(Sample.Cmdlets, [Sample.Parse(page)], "pages");
}
