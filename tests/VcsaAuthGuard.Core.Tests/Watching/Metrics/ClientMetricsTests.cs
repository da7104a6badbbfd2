using System.Text;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Watching.Metrics;

/// <summary>The logins, calls, refused logins and sessions by class of client.</summary>
public sealed class ClientMetricsTests : IDisposable
{
    private const string Backup = "52f3a0de-bcb9-0bc6-9f9f-c2fc8f6d7f01";
    private const string Patches = "52f3a0de-bcb9-0bc6-9f9f-c2fc8f6d7f02";
    private const string Nobody = "52f3a0de-bcb9-0bc6-9f9f-c2fc8f6d7f03";

    private readonly WatchedLogs _logs = new(51);
    private int _entry;

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void Clients_are_counted_by_class_and_on_over_restarts()
    {
        WatchOptions options = new() { Server = "vc1", CountsClients = true, StatePath = _logs.At("watch.state") };
        _logs.Append("vpxd.log", _logs.Line());
        _logs.Start(options);
        _logs.Poll();
        Append("opID=a1] [VpxLRO] -- BEGIN lro-1 -- SessionManager -- vim.SessionManager.login", Backup);
        Append("opID=a1] [Auth]: User VSPHERE.LOCAL\\svc-backup");
        Append("opID=a2] [VpxLRO] -- BEGIN lro-2 -- vm-1 -- vim.VirtualMachine.powerOn", Backup);
        Append("opID=a3] [VpxLRO] -- BEGIN lro-3 -- SessionManager -- vim.SessionManager.logout", Backup);

        // The account is not logged: a call shows what the client is.
        Append("opID=b1] [VpxLRO] -- BEGIN lro-4 -- SessionManager -- vim.SessionManager.loginByToken", Patches);
        Append("opID=b2] [VpxLRO] -- BEGIN lro-5 -- vm-1 -- vim.VirtualMachine.powerOn", Patches);
        Append("opID=b3] [VpxLRO] -- BEGIN lro-6 -- host-1 -- vim.HostSystem.enterMaintenanceMode", Patches);
        Append("opID=b4] [VpxLRO] -- BEGIN lro-7 -- vm-1 -- vim.VirtualMachine.powerOn", Patches);

        // Refused logins, without an account and with one.
        Append("opID=c1] [VpxLRO] -- BEGIN lro-8 -- SessionManager -- vim.SessionManager.login", Nobody);
        Append("opID=c1] [VpxLRO] -- ERROR lro-8 -- SessionManager -- vim.SessionManager.login: vim.fault.InvalidLogin:\n--> Result:");
        Append("opID=c2] [VpxLRO] -- ERROR lro-9 -- SessionManager -- vim.SessionManager.login: vim.fault.InvalidLogin:\n"
            + "--> Arg userName:\n--> \"svc-veeam@vsphere.local\"");
        _logs.Settle();
        _logs.Poll(1.1);

        AssertCounts("logins", backup: 1, maintenance: 1, unknown: 1);
        AssertCounts("calls", backup: 1, maintenance: 2, unknown: 1);
        AssertCounts("refused_logins", backup: 1, maintenance: 0, unknown: 1);
        Assert.Empty(_logs.Events);
        MetricsTextTests.CheckMetrics(_logs.Metrics);

        // A run that does not count keeps the counts for the next.
        _logs.Start(options with { CountsClients = false });
        _logs.Poll(1.1);
        Assert.DoesNotContain("client=", _logs.Metrics, StringComparison.Ordinal);
        _logs.Start(options);
        Append("opID=a4] [VpxLRO] -- BEGIN lro-10 -- vm-1 -- vim.VirtualMachine.createSnapshot_Task", Backup);
        _logs.Settle();
        _logs.Poll(1.1);
        AssertCounts("calls", backup: 2, maintenance: 2, unknown: 1);
    }

    [Fact]
    public void Sessions_that_a_server_lists_are_in_the_metrics_while_they_are_known()
    {
        using ListedServer machine = new()
        {
            Sessions = new([(SessionIds.Read(Backup), ClientClass.VCenter), (2, ClientClass.Other)], 2000),
        };
        _logs.StartRemote(machine, new() { CountsClients = true });
        _logs.Poll();
        Assert.Contains("vcsa_auth_sessions{vcenter=\"vc1\",client=\"vcenter\"} 1\n", _logs.Metrics, StringComparison.Ordinal);
        Assert.Contains("vcsa_auth_sessions{vcenter=\"vc1\",client=\"backup\"} 0\n", _logs.Metrics, StringComparison.Ordinal);
        Assert.Contains("vcsa_auth_session_limit{vcenter=\"vc1\"} 2000\n", _logs.Metrics, StringComparison.Ordinal);
        Assert.Null(_logs.Notice);

        machine.Sessions = new([], null);
        _logs.Poll(1.1);
        Assert.Contains("vcsa_auth_sessions{vcenter=\"vc1\",client=\"vcenter\"} 0\n", _logs.Metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("vcsa_auth_session_limit{", _logs.Metrics, StringComparison.Ordinal);

        (machine.Sessions, machine.SessionFailure) = (null, "The privilege is missing.");
        _logs.Poll(1.1);
        Assert.DoesNotContain("vcsa_auth_sessions{", _logs.Metrics, StringComparison.Ordinal);
        Assert.Equal("vc1: The number of sessions is not known. The privilege is missing. The watch goes on without it.", _logs.Notice);
        Assert.Null(_logs.Notice);
    }

    private void Append(string text, string? session = null)
    {
        string end = session is null ? "" : $" -- {session}({session})";
        string time = new DateTime(2026, 2, 11, 2, 0, _entry++, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        _logs.Append("vpxd.log", Encoding.UTF8.GetBytes($"{time} info vpxd[04123] [Originator@6876 sub=vpxLro {text}{end}\n"));
    }

    private void AssertCounts(string what, long backup, long maintenance, long unknown)
    {
        string start = $"vcsa_auth_{what}_total{{";
        string[] lines = [.. _logs.Metrics.Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal))];
        Assert.Equal(
            [
                $"vcsa_auth_{what}_total{{vcenter=\"vc1\",client=\"backup\"}} {backup}",
                $"vcsa_auth_{what}_total{{vcenter=\"vc1\",client=\"maintenance\"}} {maintenance}",
                $"vcsa_auth_{what}_total{{vcenter=\"vc1\",client=\"vcenter\"}} 0",
                $"vcsa_auth_{what}_total{{vcenter=\"vc1\",client=\"other\"}} 0",
                $"vcsa_auth_{what}_total{{vcenter=\"vc1\",client=\"unknown\"}} {unknown}",
            ],
            lines);
    }

    /// <summary>A server whose logs say nothing.</summary>
    private sealed class ListedServer : IRemoteLogs, ILiveSessionSource
    {
        public string Server => "vc1";

        public string Folder => "api/vpxd";

        public LiveSessions? Sessions { get; set; }

        public string? SessionFailure { get; set; }

        public Task FollowAsync(RemoteLogRequest request, Action<string> onLine, CancellationToken cancellation) =>
            Task.Delay(Timeout.Infinite, cancellation);

        public void Dispose()
        {
            // It has no connection.
        }
    }
}
