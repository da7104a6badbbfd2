using System.Globalization;
using System.Text;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>Logs of several vCenter Servers that are read together.</summary>
public sealed class VCenterFolderTests : IDisposable
{
    private readonly Inputs _inputs = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _inputs.Dispose();

    [Fact]
    public void Two_folders_with_logs_of_the_same_time_are_two_vcenters()
    {
        Write("vc01/var/log/vmware/vpxd/vpxd-1.log", pid: 100, version: "8.0.3", hour: 2);
        Write("vc02/var/log/vmware/vpxd/vpxd-1.log", pid: 200, version: "7.0.3", hour: 2);
        Assert.Equal(["vc01", "vc02"], Sources());
        DiagnosisReader reader = new(new(), new LogReadReport());
        Assert.Equal(2, reader.Read(Find(), TestContext.Current.CancellationToken).Count());
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Folders_of_one_appliance_are_one_vcenter()
    {
        Write("vc01/vpxd/vpxd-1.log", pid: 100, version: "8.0.3", hour: 2);
        Write("vc01/envoy/envoy-1.log", pid: 300, version: "8.0.3", hour: 2);
        Assert.Equal([null], Sources());
    }

    [Fact]
    public void Folders_of_one_day_after_another_are_one_vcenter()
    {
        Write("monday/vpxd-1.log", pid: 100, version: "8.0.3", hour: 2);
        Write("tuesday/vpxd-2.log", pid: 101, version: "8.0.3", hour: 8);
        Assert.Equal([null], Sources());
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Folders_with_logs_of_the_same_process_are_one_vcenter()
    {
        Write("first/vpxd-1.log", pid: 100, version: "8.0.3", hour: 2);
        Write("second/vpxd-2.log", pid: 100, version: "8.0.3", hour: 2);
        Assert.Equal([null], Sources());
    }

    [Fact]
    public void Logs_behind_the_headers_of_two_hosts_are_two_vcenters()
    {
        Write("vpxd-1.log", pid: 100, version: "8.0.3", hour: 2, prefix: "Feb 11 02:00:00 vc01.example.org ");
        Write("vpxd-2.log", pid: 200, version: "8.0.3", hour: 2, prefix: "<14>1 2026-02-11T02:00:00Z vc02 vpxd - - - ");
        Assert.Equal(["vc01.example.org", "vc02"], Sources());
    }

    [Theory]
    [InlineData("")]
    [InlineData("<14>1 2026-02-11T02:00:00Z vc01.example.org vpxd - - - ")]
    public void Other_logs_of_an_appliance_may_name_it_in_another_way(string prefix)
    {
        Write("vc01/vpxd/vpxd-1.log", pid: 100, version: "8.0.3", hour: 2, prefix);
        _inputs.Write("vc01/messages", "2026-02-11T02:00:00.2+00:00 vcsa ntpd[1630]: time reset -5516.000000 s\n"u8.ToArray());
        _inputs.Write(
            "vc01/events.log",
            System.Text.Encoding.UTF8.GetBytes(
                "<14>1 2026-02-11T02:00:00.6+00:00 vc01-mgmt.example.org vpxd 7443 - - Event [88] [1-1] [2026-02-11T02:00:00.6Z] "
                    + "[vim.event.UserLoginSessionEvent] [info] [CORP\\svc] [DC1] [88] [User CORP\\svc@10.0.0.7 logged in as PowerCLI]\n"));
        LogReadReport report = new() { OnWarning = _warnings.Add };
        IEnumerable<LogInput> inputs = LogInputFinder.Find([_inputs.Folder], report, LogKinds.All)
            .Append(LogInput.FromFile(Path.Combine(_inputs.Folder, "vc01", "messages")));

        VcsaDiagnosis diagnosis = Assert.Single(new DiagnosisReader(new(), report).Read(inputs, TestContext.Current.CancellationToken));
        Assert.Contains(diagnosis.Load, client => client.User == @"CORP\svc");
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Logs_of_two_processes_at_once_in_one_folder_are_warned_of()
    {
        Write("vpxd-1.log", pid: 100, version: "8.0.3", hour: 2);
        Write("vpxd-2.log", pid: 200, version: "7.0.3", hour: 3);
        Write("vpxd-3.log", pid: 100, version: "8.0.3", hour: 4);
        Assert.Equal([null], Sources());
        string warning = Assert.Single(_warnings);
        Assert.Contains("process 200, version 7.0.3", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restart_is_no_contradiction()
    {
        Write("vpxd-1.log", pid: 100, version: "8.0.3", hour: 2);
        Write("vpxd-2.log", pid: 200, version: "8.0.3", hour: 3);
        Write("vpxd-3.log", pid: 200, version: "8.0.3", hour: 4);
        Assert.Equal([null], Sources());
        Assert.Empty(_warnings);
    }

    private List<string?> Sources()
    {
        LogReadReport report = new() { OnWarning = _warnings.Add };
        ApiLoadReader reader = new(LoadRules.Default, report);
        return
        [
            .. reader.Read(Find(), TestContext.Current.CancellationToken)
                .Select(load => load.Source is null ? null : Path.GetFileName(load.Source))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private IReadOnlyList<LogInput> Find() => LogInputFinder.Find([_inputs.Folder], new LogReadReport(), LogKinds.All);

    /// <summary>Writes a log of one process with a login each ten minutes of an hour.</summary>
    private void Write(string name, int pid, string version, int hour, string prefix = "")
    {
        StringBuilder log = new();
        log.Append(
            CultureInfo.InvariantCulture,
            $"{prefix}2026-02-11T{hour:00}:00:00.000Z - time the service was last started 2026-02-10T01:00:00.000Z, "
        );
        log.Append(CultureInfo.InvariantCulture, $"Section for VMware VirtualCenter, pid={pid}, version={version}, build=1, "
                + $"option=Release\n");
        for (int minute = 0; minute < 60; minute += 10)
        {
            log.Append(
                CultureInfo.InvariantCulture,
                $"{prefix}2026-02-11T{hour:00}:{minute:00}:30.000Z info vpxd[{pid}] [Originator@6876 sub=vpxLro opID={pid}-{minute}] "
            );
            log.Append(
                CultureInfo.InvariantCulture,
                $"[VpxLRO] -- BEGIN lro-{minute} -- SessionManager -- vim.SessionManager.login -- "
                    + $"52{pid:x8}-0000-0000-0000-0000000000{minute:00}\n"
            );
        }

        _inputs.Write(name, Encoding.UTF8.GetBytes(log.ToString()));
    }
}
