namespace HelpBuilder.Tests;

/// <summary>The sample cmdlet and a page that fits it.</summary>
internal static class Sample
{
    public const string Page = """
        ---
        document type: cmdlet
        HelpUri: ''
        title: Get-Sample
        ---

        # Get-Sample

        ## SYNOPSIS

        Gets samples.

        ## SYNTAX

        ### Path (Default)

        ```
        Get-Sample [-Path] <string[]> [-Force] [-After <DateTimeOffset>]
         [-WhatIf] [-Confirm] [<CommonParameters>]
        ```

        ### InputObject

        ```
        Get-Sample -InputObject <psobject> [-After <DateTimeOffset>] [-Force] [-WhatIf] [-Confirm] [<CommonParameters>]
        ```

        ## DESCRIPTION

        Reads `*.sample` files; see [Get-Other](Get-Other.md) and
        [the source](https://example.org/source).

        1. First.
        2. Then.

        ## EXAMPLES

        ### Example 1: One sample

        ```powershell
        Get-Sample a.sample |
            Select-Object Name
        ```

        ```Output
        Name
        ----
        a
        ```

        That is all.

        ### Example 2: Without a word

        ```powershell
        Get-Sample b.sample
        ```

        ## PARAMETERS

        ### -After

        Only later samples.

        ```yaml
        Type: System.Nullable`1[System.DateTimeOffset]
        DefaultValue: Yesterday
        SupportsWildcards: false
        Aliases: []
        ParameterSets:
        - Name: (All)
          Position: Named
          IsRequired: false
          ValueFromPipeline: false
          ValueFromPipelineByPropertyName: false
          ValueFromRemainingArguments: false
        DontShow: false
        AcceptedValues: []
        HelpMessage: ''
        ```

        ### -Force

        Reads hidden files too.

        ```yaml
        Type: System.Management.Automation.SwitchParameter
        DefaultValue: ''
        SupportsWildcards: false
        Aliases: []
        ParameterSets:
        - Name: (All)
          Position: Named
          IsRequired: false
          ValueFromPipeline: false
          ValueFromPipelineByPropertyName: false
          ValueFromRemainingArguments: false
        DontShow: false
        ```

        ### -InputObject

        A sample.

        ```yaml
        Type: System.Management.Automation.PSObject
        DefaultValue: ''
        SupportsWildcards: false
        Aliases: []
        ParameterSets:
        - Name: InputObject
          Position: Named
          IsRequired: true
          ValueFromPipeline: true
          ValueFromPipelineByPropertyName: true
          ValueFromRemainingArguments: false
        DontShow: false
        ```

        ### -Path

        The files.

        Folders are searched.

        ```yaml
        Type: System.String[]
        DefaultValue: ''
        SupportsWildcards: true
        Aliases:
        - FullName
        ParameterSets:
        - Name: Path
          Position: 0
          IsRequired: true
          ValueFromPipeline: false
          ValueFromPipelineByPropertyName: false
          ValueFromRemainingArguments: false
        DontShow: false
        ```

        ## INPUTS

        ### System.Management.Automation.PSObject

        A sample.

        ## OUTPUTS

        ### System.String

        Its name.

        ## NOTES

        None.

        ## RELATED LINKS

        - [Get-Other](Get-Other.md)
        - [The source](https://example.org/source)
        """;

    public static IReadOnlyList<Cmdlet> Cmdlets { get; } = CmdletReader.Read(
        typeof(GetSampleCommand).Assembly.Location,
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator));

    /// <summary>Parses a page of the sample cmdlet.</summary>
    public static HelpPage Parse(string text) => HelpPage.Parse(Path.Combine("pages", "Get-Sample.md"), text);
}
