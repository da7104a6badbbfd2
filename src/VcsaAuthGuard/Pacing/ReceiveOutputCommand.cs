using System.Management.Automation;

namespace VcsaAuthGuard.Pacing;

/// <summary>Receives the output at the end of the pipeline in which a batch's block runs; the module does not export it.</summary>
internal sealed class ReceiveOutputCommand : PSCmdlet
{
    /// <summary>Gets the output of the block.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? Item { get; set; }

    /// <summary>Gets the receiver of the output.</summary>
    [Parameter(Mandatory = true)]
    public Action<object?> OnOutput { get; set; } = _ => { };

    /// <inheritdoc/>
    protected override void ProcessRecord() => OnOutput(Item);
}
