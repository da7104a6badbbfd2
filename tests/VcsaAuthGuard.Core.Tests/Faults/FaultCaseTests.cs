using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Faults;

/// <summary>Faults of logs as people publish them; their origin is in tests/fixtures/cases/README.md.</summary>
public class FaultCaseTests
{
    [Fact]
    public void A_relays_header_in_front_of_an_entry_hides_nothing_of_it()
    {
        List<AuthFault> faults = ReadCase("f07-relay-wrapped.log");

        Assert.Equal([AuthFaultKind.NotAuthenticated, AuthFaultKind.SessionLimit], faults.Select(fault => fault.Kind));
        Assert.Equal(At("2026-09-16T07:05:15.640Z"), faults[0].Time);
        Assert.Equal("7ac8f6ad", faults[0].OpId);
        Assert.Equal("info", faults[0].Level);
        Assert.Equal("11241", faults[0].ThreadId);
        Assert.Equal("Datastore.FileManagement", faults[0].PrivilegeId);
        Assert.Equal(At("2026-09-16T07:05:16.640Z"), faults[1].Time);
        Assert.Equal("error", faults[1].Level);
        Assert.Equal("11241", faults[1].ThreadId);
    }

    [Fact]
    public void A_burst_behind_a_relay_is_the_same_burst()
    {
        DiagnosisReader reader = new(new(), new LogReadReport());
        VcsaDiagnosis diagnosis = Assert.Single(reader.Read([Input("f24-relay-burst.log")], TestContext.Current.CancellationToken));

        FaultBurst burst = Assert.Single(diagnosis.Bursts);
        Assert.Equal(40, burst.Count);
        Assert.Equal(At("2026-09-16T02:14:06Z"), burst.Start);
        Assert.Equal(At("2026-09-16T02:18:00Z"), burst.End);
    }

    [Fact]
    public void A_refused_login_names_its_account_and_its_reason()
    {
        List<AuthFault> refused = [.. ReadCase("f04-kb-impersonate.log").Where(fault => fault.Kind == AuthFaultKind.LoginRefused)];

        Assert.Equal(["USERNAME", null], refused.Select(fault => fault.User));
        Assert.Equal(["vim.fault.InvalidLogin", "vim.fault.NoPermission"], refused.Select(fault => fault.Reason));
        Assert.Equal(At("2020-06-09T20:33:42.481Z"), refused[1].Time);
    }

    [Fact]
    public void Requests_that_failed_over_the_gateway_are_faults_of_the_gateway()
    {
        List<AuthFault> faults = ReadCase("d07-envoy-access-1.log");

        Assert.Equal(30, faults.Count);
        Assert.All(faults, fault => Assert.Equal(AuthFaultKind.GatewayFailure, fault.Kind));
        AuthFault first = faults[0];
        Assert.Equal(("HostSystem-host-5008", 503, "no_healthy_upstream UH"), (first.VMHostId, first.HttpStatus, first.Message));
        Assert.Equal(At("2026-03-04T02:00:00Z"), first.Time); // Received; the line was written 31 s later.
    }

    [Fact]
    public void A_folder_is_searched_for_kinds_of_faults_where_they_stand()
    {
        using Logs.Inputs inputs = new();
        inputs.Write("vpxd/vpxd-1.log", Logs.Inputs.Log(1));
        inputs.Write("envoy/envoy-1.log", File.ReadAllBytes(Repository.Case("d11-envoy-line.log")));
        inputs.Write("envoy/envoy-access-1.log", File.ReadAllBytes(Repository.Case("d07-envoy-access-1.log")));
        FaultQuery query = new() { Kinds = FaultQuery.AllKinds };
        LogReadReport report = new();
        AuthFault[] faults =
        [
            .. FaultReader.Read(
                LogInputFinder.Find([inputs.Folder], report, query.Logs),
                query,
                report,
                TestContext.Current.CancellationToken
            ),
        ];
        Assert.Equal(
            [(AuthFaultKind.NotAuthenticated, 1), (AuthFaultKind.GatewayFailure, 30), (AuthFaultKind.ConnectionLimit, 1)],
            faults.GroupBy(fault => fault.Kind).Select(kind => (kind.Key, kind.Count())).OrderBy(kind => kind.Key)
        );
    }

