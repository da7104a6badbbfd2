using System.Globalization;
using System.Text;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Learning;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.QueueReplays;
using VcsaAuthGuard.Reports;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Tests.LogPlatforms;
using VcsaAuthGuard.Tests.Logs;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests;

/// <summary>
/// Twice the input takes no more than two and a half times the work. Work is what is allocated, which does not depend on the machine's
/// speed; other tests would be counted too, so these run alone.
/// </summary>
[Collection(RunsAlone.Name)]
public class GrowthTests(ITestOutputHelper output)
{
    private const double MaxGrowth = 2.5;

    private static readonly DateTime Night = new(2026, 2, 11, 2, 0, 0, DateTimeKind.Utc);

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

    [Fact]
    public void Api_load_of_many_clients() => AssertLinear(2000, ReadLoad);

    [Fact]
    public void Bursts() => AssertLinear(5000, FindBursts);

    [Fact]
    public void A_diagnosis_of_many_refused_accounts_that_log_in_too() => AssertLinear(400, DiagnoseRefusedAccounts);

    [Fact]
    public void A_diagnosis_with_many_windows() => AssertLinear(500, DiagnoseWithWindows);

    [Fact]
    public void A_report_of_a_storm_with_windows() => AssertLinear(400, WriteReport);

    [Fact]
    public void A_plan() => AssertLinear(100, Plan);

    [Fact]
    public void A_forecast_of_the_queue() => AssertLinear(20_000, Forecast);

    [Fact]
    public void A_replay_of_the_queue() => AssertLinear(5000, Replay);

    [Fact]
    public void Windows_learned_from_the_load() => AssertLinear(3, Learn);

    [Fact]
    public void Windows_inferred_from_job_reports() => AssertLinear(1000, InferWindows);

    [Fact]
    public void A_calendar() => AssertLinear(300, ReadCalendar);

    [Fact]
    public void A_watch() => AssertLinear(5000, Watch);

    [Fact]
    public void A_summary_of_sessions() => AssertLinear(5000, SumUpSessions);

    [Fact]
    public void A_row_of_a_job_report_is_held_in_few_bytes()
    {
        const int Rows = 20_000;
        const int MaxBytes = 600;
        BackupJobReport Parse(int count)
        {
            StringBuilder text = new("JobName,VM,StartTime,EndTime,Status\n");
            for (int i = 0; i < count; i++)
            {
                DateTime start = Night.AddSeconds(i);
                text.Append(FormattableString.Invariant($"job-{i % 50},vm-{i % 500},{start:s}Z,{start.AddSeconds(90):s}Z,Success\n"));
            }

            return BackupJobReport.Parse(text.ToString(), "runs.csv", null, _ => { });
        }

        Parse(1);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        BackupJobReport report = Parse(Rows);
        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{held / Rows:N0} bytes a row");
        Assert.InRange(held, 1, MaxBytes * Rows);
        Assert.Equal(Rows, report.ToRuns().Count);
    }

    private static void ReadLoad(int count)
    {
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            text.Append(Event(i, "UserLoginSessionEvent", "info", $"User svc{i}@198.51.100.7 logged in as pyvmomi"));
            text.Append(Event(i, "UserLogoutSessionEvent", "info", $"User svc{i}@198.51.100.7 logged out (login time: Wednesday, 11 "
                + "February, 2026 02:00:00 AM, number of API invocations: 7, user agent: pyvmomi)"));
        }

