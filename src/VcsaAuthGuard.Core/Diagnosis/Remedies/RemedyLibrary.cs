using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Diagnosis.Remedies;

/// <summary>Creates the remedies that several causes share.</summary>
/// <param name="evidence">The evidence.</param>
internal sealed class RemedyLibrary(VCenterEvidence evidence)
{
    public const string NoInterruption = "Nothing.";
    public const string RestSessions = "All REST sessions.";
    private const string AllSessions =
        "All sessions, tasks and backups for some minutes; VMs keep running.";

    /// <summary>Runs what KB 440879 gives, <c>service-control --restart vmware-vpxd vmware-envoy-hgw</c>, with checks before and
    /// after.</summary>
    private const string RestartCommand = "Restart-VcsaProxyPipeline";

    /// <summary>Gets vCenter Server's name as a word of a command.</summary>
    public string Server { get; } = RemedyText.Word(evidence.ServerName ?? RemedyText.UnknownServer);

    /// <summary>Gets root at the appliance as a word of a command.</summary>
    public string Root { get; } = "root@" + RemedyText.Word(evidence.ServerName ?? RemedyText.UnknownServer);

    /// <summary>Creates a remedy; its place in the list is set later.</summary>
    public static DiagnosisRemedy Create(string name, string why, string command, string interrupts = NoInterruption) =>
        new(0, name, why, command, interrupts);

    public DiagnosisRemedy NewLogin(string why) => Create(
        DiagnosisRemedy.NewLoginName,
        why,
        $"Disconnect-VIServer {Server} -Confirm:$false -Force; Connect-VIServer {Server}",
        "The tool's own session. In a backup product, refresh its connection.");

    public DiagnosisRemedy KeepAlive() =>
        Create(
            "Keep the session alive in the tool",
            "A session without a call for 30 minutes expires; a call every 10 minutes keeps it.",
            $"$vi = Connect-VIServer {Server}; $null = (Get-View "
                + "$vi.ExtensionData.Content.SessionManager).SessionIsActive($vi.SessionId, $vi.User)"
        );

    public DiagnosisRemedy ListSessions() => Create(
        "Find who holds the sessions",
        "A client that does not log out has to be corrected before anything else helps for long.",
        $"Get-VcsaSession -Server (Connect-VIServer {Server}) -Summary");

    public DiagnosisRemedy ListConnections() => Create(
        "Find who holds the connections",
        "Envoy refuses every new connection until the clients that hold the others close them.",
        $"ssh {Root} ss -tn state established sport = :443");

    public DiagnosisRemedy EndIdleSessions(string account) =>
        Create(
            "End the idle sessions",
            "It frees sessions at once, until the client fills the limit again.",
            $"Stop-VcsaSession {Server} -UserName {RemedyText.Quote(account)} -IdleOver 10m -MaxCount 500",
            $"Sessions of {account} that were idle for 10 minutes."
        );

    public DiagnosisRemedy RaiseSessionLimit() =>
        Create(
            "Raise the session limit",
            "Only after the client that leaks is found: a leak fills any limit. KB 375546: back up vpxd.cfg, stop vpxd, set "
                + "maxSessionCount in config, vmacore, soap, start vpxd.",
            $"ssh -t {Root} \"cp -a /etc/vmware-vpx/vpxd.cfg /root/vpxd.cfg.before; service-control --stop vmware-vpxd; vi "
                + "/etc/vmware-vpx/vpxd.cfg; service-control --start vmware-vpxd\"",
            AllSessions
        );

    public DiagnosisRemedy LogOutOfRest(string account) => Create(
        "Log out in the tool",
        $"Each REST login of {account} must end with a logout; without one the session stays until it was idle for 30 minutes. With the "
            + "session's own token:",
        $"Invoke-RestMethod -Method Delete -Uri ('https://{{0}}/api/session' -f "
            + $"{RemedyText.Quote(evidence.ServerName ?? RemedyText.UnknownServer)}) -Headers @{{ 'vmware-api-session-id' = $token }}");

    /// <summary>Creates the remedy that raises the limit of a user's REST sessions, which versions before 8.0 U3 have.</summary>
    public DiagnosisRemedy RaiseUserSessionLimit() => Create(
        "Raise the limit of a user's REST sessions",
        "Only after the tool logs out: set maxSessionsPerUser (KB 375546), or update to 8.0 U3, which has no such limit. The restart of "
            + "the API endpoint ends the REST sessions at once; a restart of vpxd does not.",
        $"ssh -t {Root} \"vi /etc/vmware-vapi/endpoint.properties; service-control --restart vmware-vapi-endpoint\"",
        RestSessions);

    public DiagnosisRemedy RestartVpxd() => Create(
        "Restart vpxd",
        "Only if no login is possible any more; it ends all sessions.",
        $"ssh {Root} service-control --restart vmware-vpxd",
        AllSessions);

    public DiagnosisRemedy RestartPipeline() => Create(
        "Restart the proxy pipeline",
        "Only if new logins are refused too.",
        $"{RestartCommand} {Server}",
        AllSessions);

    public DiagnosisRemedy RestartAll() => Create(
        "Restart all services",
        "Only if restarting the two services did not help.",
        $"{RestartCommand} {Server} -Scope Full",
        "All of vCenter Server for 15 minutes or more; VMs keep running.");

    /// <summary>Returns the fix of a program that is known to leak sessions; none if the client is another.</summary>
    public static IEnumerable<DiagnosisRemedy> KnownLeak(IEnumerable<ApiClientLoad> clients) => clients
        .Select(client => KnownLeakers.Find(client.UserAgent))
        .OfType<KnownLeaker>()
        .Distinct()
        .Select(leaker => Create(
            $"Update {leaker.Name}",
            $"It is known to leak sessions: {leaker.Fix}.",
            $"# {leaker.Source}"));

    /// <summary>Returns the throttling of the backup product that user agents or job reports name; none if they name no
    /// product.</summary>
    public IEnumerable<DiagnosisRemedy> Throttle()
    {
        if (IsProduct("Veeam"))
        {
            yield return Create(
                "Limit Veeam's load",
                "Its storage latency control is off by default. On the backup server:",
                "Enable-VBRStorageLatencyControl; Set-VBRStorageLatencyControlOptions -LatencyLimitMs 20 -ThrottlingIOLimitMs 30");
        }

        if (IsProduct("Rubrik"))
        {
            yield return Create(
                "Limit Rubrik's load",
                "Refresh one VM in place of the whole vCenter Server, and set cpuUtilizationThreshold and these values in its "
                    + "VmwareThrottlingSettings:",
                "# ioLatencyThreshold 20, datastoreIoLatencyThreshold 20");
        }
    }

    private bool IsProduct(string name)
    {
        bool Has(string? text) => WordSearch.Has(text, name);
        IEnumerable<BackupJobRun> runs = evidence.Options.JobRuns ?? [];
        return evidence.Load.Any(client => Has(client.UserAgent)) || runs.Any(run => Has(run.Job) || Has(run.Message));
    }
}
