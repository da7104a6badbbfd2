using System.Text;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Faults;

/// <summary>Refused sign-ons of the audit log are faults, each once.</summary>
public class SignOnFaultTests
{
    // Shape: github.com/lamw/vcenter-authn-authz-log-examples (vSphere 6.7 U2).
    private const string Audit =
        "2019-04-06T12:47:50.424Z {\"user\":\"svc-backup@vsphere.local\",\"client\":\"192.0.2.182\","
        + "\"timestamp\":\"04/06/2019 12:47:50 UTC\","
        + "\"description\":\"User svc-backup@vsphere.local@192.0.2.182 failed to log in with response code 401\","
        + "\"eventSeverity\":\"INFO\",\"type\":\"com.vmware.sso.LoginFailure\"}\n";

    [Fact]
    public void A_refused_sign_on_has_its_account_address_and_time()
    {
        AuthFault fault = Assert.Single(Read(("audit_events.log", Audit)));

        Assert.Equal(AuthFaultKind.LoginRefused, fault.Kind);
        Assert.Equal("svc-backup@vsphere.local", fault.User);
        Assert.Equal("192.0.2.182", fault.ClientAddress);
        Assert.Equal("com.vmware.sso.LoginFailure", fault.Reason);
        Assert.Equal(new DateTimeOffset(2019, 4, 6, 12, 47, 50, TimeSpan.Zero), fault.Time);
    }

    [Fact]
    public void The_event_that_two_logs_have_is_one_fault()
    {
        string websso = Audit.Replace("Z {", "Z INFO websso[52:tomcat-http--15] [CorId=1] [auditlogger] {", StringComparison.Ordinal);

        Assert.Equal(2, Read(("audit_events.log", Audit + Audit), ("websso.log", websso)).Length);
    }

    [Fact]
    public void The_audit_log_of_a_bundle_is_read_for_refused_logins()
    {
        FaultQuery query = new() { Kinds = [AuthFaultKind.LoginRefused] };
        LogReadReport report = new();
        IEnumerable<LogInput> inputs = LogInputFinder.Find([Repository.Case("f09-bundle")], report, query.Logs);

        Assert.Equal(60, FaultReader.Read(inputs, query, report, TestContext.Current.CancellationToken).Count());
    }

    [Theory]
    [InlineData("12:47:50.500", "", 1)] // Most entries of vpxd name no account.
    [InlineData("12:47:52.500", "\n-->    Arg userName:\n--> \"svc-backup\"", 1)]
    [InlineData("12:47:52.500", "\n-->    Arg userName:\n--> \"svc-scan\"", 2)]
    [InlineData("12:49:50.500", "", 2)]
    public void A_login_that_vpxd_reports_too_is_one_fault(string time, string account, int faults)
    {
        string vpxd = $"2019-04-06T{time}Z info vpxd[04123] [Originator@6876 sub=Default opID=7a1b] [VpxLRO] -- ERROR lro-77 -- "
            + "SessionManager -- vim.SessionManager.login: vim.fault.InvalidLogin:\n--> Result:\n--> (vim.fault.InvalidLogin) {\n--> }"
            + account + "\n";
        Assert.Equal(faults, Read(("audit_events.log", Audit), ("vpxd-1.log", vpxd)).Length);
        Assert.Equal(faults, Read(("vpxd-1.log", vpxd), ("audit_events.log", Audit)).Length);
    }

    private static AuthFault[] Read(params (string Name, string Text)[] logs) =>
    [
        .. FaultReader.Read(
            logs.Select(log => LogInput.FromStream(log.Name, new MemoryStream(Encoding.UTF8.GetBytes(log.Text)))),
            new() { Kinds = [AuthFaultKind.LoginRefused] }, new(), TestContext.Current.CancellationToken),
    ];
}
