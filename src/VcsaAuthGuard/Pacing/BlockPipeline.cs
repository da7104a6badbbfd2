using System.Collections;
using System.Management.Automation;

namespace VcsaAuthGuard.Pacing;

/// <summary>Runs a script block for each of some objects as ForEach-Object does: in the scope it was written in, output as it
/// comes.</summary>
internal static class BlockPipeline
{
    // The inner block is there for its redirection: that of ForEach-Object itself leaves the block's errors where they are.
    private const string Text =
        @"param($Units, $Block, $Sink, $OnOutput)
        & { param($Units, $Block) $Units | Microsoft.PowerShell.Core\ForEach-Object -Process $Block } $Units $Block 2>&1 |
            & $Sink -OnOutput $OnOutput";

    // A scope of its own: the session state's current one is the caller's.
    private const string CallText = "& { param($Command, $Arguments) & $Command @Arguments 2>&1 } $args[0] $args[1]";

    private static readonly CmdletInfo Sink = new("Receive-VcsaBatchOutput", typeof(ReceiveOutputCommand));

    /// <summary>Runs the block.</summary>
    /// <param name="units">What $_ is, one after the other; asked for the next one when the block is through with the last.</param>
    /// <param name="block">The block.</param>
    /// <param name="onOutput">Receives the block's output, including errors.</param>
    public static void Run(IEnumerable units, ScriptBlock block, Action<object?> onOutput)
    {
        // A session state of its own, so that its scopes are not between the block and the scope the block was written in.
        ScriptBlock wrapper = new PSModuleInfo(linkToGlobal: true).NewBoundScriptBlock(ScriptBlock.Create(Text));
        wrapper.Invoke(units, block, Sink, onOutput);
    }

    /// <summary>
    /// Runs a command that was looked up before, and gives its output; its errors go to a list. It runs as if the cmdlet's caller had
    /// called it, so that the caller's $PSDefaultParameterValues count, a certificate's thumbprint say.
    /// </summary>
    public static IReadOnlyList<PSObject> Call(PSCmdlet cmdlet, CommandInfo command, IDictionary arguments, List<ErrorRecord> errors)
    {
        List<PSObject> output = [];
        foreach (PSObject? item in cmdlet.InvokeCommand.InvokeScript(cmdlet.SessionState, ScriptBlock.Create(CallText), command, arguments))
        {
            if (item?.BaseObject is ErrorRecord error)
            {
                errors.Add(error);
            }
            else if (item is not null)
            {
                output.Add(item);
            }
        }

        return output;
    }
}
