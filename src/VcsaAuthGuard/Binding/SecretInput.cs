using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;
using VcsaAuthGuard.Errors;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads secrets of SecretManagement by their names.</summary>
internal static class SecretInput
{
    private const string Command = "Get-Secret";

    // The names are arguments, and never a part of the script.
    private const string Script = "param($Name, $Vault) $more = @{}; if ($Vault) { $more.Vault = $Vault }; "
        + "Get-Secret -Name $Name -ErrorAction Stop @more";

    /// <summary>Returns a credential; ends the cmdlet if the secret is not a credential.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="name">The name of the secret.</param>
    /// <param name="vault">The name of its vault; null to search all vaults.</param>
    public static PSCredential ReadCredential(PSCmdlet cmdlet, string name, string? vault)
    {
        if (Find(cmdlet, name, vault) is not PSCredential credential)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.SecretUnusable(
                name, "The secret is not one credential.", "Store a user and a password: Set-Secret -Name NAME -Secret (Get-Credential)."));
            throw new InvalidOperationException();
        }

        return credential;
    }

    /// <summary>Returns a credential, or a password with an empty user; ends the cmdlet if the secret is neither.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="name">The name of the secret.</param>
    /// <param name="vault">The name of its vault; null to search all vaults.</param>
    public static NetworkCredential Read(PSCmdlet cmdlet, string name, string? vault)
    {
        switch (Find(cmdlet, name, vault))
        {
            case PSCredential credential:
                return credential.GetNetworkCredential();
            case SecureString password when password.Length > 0:
                return new("", password);
            case string password when password.Length > 0:
                return new("", password);
            default:
                cmdlet.ThrowTerminatingError(ErrorRecords.SecretUnusable(
                    name, "The secret is neither a credential nor a text.", "Store one: Set-Secret -Name NAME -Secret (Get-Credential)."));
                throw new InvalidOperationException();
        }
    }

    /// <summary>Returns what the vault has; null if that is not one object.</summary>
    private static object? Find(PSCmdlet cmdlet, string name, string? vault)
    {
        if (cmdlet.InvokeCommand.GetCommand(Command, CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias) is null)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.SecretUnusable(
                name, "SecretManagement is not installed.",
                "Run Install-PSResource Microsoft.PowerShell.SecretManagement, and register a vault."));
        }

        try
        {
            Collection<PSObject> found = cmdlet.InvokeCommand.InvokeScript(Script, false, PipelineResultTypes.None, null, name, vault);
            return found.Count == 1 ? found[0]?.BaseObject : null;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.SecretUnusable(
                name, e.Message, "Unlock-SecretStore unlocks a vault; Get-SecretInfo lists the names.", e));
            throw;
        }
    }
}
