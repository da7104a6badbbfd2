using System.Text;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Faults;

/// <summary>A call that failed at the gateway and that both vpxd's log and Envoy's access log report.</summary>
public class GatewayCallTests
{
    private const string Vpxd = "vpxd-1.log";
    private const string Access = "envoy-access-1.log";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_call_in_both_logs_is_one_fault_whichever_is_read_first(bool isVpxdFirst)
    {
        string[] names = isVpxdFirst ? ["d07-vpxd.log", "d07-envoy-access-1.log"] : ["d07-envoy-access-1.log", "d07-vpxd.log"];
        List<AuthFault> faults = Read([.. names.Select(name => LogInput.FromFile(Repository.Case(name)))]);

        Assert.Equal(30, faults.Count);
        Assert.All(faults, fault => Assert.EndsWith("d07-vpxd.log", fault.Source, StringComparison.Ordinal));
    }

    [Fact]
    public void A_diagnosis_counts_such_a_call_once_and_names_the_host_by_name_and_id()
    {
        DiagnosisReader reader = new(new(), new LogReadReport());
        LogInput[] inputs =
        [
            LogInput.FromFile(Repository.Case("d07-envoy-access-1.log")), LogInput.FromFile(Repository.Case("d07-vpxd.log")),
        ];
        VcsaDiagnosis diagnosis = Assert.Single(reader.Read(inputs, TestContext.Current.CancellationToken));

        Assert.StartsWith("30 of 30 calls that failed at the gateway were for", diagnosis.Evidence[0].Statement, StringComparison.Ordinal);
        Assert.Equal(["esxi01.example.org", "HostSystem-host-5008"], diagnosis.Findings[0].Hosts);
    }

    [Fact]
    public void A_refused_call_is_not_also_a_failure_of_the_gateway()
    {
        string log = Soap("02:14:07.500", 12, 500, "NotAuthenticated");
        string access = Request("02:14:07.000", 12, 500, milliseconds: 490);

        AuthFault fault = Assert.Single(Read([Log(Vpxd, log), Log(Access, access)]));
        Assert.Equal(AuthFaultKind.NotAuthenticated, fault.Kind);
    }

    [Theory]
    [InlineData("02:14:09.000", 12, 500, "another time")]
    [InlineData("02:14:07.000", 13, 500, "another host")]
    [InlineData("02:14:07.000", 12, 503, "another status")]
    public void A_request_that_vpxd_does_not_report_stays_a_fault(string time, int host, int status, string because)
    {
        string log = Soap("02:14:07.500", 12, 500, "NotAuthenticated");
        string access = Request(time, host, status, milliseconds: 490);

        Assert.True(Read([Log(Vpxd, log), Log(Access, access)]).Count == 2, because);
    }

    [Theory]
    [InlineData("<14>1 2026-02-11T02:14:07.500Z vc01.example.org vpxd 7 - - ", "")]
    [InlineData("", "<14>1 2026-02-11T02:14:07.490Z vc01.example.org envoy 7 - - ")]
    public void A_call_whose_server_only_one_of_the_logs_names_is_one_fault(string vpxdRelay, string accessRelay)
    {
        string log = vpxdRelay + Soap("02:14:07.500", 12, 500, "NotAuthenticated");
        string access = accessRelay + Request("02:14:07.000", 12, 500, milliseconds: 490);

        Assert.Single(Read([Log(Vpxd, log), Log(Access, access)]));
    }

    [Fact]
    public void Each_call_accounts_for_one_request()
    {
        string log = Soap("02:14:07.500", 12, 500, "HostConnectFault");
        string access = Request("02:14:07.000", 12, 500, 490) + Request("02:14:07.100", 12, 500, 400);

        Assert.Equal(2, Read([Log(Vpxd, log), Log(Access, access)]).Count);
    }

    [Fact]
    public void Lines_from_the_pipeline_count_once_too()
    {
        FaultLineReader lines = new(new() { Kinds = FaultQuery.AllKinds }, new LogReadReport());
        List<AuthFault> faults =
        [
            .. lines.Push(Request("02:14:07.000", 12, 500, 490).TrimEnd(), Access),
            .. lines.Push(Soap("02:14:07.500", 12, 500, "HostConnectFault").TrimEnd(), Vpxd),
            .. lines.Complete(),
        ];
        Assert.Equal("vim.fault.HostConnectFault", Assert.Single(faults).Reason);
    }

    private static string Soap(string time, int host, int status, string fault) =>
        $"2026-02-11T{time}Z info vpxd[1] [Originator@6876 sub=vmomi.soapStub[1] opID=a1] SOAP request returned HTTP failure; "
        + $"<<io_obj p:0x1>, /hgw/host-{host}/sdk>, method: fileManagement; code: {status}(Internal Server Error); fault: "
        + $"(vim.fault.{fault}) {{\n--> }}\n";

    private static string Request(string time, int host, int status, int milliseconds) =>
        $"2026-02-11T02:15:00.000Z info envoy[2] [Originator@6876 sub=Default] 2026-02-11T{time}Z POST /hgw/host-{host}/sdk HTTP/1.1 "
        + $"{status} via_upstream - 0 19 - {milliseconds} - 0 127.0.0.1:40000 HTTP/1.1 - 127.0.0.1:1080 - - - - - -\n";

    private static LogInput Log(string name, string text) => LogInput.FromStream(name, new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static List<AuthFault> Read(LogInput[] inputs) =>
        [.. FaultReader.Read(inputs, new() { Kinds = FaultQuery.AllKinds }, new LogReadReport(), TestContext.Current.CancellationToken)];
}
