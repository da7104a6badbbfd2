using System.Globalization;
using System.Text;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>One file with the lines of several vCenter Servers, as a relay writes it.</summary>
public class RelayFileTests
{
    private readonly List<string> _warnings = [];

    /// <summary>Gets the envelopes that name a host: what stands before the entry and what behind it.</summary>
    public static TheoryData<string, string> Envelopes => new()
    {
        { "Feb 11 02:00:00 %H% vpxd[77]: ", "" },
        { "Feb 11 02:00:00 %H% ", "" },
        { "<14>1 2026-02-11T02:00:00.000Z %H% vpxd-main - - - ", "" },
        { "2026-02-11T02:00:00.000+00:00 %H% vpxd: ", "" },
        { "Feb 11 02:00:00 192.0.2.50 1 2026-02-11T02:00:00.640+00:00 %H% vpxd-main - - - ", "" },
        { "{\"host\":{\"name\":\"%H%\"},\"agent\":{\"hostname\":\"relay\"},\"message\":\"", "\"}" },
        { "{\"agent\":{\"name\":\"r\"},\"host\":{\"name\":\"r\"},\"log\":{\"syslog\":{\"hostname\":\"%H%\"}},\"message\":\"", "\"}" },
        { "{\"_HOSTNAME\":\"%H%\",\"MESSAGE\":\"", "\"}" },
        { "{\"version\":\"1.1\",\"host\":\"%H%\",\"full_message\":\"", "\"}" },
    };

    [Theory]
    [MemberData(nameof(Envelopes))]
    public void Each_vcenter_has_its_own_rows_faults_and_verdict(string before, string after)
    {
        string log = string.Concat(Enumerable.Range(0, 60).Select(i => Pair(i, before, after)));

        AuthFault[] faults = [.. FaultReader.Read([Log(log)], new(), new LogReadReport(), TestContext.Current.CancellationToken)];
        Assert.Equal([("vc01.example.org", 60), ("vc02", 30)], faults.GroupBy(fault => fault.Server!).Select(g => (g.Key, g.Count())));

        ApiLoadReader reader = new(LoadRules.Default, NewReport());
        ApiClientLoad[] loads = [.. reader.Read([Log(log)], TestContext.Current.CancellationToken)];
        Assert.Equal([("vc01.example.org", 60), ("vc02", 60)], loads.Select(load => (load.Source!, load.Calls)));

        VcsaDiagnosis[] verdicts = [.. new DiagnosisReader(new(), NewReport()).Read([Log(log)], TestContext.Current.CancellationToken)];
        Assert.Equal(["vc01.example.org", "vc02"], verdicts.Select(verdict => verdict.Server));
        Assert.Equal([60, 30], verdicts.Select(verdict => Assert.Single(verdict.Bursts).Count));
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("_time,host,_raw\n", "2026-02-11T02:00:00Z,%H%,\"ENTRY\"\n")]
    [InlineData("\"_raw\",\"host\"\n", "\"ENTRY\",\"%H%\"\n")]
    [InlineData("hostname;text\r\n", "%H%;\"ENTRY\"\r\n")]
    public void A_column_of_CSV_names_the_host(string header, string record)
    {
        string Record(string host, int i) =>
            record.Replace("%H%", host, StringComparison.Ordinal).Replace("ENTRY", Fault(i), StringComparison.Ordinal);
        string log = header + string.Concat(Enumerable.Range(0, 3).Select(i => Record("vc01", i) + Record("vc02", i)));
        AuthFault[] faults = [.. FaultReader.Read([Log(log)], new(), new LogReadReport(), TestContext.Current.CancellationToken)];
        Assert.Equal(["vc01", "vc02", "vc01", "vc02", "vc01", "vc02"], faults.Select(fault => fault.Server));
    }

