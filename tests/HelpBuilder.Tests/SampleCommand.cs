using System.Management.Automation;

namespace HelpBuilder.Tests;

/// <summary>Declares parameters that cmdlets share; it is no cmdlet itself.</summary>
public abstract class SampleCommand : PSCmdlet
{
    [Parameter(ParameterSetName = "InputObject")]
    public virtual DateTimeOffset? After { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }
}
