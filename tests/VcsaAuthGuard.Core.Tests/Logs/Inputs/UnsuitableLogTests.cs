using System.Text;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>Logs that are understood and cannot contain what is looked for: no zero without a word.</summary>
public class UnsuitableLogTests
{
    private const string Hostd =
        "2026-02-11T02:13:12.193Z info hostd[2099490] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=1] Event 1 : a host's event\n"
        + "2026-02-11T02:14:12.193Z In(166) Hostd[2099490]: [Originator@6876 sub=Vimsvc.TaskManager opID=1] Task Completed : haTask-1\n";

    private const string Java = "2026-02-11T02:13:12.193Z | INFO  | state-manager1 | com.vmware.vapi.endpoint | started\n";

    [Theory]
    [InlineData("hostd.log", Hostd, "an ESXi host's agent (hostd)")]
    [InlineData("case.txt", Hostd, "an ESXi host's agent (hostd)")]
    [InlineData("bundle.tgz!var/run/log/hostd.3.log", Hostd, "an ESXi host's agent (hostd)")]
    [InlineData("endpoint.log", Java, "the vAPI endpoint")]
    [InlineData("eam.log", Java, "the ESX Agent Manager")]
    [InlineData("sps.log", Java, "the storage profile service")]
    [InlineData("vsphere_client_virgo.log", Java, "the vSphere Client")]
    [InlineData("cls.log", Java, "Content Library")]
    [InlineData("vmware-identity-sts.log", Java, "single sign-on")]
    public void A_log_of_something_else_is_named_with_what_to_collect(string name, string text, string what)
    {
        foreach (string? warning in Warnings(name, text))
        {
            Assert.NotNull(warning);
            Assert.StartsWith($"{name}: This is ", warning, StringComparison.Ordinal);
            Assert.Contains(what, warning, StringComparison.Ordinal);
            Assert.Contains("collect vpxd*.log from /var/log/vmware/vpxd", warning, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("vpxd.log", "2026-02-11T02:13:12.193Z info vpxd[1] [Originator@6876 sub=x] quiet\n")]
    [InlineData("case.txt", "2026-02-11T02:13:12.193Z info vpxd[1] [Originator@6876 sub=x] quiet\n")]
    [InlineData("case.txt", Hostd + "2026-02-11T02:15:12.193Z info vpxd[1] [Originator@6876 sub=x] quiet\n")]
    public void A_quiet_log_of_vpxd_has_no_warning(string name, string text) =>
        Assert.All(Warnings(name, text), Assert.Null);

    [Fact]
    public void A_log_beside_one_of_vpxd_has_no_warning()
    {
        LogReadReport report = new();
        LogInput[] inputs =
        [
            Input("hostd.log", Hostd), Input("vpxd.log", "2026-02-11T02:13:12.193Z info vpxd[1] [Originator@6876 sub=x] quiet\n"),
        ];

        Assert.Empty(FaultReader.Read(inputs, new(), report, TestContext.Current.CancellationToken));
        Assert.Null(report.Counts.UnsuitableLogs());
    }

    [Theory]
    [InlineData("hostd.log", Hostd, "the log of an ESXi host's agent (hostd)")]
    [InlineData("sps.log", Java, "the log of the storage profile service")]
    public void A_folder_with_nothing_but_logs_of_something_else_gets_a_verdict_that_names_them(string name, string text, string what)
    {
        using Inputs inputs = new();
        File.WriteAllText(Path.Combine(inputs.Folder, name), text);
        File.WriteAllText(Path.Combine(inputs.Folder, "other-thing.log"), "a line\n");
        VcsaDiagnosis diagnosis = Assert.Single(new DiagnosisReader(new(), inputs.Report).Read(
            LogInputFinder.Find([inputs.Folder], inputs.Report, LogKinds.Diagnosis), TestContext.Current.CancellationToken));
        Assert.Equal(0, inputs.Report.Problems);
        Assert.Equal(DiagnosisVerdict.Unknown, diagnosis.Verdict);
        Assert.Equal($"No verdict is possible: there is only {what}.", diagnosis.Summary);
        Assert.Contains("vpxd*.log", diagnosis.MissingEvidence[0].Collect, StringComparison.Ordinal);
        Assert.Equal("other-thing", inputs.Report.Counts.UnreadNames());
    }

    [Fact]
    public void A_folder_with_logs_of_unknown_names_only_is_an_error()
    {
        using Inputs inputs = new();
        File.WriteAllText(Path.Combine(inputs.Folder, "other-thing.log"), "a line\n");
        Assert.Empty(LogInputFinder.Find([inputs.Folder], inputs.Report, LogKinds.Diagnosis));
        Assert.Equal(1, inputs.Report.Problems);
    }

    private static IEnumerable<string?> Warnings(string name, string text)
    {
        LogReadReport ofFaults = new();
        Assert.Empty(FaultReader.Read([Input(name, text)], new(), ofFaults, TestContext.Current.CancellationToken));
        yield return ofFaults.Counts.UnsuitableLogs();

        LogReadReport ofLoad = new();
        Assert.Empty(new ApiLoadReader(LoadRules.Default, ofLoad).Read([Input(name, text)], TestContext.Current.CancellationToken));
        yield return ofLoad.Counts.UnsuitableLogs();

        LogReadReport ofLines = new();
        FaultLineReader lines = new(new(), ofLines);
        Assert.Empty(text.TrimEnd('\n').Split('\n').SelectMany(line => lines.Push(line, name)));
        Assert.Empty(lines.Complete());
        yield return ofLines.Counts.UnsuitableLogs();
    }

    private static LogInput Input(string name, string text) => LogInput.FromStream(name, new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
