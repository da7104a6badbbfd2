using System.Text;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Faults;

/// <summary>Published entries that name an account or an address: the answer names it too.</summary>
public class PublishedClientTests
{
    [Fact]
    public void The_connection_limit_in_an_entry_inside_quotes_has_the_closed_address()
    {
        // A public post on failed tasks of SDDC 5.2 quotes these lines of ESXi's envoy.log (limit of Broadcom KB 404721); the addresses
        // are of the documentation range.
        const string Log =
            "2025-08-13T22:14:06.853Z In(166) envoy[2100238]: \"2025-08-13T22:13:57.261Z warning envoy[2100869] "
            + "[Originator@6876 sub=filter] [Tags: \"ConnectionId\":\"696461\"] remote https connections exceed max allowed: 128\"\n"
            + "2025-08-13T22:14:06.853Z In(166) envoy[2100238]: \"2025-08-13T22:13:57.261Z warning envoy[2100869] "
            + "[Originator@6876 sub=filter] [Tags: \"ConnectionId\":\"696461\"] "
            + "closing connection TCP<192.0.2.10:59956, 192.0.2.20:443>\"\n";

        AuthFault fault = Assert.Single(Read("envoy.log", Log, AuthFaultKind.ConnectionLimit));
        Assert.Equal("192.0.2.10", fault.ClientAddress);
        Assert.Equal(new DateTimeOffset(2025, 8, 13, 22, 13, 57, 261, TimeSpan.Zero), fault.Time);
    }

    [Fact]
    public void A_failed_login_of_the_audit_log_has_its_account()
    {
        // The form of Broadcom KB 423205.
        const string Log = "2026-02-11T02:14:07Z {\"user\":\"svc-backup@vsphere.local\",\"client\":\"192.0.2.9\","
            + "\"timestamp\":\"02/11/2026 02:14:07 UTC\",\"description\":\"User svc-backup@vsphere.local@192.0.2.9 failed to log in with "
            + "response code 401\",\"eventSeverity\":\"INFO\",\"type\":\"com.vmware.sso.LoginFailure\"}\n";

        AuthFault fault = Assert.Single(Read("audit_events.log", Log, AuthFaultKind.LoginRefused));
        Assert.Equal(("svc-backup@vsphere.local", "192.0.2.9"), (fault.User, fault.ClientAddress));
    }

    [Fact]
    public void The_account_of_a_session_limit_has_a_row_with_its_sessions()
    {
        // The sentence of github.com/vmware-tanzu/tanzu-cli issue 749.
        const string Log = "2026-02-11T02:14:07.000Z error vpxd[1] [Originator@6876 sub=x] User session count is limited to 550. "
            + "Existing session count is 550 for user user@domain\n";

        ApiClientLoad load = Assert.Single(new ApiLoadReader(LoadRules.Default, new LogReadReport())
            .Read([Input("vpxd.log", Log)], TestContext.Current.CancellationToken));
        Assert.Equal(("user@domain", 550), (load.User, load.PeakSessions));
    }

    private static IEnumerable<AuthFault> Read(string name, string log, AuthFaultKind kind) =>
        FaultReader.Read([Input(name, log)], new() { Kinds = [kind] }, new(), TestContext.Current.CancellationToken);

    private static LogInput Input(string name, string log) => LogInput.FromStream(name, new MemoryStream(Encoding.UTF8.GetBytes(log)));
}
