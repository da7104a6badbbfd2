using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using VcsaAuthGuard.Errors;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads a credential that SecretManagement stores, by its name.</summary>
internal static class SecretInput
{
    private const string Command = "Get-Secret";

    // The name is an argument, and never a part of the script.
    private const string Script = "param($Name) Get-Secret -Name $Name -ErrorAction Stop";

    /// <summary>Returns a credential; ends the cmdlet if the secret is not a credential.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="name">The name of the secret.</param>
    public static PSCredential Read(PSCmdlet cmdlet, string name)
    {
        if (cmdlet.InvokeCommand.GetCommand(Command, CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias) is null)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.SecretUnusable(
                name, "SecretManagement is not installed.",
                "Run Install-PSResource Microsoft.PowerShell.SecretManagement, and register a vault."));
        }

        try
        {
            Collection<PSObject> found = cmdlet.InvokeCommand.InvokeScript(Script, false, PipelineResultTypes.None, null, name);
            if (found.Count == 1 && found[0]?.BaseObject is PSCredential credential)
            {
                return credential;
            }
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.SecretUnusable(
                name, e.Message, "Unlock-SecretStore unlocks a vault; Get-SecretInfo lists the names.", e));
        }

        cmdlet.ThrowTerminatingError(ErrorRecords.SecretUnusable(
            name, "The secret is not one credential.", "Store a user and a password: Set-Secret -Name NAME -Secret (Get-Credential)."));
        throw new InvalidOperationException();
    }
}
