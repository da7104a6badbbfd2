using System.Text;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Tests.LogPlatforms;
using VcsaAuthGuard.Tests.Logs;

namespace VcsaAuthGuard.Tests;

/// <summary>
/// Twice the input takes no more than two and a half times the work. Work is what is allocated, which does not depend on the machine's
/// speed; other tests would be counted too, so these run alone.
/// </summary>
[Collection(RunsAlone.Name)]
public class GrowthTests(ITestOutputHelper output)
{
    private const double MaxGrowth = 2.5;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void An_archive_of_many_small_logs() => AssertLinear(500, ReadArchive);

    [Fact]
    public void A_storm() => AssertLinear(5000, ReadStorm);

    [Fact]
    public void A_diagnosis_of_a_storm() => AssertLinear(5000, Diagnose);

    [Fact]
    public void A_job_report_whose_first_quote_is_never_closed() => AssertLinear(5000, ReadOpenQuote);

    [Fact]
    public void A_file_of_windows_and_their_overlaps() => AssertLinear(500, FindOverlaps);

    private static void ReadArchive(int count)
    {
        byte[] tar = Inputs.Tar([
            .. Enumerable.Range(0, count).Select(i => ($"vc01/var/log/vmware/vpxd/vpxd-{i}.log", (byte[]?)Storm(i, 1), (string?)null)),
        ]);
        Assert.Equal(count, CountFaults("logs.tar", tar));
    }

    private static void ReadStorm(int count) => Assert.Equal(count, CountFaults("vpxd.log", Storm(0, count)));

    private static void Diagnose(int count)
    {
        LogInput input = LogInput.FromStream("vpxd.log", new MemoryStream(Storm(0, count)));
        Assert.Single(new DiagnosisReader(new DiagnosisOptions(), new LogReadReport()).Read([input], Stop));
    }

    private static void ReadOpenQuote(int count)
    {
        const string Row = "vm-1,2026-02-11 02:00:00Z,2026-02-11 02:10:00Z,Success\n";
        string text = "JobName,StartTime,EndTime,Status\n\"" + string.Concat(Enumerable.Repeat(Row, count));
        BackupJobReport.Parse(text, "runs.csv", null, _ => { }).ToRuns();
    }

    private static void FindOverlaps(int count)
    {
        StringBuilder text = new("Name,Role,Recurrence,TimeZone,Duration,Server\n");
        for (int i = 0; i < count; i++)
        {
            string role = i % 2 == 0 ? "Backup" : "Automation";
            text.Append(FormattableString.Invariant($"w{i},{role},daily {i % 24:00}:00,UTC,00:30:00,vc{i / 2}.example.org\n"));
        }

        BackupWindow[] windows = [.. WindowFile.Read(new StringReader(text.ToString()), "windows.csv", null, _ => { })];
        Assert.Equal(count, windows.Length);
        DateTimeOffset from = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Empty(OverlapFinder.Find(windows, new() { From = from, To = from.AddDays(1) }));
    }

    private static int CountFaults(string name, byte[] content) =>
        FaultReader.Read([LogInput.FromStream(name, new MemoryStream(content))], new(), new(), Stop).Count();

    private static byte[] Storm(int first, int count)
    {
        DateTime night = new(2026, 2, 11, 2, 0, 0, DateTimeKind.Utc);
        StringBuilder text = new();
        for (int i = first; i < first + count; i++)
        {
            text.Append(FormattableString.Invariant($"{night.AddMilliseconds(100 * i):yyyy-MM-ddTHH:mm:ss.fff}Z info vpxd[{i}] "))
                .Append(FormattableString.Invariant($"[Originator@6876 sub=vmomi.soapStub[{i}] opID={i:x8}] SOAP request returned HTTP "))
                .Append("failure; <<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, ")
                .Append(FormattableString.Invariant($"/hgw/host-{i % 40}/sdk>, method: fileManagement; code: 500(Internal Server Error); "))
                .Append("fault: (vim.fault.NotAuthenticated) {\n-->    msg = \"synthetic\"\n--> }\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private void AssertLinear(int count, Action<int> work)
    {
        work(count); // What is built once, such as the patterns, is not part of it.
        long once = Measure(() => work(count));
        long twice = Measure(() => work(2 * count));
        output.WriteLine($"{once:N0} bytes for {count:N0}, {twice:N0} for {2 * count:N0}");
        Assert.InRange(twice, 0, (long)(MaxGrowth * once));
    }

    private static long Measure(Action work)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        work();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
