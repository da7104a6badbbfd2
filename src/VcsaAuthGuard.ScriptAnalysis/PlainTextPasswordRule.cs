using System.Management.Automation.Language;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Finds a password that is written in the script: as an argument, as text made into a secure string, or in an address.</summary>
internal sealed class PlainTextPasswordRule : IScriptRule
{
    public ScriptRule Rule => ScriptRule.PlainTextPassword;

    public ScriptSeverity Severity => ScriptSeverity.Error;

    public IEnumerable<RuleHit> Find(ScriptModel script) =>
        script.Secrets.Found.Select(secret => new RuleHit(secret.Extent, Message(secret), Remedy(secret)));

    private static string Message(Secret secret) =>
        secret.IsInAddress
            ? "The address contains a password that everyone who can read the script can see."
            : $"The password for {(secret.Use is CommandAst command ? command.GetCommandName() : "the credential")}{At(secret)} stands "
                + "in the script, for everyone who can read it.";

    private static string At(Secret secret) =>
        secret.Use.Extent.StartLineNumber == secret.Extent.StartLineNumber ? "" : $" in line {secret.Use.Extent.StartLineNumber}";

    private static string Remedy(Secret secret) =>
        secret.IsInAddress
            ? "Remove the password from the address, and change it because it has been exposed. "
                + "Read the credential from a vault instead."
            : "Read the credential from a vault: -Credential (Get-Secret vcenter) of SecretManagement, or Get-VICredentialStoreItem. "
                + "Change this password because it has been exposed.";
}