    [Fact]
    public void Bursts_are_of_one_vcenter_and_groups_count_by_it()
    {
        string log = string.Concat(Enumerable.Range(0, 60).Select(i => Pair(i, "Feb 11 02:00:00 %H% vpxd[77]: ", "")));
        BurstFinder bursts = new(BurstRule.Default);
        FaultGrouping groups = new(FaultGroupKey.Server);
        List<FaultBurst> found = [];
        foreach (AuthFault fault in FaultReader.Read([Log(log)], new(), new LogReadReport(), TestContext.Current.CancellationToken))
        {
            found.AddRange(bursts.Add(fault));
            groups.Add(fault);
        }

        found.AddRange(bursts.Complete());
        Assert.Equal([("vc01.example.org", 60), ("vc02", 30)], found.Select(burst => (burst.Server!, burst.Count)));
        Assert.Equal([("vc01.example.org", 60), ("vc02", 30)], groups.ToGroups().Select(group => (group.Name!, group.Count)));
    }

    [Fact]
    public void A_host_is_one_with_its_domain_and_without()
    {
        string log =
            "Feb 11 02:00:00 vc01 vpxd[77]: " + Call(0) + "\n" + "Feb 11 02:00:00 vc01.example.org vpxd[77]: " + Call(1) + "\n";
        ApiClientLoad load = Assert.Single(
            new ApiLoadReader(LoadRules.Default, NewReport()).Read([Log(log)], TestContext.Current.CancellationToken));
        Assert.Equal(2, load.Calls);
        Assert.Null(load.Source);
    }

    [Fact]
    public void Hosts_without_entries_of_vpxd_have_no_verdict_and_are_named()
    {
        const string Request =
            "2026-02-11T02:00:01.000Z info envoy[2] [Originator@6876 sub=Default] 2026-02-11T02:00:00.000Z GET /sdk HTTP/1.1 200 "
            + "via_upstream - 0 19 - 3 - 0 192.0.2.7:40000 HTTP/1.1 - 127.0.0.1:1080 - -\n";
        string log =
            "Feb 11 02:00:00 vc01 vpxd[77]: " + Call(0) + "\n" + "Feb 11 02:00:00 esx01 envoy-access[9]: " + Request;
        DiagnosisReader reader = new(new(), NewReport());
        Assert.Equal("vc01", Assert.Single(reader.Read([Log(log)], TestContext.Current.CancellationToken)).Server);
        Assert.Equal("No verdict for hosts without entries of vpxd's log: esx01.", Assert.Single(_warnings));
    }

    [Fact]
    public void Two_processes_at_once_in_one_file_are_warned_of()
    {
        string log = Section(2, 100) + Section(3, 200) + Section(4, 100);
        ApiLoadReader reader = new(LoadRules.Default, NewReport());
        Assert.Empty(reader.Read([Log(log)], TestContext.Current.CancellationToken));
        Assert.Contains("process 200, version 8.0.3", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    private LogReadReport NewReport() => new() { OnWarning = _warnings.Add };

    private static LogInput Log(string text) => LogInput.FromStream("relay.log", new MemoryStream(Encoding.UTF8.GetBytes(text)));

    /// <summary>Returns a call and a fault of one vCenter Server, and a call and every second time a fault of another.</summary>
    private static string Pair(int i, string before, string after)
    {
        string Line(string host, string entry) => before.Replace("%H%", host, StringComparison.Ordinal) + entry + after + "\n";
        string first = Line("vc01.example.org", Call(i)) + Line("vc01.example.org", Fault(i));
        return first + Line("vc02", Call(i)) + (i % 2 == 0 ? Line("vc02", Fault(i)) : "");
    }

    private static string Call(int i) => Head(i)
        + $"[VpxLRO] -- BEGIN lro-{i} -- vm-1 -- vim.VirtualMachine.powerOn -- 52000000-0000-0000-0000-000000000001";

    private static string Fault(int i) => Head(i)
        + "SOAP request returned HTTP failure; <<io_obj p:0x1>, /hgw/host-12/sdk>, method: fileManagement; "
        + "code: 500(Internal Server Error); fault: (vim.fault.NotAuthenticated) {";

    private static string Head(int i) => string.Create(
        CultureInfo.InvariantCulture, $"2026-02-11T02:00:{i:00}.000Z info vpxd[1] [Originator@6876 sub=x opID=op{i}] ");

    private static string Section(int hour, int pid) => string.Create(
        CultureInfo.InvariantCulture,
        $"2026-02-11T{hour:00}:00:00.000Z - time the service was last started 2026-02-10T01:00:00.000Z, "
            + $"Section for VMware VirtualCenter, pid={pid}, version=8.0.3, build=1, option=Release\n");
}
