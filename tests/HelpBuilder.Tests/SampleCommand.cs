using System.Management.Automation;

namespace HelpBuilder.Tests;

/// <summary>What cmdlets may share; by itself it is none.</summary>
public abstract class SampleCommand : PSCmdlet
{
    [Parameter(ParameterSetName = "InputObject")]
    public virtual DateTimeOffset? After { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }
}
