using System.Management.Automation;

namespace HelpBuilder.Tests;

/// <summary>A cmdlet to read.</summary>
[Cmdlet(VerbsCommon.Get, "Sample", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class GetSampleCommand : SampleCommand
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [Alias("FullName")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "InputObject")]
    public PSObject? InputObject { get; set; }

    [Parameter]
    public override DateTimeOffset? After { get; set; }

    public string NoParameter { get; set; } = "";
}
