using System.Globalization;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Remedies;

/// <summary>Lists the remedies for each cause, least disruptive first; for an API storm those of KB 440879, after a new login.</summary>
internal static class RemedyCatalog
{
    private const string NoInterruption = "Nothing.";
    private const string AllSessions =
        "All sessions of this vCenter Server, running tasks and backups, for some minutes. VMs keep running.";
    private const string UnknownServer = "vcenter.example.org";
    private const string UnknownAccount = "ACCOUNT";
    private const string UnknownHost = "HOST";

    /// <summary>Runs what KB 440879 gives, <c>service-control --restart vmware-vpxd vmware-envoy-hgw</c>, with checks before and
    /// after.</summary>
    private const string Restart = "Restart-VcsaProxyPipeline";

    /// <summary>Returns the remedies for a cause.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="evidence">The evidence for it.</param>
    /// <param name="clients">The clients to contact, most relevant first.</param>
    /// <param name="server">The vCenter Server's name; null when it is not known.</param>
    /// <param name="options">What is known beside the logs.</param>
    public static IReadOnlyList<DiagnosisRemedy> For(
        DiagnosisCause cause,
        IReadOnlyList<DiagnosisEvidence> evidence,
        IReadOnlyList<ApiClientLoad> clients,
        string? server,
        DiagnosisOptions options
    )
    {
        string name = Word(server ?? UnknownServer);
        string account = clients.Select(client => client.User).FirstOrDefault() ?? UnknownAccount;
        IEnumerable<Remedy> remedies = cause switch
        {
            DiagnosisCause.ApiStorm => ForStorm(evidence, clients, options, name),
            DiagnosisCause.SessionLeak => ForLeak(account, name),
            DiagnosisCause.ServiceRestart =>
            [
                NewLogin("Tools that still hold a session from before the restart are refused until they log in again.", name),
            ],
            DiagnosisCause.LoginRefused =>
            [
                new(
                    "Correct the password",
                    "Every tool that uses the account needs the right password. Try it once; too many refused logins lock an account.",
                    $"Connect-VIServer {name} -User {Quote(account)}",
                    NoInterruption),
            ],
            DiagnosisCause.HostUnreachable => ForHost(evidence, name),
            DiagnosisCause.SessionLimit => [ListSessions(name), NewVpxdStart(name)],
            DiagnosisCause.ConnectionLimit => [ListConnections(name)],
            _ => [],
        };
        return remedies
            .Select(
                (remedy, index) =>
                    new DiagnosisRemedy(
                        index + 1,
                        remedy.Name,
                        TerminalText.OneLine(remedy.Why),
                        TerminalText.OneLine(remedy.Command),
                        TerminalText.OneLine(remedy.Interrupts)
                    )
            )
            .ToArray();
    }

    private static IEnumerable<Remedy> ForStorm(
        IReadOnlyList<DiagnosisEvidence> evidence, IReadOnlyList<ApiClientLoad> clients, DiagnosisOptions options, string server)
    {
        yield return NewLogin("Refused sessions do not recover by retrying; one new login can be all that is needed.", server);
        bool hasOverlap = evidence.Any(item => item.FoundBy is WindowOverlapRule);
        yield return new(
            "Stagger the windows",
            hasOverlap ? "Backups and automation ran at the same time." : "Backups and automation must not run at the same time.",
            $"Get-Item -LiteralPath {Quote(options.WindowsPath ?? "windows.csv")} | ConvertTo-BackupWindow | Optimize-BackupWindow",
            "Nothing: it only proposes times."
        );
        ApiClientLoad? client =
            clients.FirstOrDefault(load => (load.Habit & LoadHabits.LoginPerItem) != 0) ?? (clients.Count > 0 ? clients[0] : null);
        string scripts = client?.User is null ? "The scripts that cause the load" : $"The scripts of {client.Client}";
        yield return new(
            "Throttle and share one session",
            $"{scripts} should log in once, and pause after every 20 to 50 VMs.",
            $"$vi = Connect-VcsaSession {server} -Credential (Get-Credential); "
                + "Get-VM -Server $vi | Invoke-VcsaBatch -Size 25 -Interval 00:00:30 -PerItem { $_ | Get-View -Property Name }",
            "Nothing. Replace Get-View by the work of the script.");
        yield return new("Restart the proxy pipeline", "Only if new logins are refused too.", $"{Restart} {server}", AllSessions);
        yield return new(
            "Restart all services",
            "Only if restarting the two services did not help.",
            $"{Restart} {server} -Scope Full",
            "The whole vCenter Server for a quarter of an hour or more. VMs keep running.");
    }