        ApiLoadReader reader = new(LoadRules.Default, new LogReadReport());
        Assert.InRange(reader.Read([Input("events.log", text)], Stop).Count(), count, count + 1);
    }

    private static void FindBursts(int count)
    {
        BurstFinder finder = new(BurstRule.Default);
        int bursts = 0;
        for (int i = 0; i < count; i++)
        {
            bursts += finder.Add(new() { Kind = AuthFaultKind.NotAuthenticated, Time = Night.AddSeconds(i + (i / 20 * 600)) }).Count();
        }

        Assert.Equal(count / 20, bursts + finder.Complete().Count());
    }

    private static void DiagnoseRefusedAccounts(int count)
    {
        StringBuilder text = new();
        for (int i = 0; i < 6 * count; i++)
        {
            string account = $"user{i % count}";
            text.Append(i < count
                ? Event(i, "UserLoginSessionEvent", "info", $"User {account}@198.51.100.7 logged in as pyvmomi")
                : Event(i, "BadUsernameSessionEvent", "error", $"Cannot login {account}@198.51.100.7"));
        }

        Assert.Single(new DiagnosisReader(new DiagnosisOptions(), new LogReadReport()).Read([Input("events.log", text)], Stop));
    }

    private static void DiagnoseWithWindows(int count)
    {
        DiagnosisOptions options = new() { Windows = Windows(count) };
        LogInput input = LogInput.FromStream("vpxd.log", new MemoryStream(Storm(0, 100)));
        Assert.Single(new DiagnosisReader(options, new LogReadReport()).Read([input], Stop));
    }

    private static void WriteReport(int count)
    {
        LogInput input = LogInput.FromStream("vpxd.log", new MemoryStream(Storm(0, 10 * count)));
        BackupWindow[] windows = Windows(count);
        DiagnosisOptions options = new() { Windows = windows };
        VcsaDiagnosis[] diagnoses = [.. new DiagnosisReader(options, new LogReadReport()).Read([input], Stop)];
        Assert.NotEmpty(ReportPage.Write(new() { Diagnoses = diagnoses, Windows = windows }, charts: null));
    }

    private static void Plan(int count) =>
        Assert.Equal(count, WindowPlanner.Plan(Windows(count), new() { From = Night, Days = 7 }, Stop).Windows.Count);

    private static void Forecast(int count) =>
        Assert.Equal(
            count, new GatewayQueue(52, ServiceTimes.Constant(TimeSpan.FromSeconds(1)))
                .Forecast(ArrivalPattern.AllAtOnce(count), cancellation: Stop).Requests);

    private static void Replay(int count)
    {
        LoggedRequest[] requests =
        [
            .. Enumerable.Range(0, count).Select(i => new LoggedRequest(
                Night.AddMilliseconds(100 * i).Ticks, 5 * TimeSpan.TicksPerSecond, (ulong)(i % 40) + 1, LoggedRequestKind.Gateway)),
        ];
        Assert.Equal(count, QueueReplayer.Run(requests, null, new(), Stop)[0].Requests);
    }

    private static void Learn(int count)
    {
        ScheduledSite site = ScheduledSite.Create(1);
        IReadOnlyList<ApiClientLoad> load = [.. site.ReadLoad(Stop)];
        ApiClientLoad[] clients =
            [.. Enumerable.Range(0, count).SelectMany(i => load.Select(one => one with { User = $"{one.User}{i}" }))];
        Assert.NotEmpty(LearnedWindows.From(clients, new WindowTemplate { TimeZone = site.TimeZone }, _ => { }));
    }

    private static void InferWindows(int count)
    {
        StringBuilder text = new("JobName,VM,StartTime,EndTime,Status\n");
        for (int i = 0; i < count; i++)
        {
            DateTime start = Night.AddDays(i % 10);
            text.Append(FormattableString.Invariant($"job-{i / 10},vm-1,{start:s}Z,{start.AddMinutes(5):s}Z,Success\n"));
        }

        RunHistory history = new();
        foreach (BackupJobRun run in BackupJobReport.Parse(text.ToString(), "runs.csv", null, _ => { }).ToRuns())
        {
            history.Add(run);
        }

        Assert.Equal(count / 10, history.ToWindows(new() { TimeZone = "UTC" }, "runs.csv", _ => { }).Count());
    }

    private static void ReadCalendar(int count)
    {
        StringBuilder text = new("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
        for (int i = 0; i < count; i++)
        {
            text.Append(FormattableString.Invariant($"BEGIN:VEVENT\r\nUID:{i}\r\nSUMMARY:job {i}\r\n"))
                .Append(FormattableString.Invariant($"DTSTART:20260211T{i % 24:00}0000Z\r\n"))
                .Append("DURATION:PT30M\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n");
        }

        string path = Path.Combine(Path.GetTempPath(), $"vcsa-{Guid.NewGuid():N}.ics");
        try
        {
            File.WriteAllText(path, text.Append("END:VCALENDAR\r\n").ToString());
            WindowTemplate template = new() { TimeZone = "UTC", Role = WindowRole.Backup };
            Assert.Equal(count, new ScheduleFile(template, new RunHistory(), _ => { }).Read(path).Count());
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Windows of two roles that run in the night, each at a vCenter of its own.</summary>
    private static BackupWindow[] Windows(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new BackupWindow
        {
            Name = $"w{i}",
            Role = i % 2 == 0 ? WindowRole.Backup : WindowRole.Automation,
            Recurrence = Recurrence.Parse("daily 01:30"),
            TimeZone = "UTC",
            Duration = TimeSpan.FromHours(2),
            Server = [$"vc{i}.example.org"],
        }),
    ];

    private static string Event(int number, string name, string severity, string message) => string.Create(
        CultureInfo.InvariantCulture,
        $"Event [{number}] [1-1] [{Night.AddSeconds(number):s}Z] [vim.event.{name}] [{severity}] [] [] [{number}] [{message}]\n");

    private static LogInput Input(string name, StringBuilder text) =>
        LogInput.FromStream(name, new MemoryStream(Encoding.ASCII.GetBytes(text.ToString())));

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

    private static void Watch(int count)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("vcsa-");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "vpxd.log"), Storm(0, count));
            using FaultWatcher watcher = new([folder.FullName], new() { FromStart = true }, new LogReadReport());
            int faults = 0;
            do
            {
                faults += watcher.Poll().Count(item => item.Fault is not null);
            }
            while (watcher.IsBehind);

            Assert.Equal(count, faults + watcher.Complete().Count(item => item.Fault is not null));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void SumUpSessions(int count)
    {
        VCenterSession[] sessions =
            [.. Enumerable.Range(0, count).Select(i => new VCenterSession { Key = $"{i}", UserName = $"svc{i}", UserAgent = "pyvmomi" })];
        Assert.Equal(count, SessionSummary.Create(sessions, new(null, "8.0.3", null, null), "vc01").Total);
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
        StringBuilder text = new();
        for (int i = first; i < first + count; i++)
        {
            text.Append(FormattableString.Invariant($"{Night.AddMilliseconds(100 * i):yyyy-MM-ddTHH:mm:ss.fff}Z info vpxd[{i}] "))
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
