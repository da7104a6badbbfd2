using System.Globalization;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Remedies;

/// <summary>What to do about each cause, the least disruptive first: KB 440879's own remedies, with a new login in front of them.</summary>
internal static class RemedyBook
{
    private const string Nothing = "Nothing.";

    /// <summary>Runs what the article types, <c>service-control --restart vmware-vpxd vmware-envoy-hgw</c>, after checks and with a proof.</summary>
    private const string Restart = "Restart-VcsaProxyPipeline";

    public static IReadOnlyList<DiagnosisRemedy> For(VcsaDiagnosis diagnosis, DiagnosisOptions options)
    {
        string server = Word(diagnosis.Server ?? "vcenter.example.org");
        IEnumerable<(string Name, string Why, string Command, string Interrupts)> remedies = diagnosis.Cause switch
        {
            DiagnosisCause.ApiStorm => OfStorm(diagnosis, options, server),
            DiagnosisCause.SessionLeak => OfLeak(diagnosis, server),
            DiagnosisCause.ServiceRestart =>
            [
                NewLogin("Tools that still hold a session from before the restart are refused until they log in again.", server),
            ],
            DiagnosisCause.LoginRefused =>
            [
                ("Correct the password", "The account's logins are refused; a new password has to be given to every tool that uses it.", $"Connect-VIServer {server} -User {Quote(diagnosis.FirstClient?.User ?? "ACCOUNT")}", Nothing),
            ],
            DiagnosisCause.HostUnreachable => OfHost(diagnosis, server),
            _ => [],
        };
        return remedies.Select((remedy, index) =>
            new DiagnosisRemedy(index + 1, remedy.Name, TerminalText.OneLine(remedy.Why), TerminalText.OneLine(remedy.Command), TerminalText.OneLine(remedy.Interrupts))).ToArray();
    }

    private static IEnumerable<(string, string, string, string)> OfStorm(VcsaDiagnosis diagnosis, DiagnosisOptions options, string server)
    {
        yield return NewLogin("Sessions that were refused do not recover by trying again; one new login can be all that is needed.", server);
        bool hasOverlap = diagnosis.Evidence.Any(item => item.Rule == "WindowOverlap");
        string windows = options.WindowsPath ?? "windows.csv";
        yield return (
            "Stagger the windows",
            hasOverlap ? "Backups and automation ran at the same time." : "Backups and automation must not run at the same time.",
            $"Get-Item -LiteralPath {Quote(windows)} | ConvertTo-BackupWindow | Optimize-BackupWindow",
            "Nothing: it only proposes times.");
        ApiClientLoad? client = diagnosis.Clients.FirstOrDefault(load => (load.Habit & LoadHabits.LoginPerItem) != 0) ?? diagnosis.FirstClient;
        yield return (
            "Throttle and share one session",
            $"{(client is null || client.User is null ? "The scripts that storm" : $"The scripts of {client.Client}")} should log in once, and pause after 20 to 50 VMs.",
            $"$vi = Connect-VcsaSession {server} -Credential (Get-Credential); Get-VM -Server $vi | Invoke-VcsaBatch -Size 25 -Interval 00:00:30 -PerItem {{ $_ | Get-View -Property Name }}",
            "Nothing. Put the script's own work in the place of Get-View.");
        yield return (
            "Restart the proxy pipeline",
            "Only when new logins are refused too.",
            $"{Restart} {server}",
            "Every session of this vCenter, running tasks and backups, for some minutes; the VMs run on.");
        yield return (
            "Restart all services",
            "Only when the restart of the two services did not help.",
            $"{Restart} {server} -Scope Full",
            "The whole vCenter for a quarter of an hour or more; the VMs run on.");
    }

    private static IEnumerable<(string, string, string, string)> OfLeak(VcsaDiagnosis diagnosis, string server)
    {
        string user = diagnosis.FirstClient?.User ?? "ACCOUNT";
        yield return (
            "Log out in the script",
            "Each run has to end with a logout, also when it fails.",
            $"$vi = Connect-VIServer {server}; try {{ Get-VM -Server $vi }} finally {{ Disconnect-VIServer $vi -Confirm:$false }}",
            "Nothing. Put the script's own work in the place of Get-VM.");
        yield return (
            "End the idle sessions",
            "It frees the limit at once, until the script fills it again.",
            $"$m = Get-View (Connect-VIServer {server}).ExtensionData.Content.SessionManager; $m.TerminateSession(@($m.SessionList | Where-Object {{ $_.UserName -eq {Quote(user)} -and $_.LastActiveTime -lt (Get-Date).ToUniversalTime().AddMinutes(-10) }} | ForEach-Object Key))",
            $"Sessions of {user} that were idle for 10 minutes.");
        yield return (
            "Restart vpxd",
            "Only when no login is possible any more.",
            $"ssh root@{server} service-control --restart vmware-vpxd",
            "Every session of this vCenter, running tasks and backups, for some minutes; the VMs run on.");
    }

    private static IEnumerable<(string, string, string, string)> OfHost(VcsaDiagnosis diagnosis, string server)
    {
        string host = diagnosis.Evidence.FirstOrDefault(item => item.VMHost is not null)?.VMHost ?? "HOST";
        string which = host.StartsWith("HostSystem-", StringComparison.Ordinal) ? "-Id" : "-Name";
        yield return (
            "Look at the host",
            "Its name has to resolve, and its connection state to be Connected.",
            $"$h = Get-VMHost -Server (Connect-VIServer {server}) {which} {Quote(host)}; $h | Select-Object Name, ConnectionState, PowerState; Test-Connection $h.Name",
            Nothing);
        yield return (
            "Restart the host gateway",
            "Only when the host answers and the gateway still cannot reach it.",
            $"ssh root@{server} service-control --restart vmware-envoy-hgw",
            "Transfers through the gateway for a moment.");
    }

    private static (string, string, string, string) NewLogin(string why, string server) => (
        DiagnosisRemedy.NewLoginName,
        why,
        $"Disconnect-VIServer {server} -Confirm:$false -Force; Connect-VIServer {server}",
        "The tool's own session. In a backup product: refresh its connection to the vCenter.");

    /// <summary>
    /// Log text never becomes a part of a command that is more than a quoted word. PowerShell takes typographic quotes for quotes too.
    /// </summary>
    private static string Quote(string text)
    {
        IEnumerable<char> shown = text.Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
        return "'" + string.Concat(shown.Select(c => c is '\'' or >= '\u2018' and <= '\u201B' ? new string(c, 2) : c.ToString())) + "'";
    }

    /// <summary>A name as it stands where nothing in it means more than itself to PowerShell and to sh.</summary>
    private static string Word(string text) =>
        text.Length > 0 && char.IsLetterOrDigit(text[0]) && text.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '-' or '_' or ':') ? text : Quote(text);
}