    [Fact]
    public void A_time_that_no_clock_shows_is_none()
    {
        List<AuthFault> faults = ReadCase(Path.Combine("hard", "one9999.log"));

        Assert.Equal(10, faults.Count);
        Assert.Null(faults[0].Time);
        Assert.All(faults.Skip(1), fault => Assert.Equal(2026, fault.Time!.Value.Year));
    }

    [Fact]
    public void A_connection_limit_as_the_article_prints_it_names_the_client_that_was_turned_away()
    {
        AuthFault fault = Assert.Single(ReadCase("d11-envoy-line.log"));

        Assert.Equal(AuthFaultKind.ConnectionLimit, fault.Kind);
        Assert.Equal(At("2022-02-09T13:15:47.443Z"), fault.Time);
        Assert.Equal("192.0.2.203", fault.ClientAddress);
    }

    [Fact]
    public void A_colon_more_in_front_of_a_faults_type_is_read_over() =>
        Assert.Equal(
            [AuthFaultKind.NotAuthenticated, AuthFaultKind.LoginRefused],
            ReadCase("f27-double-colon.log").Select(fault => fault.Kind)
        );

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 0, 2)]
    public void An_operation_that_vpxd_reports_in_two_forms_is_one_fault(int first, int second, int expected)
    {
        const string Head = "2026-02-11T02:14:07.318Z info vpxd[1] [Originator@6876 sub=Default opID=a1] ";
        string[] forms =
        [
            Head + "[VpxLRO] -- ERROR lro-1 -- SessionManager -- vim.SessionManager.login: vim.fault.InvalidLogin:",
            Head + "VMOMI activation LRO failed; <<52, <TCP '127.0.0.1 : 8085'>>, SessionManager, vim.SessionManager.login>, "
                + "N3Vim5Fault12InvalidLogin9ExceptionE(Fault cause: vim.fault.InvalidLogin",
        ];
        string log = $"{forms[first]}\n{forms[second]}\n";

        Assert.Equal(expected, Read(LogInput.FromStream("vpxd.log", Bytes(log))).Count);
        FaultLineReader lines = new(new() { Kinds = FaultQuery.AllKinds }, new LogReadReport());
        Assert.Equal(expected, lines.Push(log, "vpxd.log").Concat(lines.Complete()).Count());
    }

    [Fact]
    public void A_call_refused_for_lack_of_a_privilege_is_neither_a_refused_login_nor_a_mention()
    {
        LogReadReport report = new();
        MemoryStream log = Bytes(
            "2026-02-11T02:14:07.318Z info vpxd[1] [Originator@6876 sub=Default opID=a1] [VpxLRO] -- ERROR lro-1 -- vm-1 -- "
                + "vim.VirtualMachine.powerOn: vim.fault.NoPermission:\n"
        );

        Assert.Empty(
            FaultReader.Read(
                [LogInput.FromStream("vpxd.log", log)],
                new() { Kinds = FaultQuery.AllKinds },
                report,
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(0, report.Counts.Mentions);
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

    private static MemoryStream Bytes(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    private static LogInput Input(string name) =>
        Assert.Single(LogInputFinder.Find([Repository.Case(name)], new LogReadReport(), LogKinds.All));

    private static List<AuthFault> ReadCase(string name) => Read(Input(name));

    private static List<AuthFault> Read(LogInput input) =>
        [.. FaultReader.Read([input], new() { Kinds = FaultQuery.AllKinds }, new LogReadReport(), TestContext.Current.CancellationToken)];
}
