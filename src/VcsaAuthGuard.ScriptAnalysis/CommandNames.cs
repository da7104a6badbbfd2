using System.Text.RegularExpressions;

namespace VcsaAuthGuard.ScriptAnalysis;

/// <summary>Resolves names of commands: without a module before them, and with PowerCLI's and PowerShell's aliases resolved.</summary>
internal static class CommandNames
{
    public const string Connect = "Connect-VIServer";
    public const string ConnectCis = "Connect-CisServer";
    public const string DisconnectCis = "Disconnect-CisServer";
    public const string Disconnect = "Disconnect-VIServer";
    public const string ForEach = "ForEach-Object";
    public const string Batch = "Invoke-VcsaBatch";
    public const string Where = "Where-Object";

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Get-VIServer"] = Connect,
        ["Get-VC"] = Connect,
        ["Get-ESX"] = Connect,
        ["Set-VIToolkitConfiguration"] = "Set-PowerCLIConfiguration",
        ["%"] = ForEach,
        ["foreach"] = ForEach,
        ["?"] = Where,
        ["where"] = Where,
        ["select"] = "Select-Object",
        ["ogv"] = "Out-GridView",
        ["sleep"] = "Start-Sleep",
        ["irm"] = "Invoke-RestMethod",
        ["iwr"] = "Invoke-WebRequest",
        ["gc"] = "Get-Content",
        ["cat"] = "Get-Content",
        ["ipcsv"] = "Import-Csv",
        ["icm"] = "Invoke-Command",
        ["sajb"] = "Start-Job",
    };

    // Commands that neither use vCenter Server nor are likely to fail: messages, logs, preparation.
    private static readonly HashSet<string> Inert = new(StringComparer.OrdinalIgnoreCase)
    {
        "Set-PowerCLIConfiguration",
        "Get-PowerCLIConfiguration",
        "Import-Module",
        "Add-PSSnapin",
        "Get-Module",
        "Get-PSSnapin",
        "Get-Date",
        "Start-Sleep",
        "Clear-Host",
        "cls",
        "clear",
        "Set-Location",
        "cd",
        "Set-Alias",
        "New-Alias",
        "Set-Variable",
        "New-Variable",
        "Remove-Variable",
        "Read-Host",
        "echo",
        "pause",
        "Select-Object",
        "Sort-Object",
        "Set-StrictMode",
        ForEach,
        Where,
        "Measure-Object",
        "New-Object",
        "Get-Variable",
        "Out-Null",
        "Clear-Variable",
        "New-TimeSpan",
        "Start-Transcript",
        "Stop-Transcript",
        "Get-Credential",
        "ConvertTo-SecureString",
        "Add-Content",
        "Set-Content",
        "Get-Content",
        "Clear-Content",
        "New-Item",
        "Test-Path",
        "Split-Path",
        "Join-Path",
        "Write",
    };

    private static readonly Regex Log = new("log", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // Logouts from something else than vCenter Server.
    private static readonly HashSet<string> OtherLogouts = new(StringComparer.OrdinalIgnoreCase)
    {
        "Disconnect-CIServer",
        "Disconnect-CisServer",
        "Disconnect-Ucs",
        "Disconnect-NsxServer",
        "Disconnect-NsxtServer",
        "Disconnect-HVServer",
        "Disconnect-PfaArray",
        "Disconnect-OMServer",
        "Disconnect-SrmServer",
        "Disconnect-SsoAdminServer",
        "Disconnect-PSSession",
        "Disconnect-Vmc",
        "Disconnect-MgGraph",
        "Disconnect-AzAccount",
        "Disconnect-VcsaSession",
    };

    public static string Canonical(string? name)
    {
        string plain = name ?? "";
        int module = plain.LastIndexOf('\\');
        plain = module < 0 ? plain : plain.Substring(module + 1);
        return Aliases.TryGetValue(plain, out string? full) ? full : plain;
    }

    public static bool Is(this string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    public static bool StartsWithAny(this string name, params string[] starts) =>
        Array.Exists(starts, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns whether a command needs a session for more than output, waiting or set-up.</summary>
    public static bool IsWork(string name) =>
        name.Length > 0 && !Inert.Contains(name) && !name.StartsWithAny("Write-", "Format-", "Out-") && !Log.IsMatch(name);

    /// <summary>Returns whether a command is a logout by its name: PowerCLI's own, or a function that can end sessions.</summary>
    public static bool IsLogout(string name) =>
        name.StartsWithAny("Disconnect", "Close-VI", "Logoff-", "Logout-") && !OtherLogouts.Contains(name);

    /// <summary>Returns whether a script block given to this command runs elsewhere: in another runspace, process or machine.</summary>
    public static bool RunsApart(string name) =>
        name.StartsWithAny(
            "Start-Job",
            "Start-ThreadJob",
            "Start-RSJob",
            "Invoke-Command",
            "Invoke-Parallel",
            "Register-",
            "Start-Process",
            "Invoke-RunspaceJob"
        );
}
