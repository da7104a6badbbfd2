namespace HelpBuilder.Tests;

public sealed class CmdletReaderTests
{
    private static readonly Cmdlet Cmdlet = Assert.Single(Sample.Cmdlets);

    [Fact]
    public void The_default_parameter_set_comes_first()
    {
        Assert.Equal("Get-Sample", Cmdlet.Name);
        Assert.Equal(["Path", "InputObject"], Cmdlet.ParameterSets);
        Assert.Equal(["System.String"], Cmdlet.OutputTypes);
    }

    [Fact]
    public void Parameters_are_properties_with_the_attribute_and_those_of_ShouldProcess() =>
        Assert.Equal(
            ["After", "Confirm", "Force", "InputObject", "Path", "WhatIf"],
            Cmdlet.Parameters.Select(parameter => parameter.Name).Order());

    [Fact]
    public void An_overridden_parameter_is_that_of_the_cmdlet()
    {
        ParameterUse use = Assert.Single(Find("After").Uses);
        Assert.Equal(new(ParameterUse.All, IsRequired: false), use);
    }

    [Fact]
    public void A_parameter_has_its_part_in_each_set()
    {
        CmdletParameter path = Find("Path");
        Assert.Equal([new("Path", IsRequired: true, Position: 0)], path.Uses);
        Assert.Null(path.UseIn("InputObject"));
        Assert.Equal(["FullName"], path.Aliases);
        Assert.True(path.SupportsWildcards);
        Assert.Equal([new("InputObject", IsRequired: true, IsFromPipeline: true, IsFromProperty: true)], Find("InputObject").Uses);
    }

    [Theory]
    [InlineData("After", "System.Nullable`1[System.DateTimeOffset]", "[-After <DateTimeOffset>]")]
    [InlineData("Force", "System.Management.Automation.SwitchParameter", "[-Force]")]
    [InlineData("InputObject", "System.Management.Automation.PSObject", "-InputObject <psobject>")]
    [InlineData("Path", "System.String[]", "[-Path] <string[]>")]
    public void Types_have_PowerShells_short_names_in_syntax(string name, string type, string syntax)
    {
        CmdletParameter parameter = Find(name);
        Assert.Equal(type, parameter.Type);
        Assert.Equal(syntax, parameter.SyntaxIn(parameter.Uses[0]));
    }

    private static CmdletParameter Find(string name) => Cmdlet.Parameters.Single(parameter => parameter.Name == name);
}