    private static IEnumerable<Remedy> ForLeak(string account, string server)
    {
        yield return new(
            "Log out in the script",
            "Each run must end with a logout, also when it fails.",
            $"$vi = Connect-VIServer {server}; try {{ Get-VM -Server $vi }} finally {{ Disconnect-VIServer $vi -Confirm:$false }}",
            "Nothing. Replace Get-VM by the work of the script.");
        yield return new(
            "End the idle sessions",
            "It frees sessions at once, until the script fills the limit again.",
            $"$m = Get-View (Connect-VIServer {server}).ExtensionData.Content.SessionManager; "
                + $"$m.TerminateSession(@($m.SessionList | Where-Object {{ $_.UserName -eq {Quote(account)} -and $_.LastActiveTime -lt "
                + "(Get-Date).ToUniversalTime().AddMinutes(-10) } | ForEach-Object Key))",
            $"Sessions of {account} that were idle for 10 minutes.");
        yield return NewVpxdStart(server);
    }

    private static IEnumerable<Remedy> ForHost(IReadOnlyList<DiagnosisEvidence> evidence, string server)
    {
        string host = evidence.FirstOrDefault(item => item.VMHost is not null)?.VMHost ?? UnknownHost;
        string parameter = host.StartsWith("HostSystem-", StringComparison.Ordinal) ? "-Id" : "-Name";
        yield return new(
            "Check the host",
            "Its name must resolve, and its connection state must be Connected.",
            $"$h = Get-VMHost -Server (Connect-VIServer {server}) {parameter} {Quote(host)}; "
                + "$h | Select-Object Name, ConnectionState, PowerState; Test-Connection $h.Name",
            NoInterruption);
        yield return new(
            "Restart the host gateway",
            "Only if the host answers and the gateway still cannot reach it.",
            $"ssh root@{server} service-control --restart vmware-envoy-hgw",
            "Transfers through the gateway for a moment.");
    }

    private static Remedy ListSessions(string server) => new(
        "Find who holds the sessions",
        "A client that does not log out has to be corrected before anything else helps for long.",
        $"Get-VcsaSession -Server (Connect-VIServer {server}) -Summary",
        NoInterruption);

    private static Remedy ListConnections(string server) => new(
        "Find who holds the connections",
        "Envoy refuses every new connection until the clients that hold the others close them.",
        $"ssh root@{server} ss -tn state established sport = :443",
        NoInterruption);

    private static Remedy NewVpxdStart(string server) => new(
        "Restart vpxd",
        "Only if no login is possible any more.",
        $"ssh root@{server} service-control --restart vmware-vpxd",
        AllSessions);

    private static Remedy NewLogin(string why, string server) => new(
        DiagnosisRemedy.NewLoginName,
        why,
        $"Disconnect-VIServer {server} -Confirm:$false -Force; Connect-VIServer {server}",
        "The tool's own session. In a backup product, refresh its connection to the vCenter Server.");

    /// <summary>
    /// Quotes log text, so that it is never more than one word of a command. PowerShell treats typographic quotes as quotes too.
    /// </summary>
    private static string Quote(string text)
    {
        IEnumerable<char> visible = text.Where(c =>
            CharUnicodeInfo.GetUnicodeCategory(c)
                is not (
                    UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                )
        );
        return "'" + string.Concat(visible.Select(c => c is '\'' or >= '\u2018' and <= '\u201B' ? new string(c, 2) : c.ToString())) + "'";
    }

    /// <summary>Returns a name as it is where no character has a meaning in PowerShell or sh, and quoted otherwise.</summary>
    private static string Word(string text) => text.Length > 0 && char.IsLetterOrDigit(text[0]) && text.All(IsPlain) ? text : Quote(text);

    private static bool IsPlain(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '-' or '_' or ':';

    private sealed record Remedy(string Name, string Why, string Command, string Interrupts);
}
