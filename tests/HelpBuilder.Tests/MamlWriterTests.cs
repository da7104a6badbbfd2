using System.Xml.Linq;

namespace HelpBuilder.Tests;

/// <summary>The rest of the file is checked by Get-Help itself: tests/Pester/Help.Tests.ps1.</summary>
public sealed class MamlWriterTests
{
    private static readonly XElement Item = MamlWriter.Item(Sample.Cmdlets[0], Sample.Parse(Sample.Page));

    [Fact]
    public void Each_parameter_set_has_its_syntax_in_the_order_of_the_page()
    {
        IEnumerable<string> syntaxes = Find(Item, "syntaxItem").Select(item => string.Join(' ', Find(item, "parameter").Select(Name)));
        Assert.Equal(["Path Force After WhatIf Confirm", "InputObject After Force WhatIf Confirm"], syntaxes);
    }

    [Theory]
    [InlineData("After", "Yesterday", "false", "named", "False", "none", "false")]
    [InlineData("Force", "False", "false", "named", "False", "none", "false")]
    [InlineData("InputObject", "None", "true", "named", "True (ByValue, ByPropertyName)", "none", "false")]
    [InlineData("Path", "None", "true", "0", "False", "FullName", "true")]
    [InlineData("WhatIf", "False", "false", "named", "False", "wi", "false")]
    public void A_parameter_has_its_properties(
        string name, string defaultValue, string required, string position, string pipelineInput, string aliases, string wildcards)
    {
        XElement parameter = Find(Find(Item, "parameters").Single(), "parameter").Single(parameter => Name(parameter) == name);
        Assert.Equal(defaultValue, Find(parameter, "defaultValue").Single().Value);
        Assert.Equal(required, parameter.Attribute("required")?.Value);
        Assert.Equal(position, parameter.Attribute("position")?.Value);
        Assert.Equal(pipelineInput, parameter.Attribute("pipelineInput")?.Value);
        Assert.Equal(aliases, parameter.Attribute("aliases")?.Value);
        Assert.Equal(wildcards, parameter.Attribute("globbing")?.Value);
    }

    [Fact]
    public void The_only_address_is_that_of_the_page_on_the_web()
    {
        Assert.Equal(["Get-Other", "The source: https://example.org/source"], Find(Item, "linkText").Select(link => link.Value));
        Assert.All(Find(Item, "uri"), address => Assert.Empty(address.Value));

        HelpPage page = Sample.Parse(Sample.Page) with { HelpUri = "https://example.org/Get-Sample" };
        XElement link = Find(MamlWriter.Item(Sample.Cmdlets[0], page), "navigationLink").First();
        Assert.Equal("https://example.org/Get-Sample", Find(link, "uri").Single().Value);
    }

    private static IEnumerable<XElement> Find(XElement parent, string name) =>
        parent.Descendants().Where(element => element.Name.LocalName == name);

    private static string Name(XElement parameter) => Find(parameter, "name").First().Value;
}
