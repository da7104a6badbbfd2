using System.Net;
using System.Text;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Diagnosis.Signatures;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Pacing;
using VcsaAuthGuard.Tests.VSphere;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Tests.Fuzzing;

/// <summary>The readers of text and bytes from elsewhere, each with a corpus and the exceptions that it documents.</summary>
internal static class FuzzTargets
{
    private static readonly string Root = Path.Combine(Repository.Root, "tests", "fixtures");

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("logs", Files("samples/*.log", "cases/*.log", "cases/*.jsonl", "cases/shapes/*.*"), ReadLog("vpxd.log")),
        new("tar with gzip", [Logs.Inputs.Gzip(Tar())], ReadLog("vc01.tgz")),
        new("tar", [Tar()], ReadLog("vc01.tar")),
        new("gzip", [Logs.Inputs.Gzip(Logs.Inputs.Log(1))], ReadLog("vpxd-1.log.gz")),
        new("zip", [Logs.Inputs.Zip(("vpxd/vpxd-1.log", Logs.Inputs.Log(1)), ("vpxd-2.log", Logs.Inputs.Log(2)))], ReadLog("vc01.zip")),
        new("job reports", Files("job-reports/*.*", "cases/j*.*", "cases/w*.csv"), ReadJobReport),
        new("windows as CSV", [.. Files("cases/w*.csv"), Utf8(WindowsCsv)], ReadSchedule("windows.csv")),
        new("windows as JSON", [Utf8(WindowsJson)], ReadSchedule("windows.json")),
        new("calendars", Files("cases/*.ics"), ReadSchedule("windows.ics")),
        new("crontabs", Files("cases/f12*"), ReadSchedule("crontab")),
        new("scheduled tasks", Files("cases/f15*"), ReadSchedule("tasks.csv")),
        new("signatures", [Utf8(Signatures)], ReadSignatures),
        new("service-control", Files("samples/service-control.txt"), ReadServices),
        new("services over REST", [Utf8(RestServices), Utf8("\"0123456789abcdef0123456789abcdef\"")], ReadRest),
        new("SOAP", [.. SoapAnswers()], ReadSoap) { OrdinaryCount = 40 },
        new("the state of a watcher", [Utf8(State)], ReadState),
        new("checkpoints", [Checkpoint()], ReadCheckpoint),
    ];

    private const string WindowsCsv = """
        Name,Role,Recurrence,TimeZone,Duration,Server,Sessions
        nightly,Backup,daily 22:00,Europe/Berlin,2h,vc01.example.org,4
        scan,Automation,"cron 0 23 * * 1-5",UTC,1h 30m,vc01.example.org,2
        patches,Maintenance,monthly second Sunday 02:00,America/New_York,PT3H,vc01.example.org,
        rule,Backup,RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=10,UTC,1h,vc02.example.org,1
        """;

    private const string WindowsJson = """
        [{"Name":"nightly","Role":"Backup","Recurrence":"daily 22:00","TimeZone":"UTC","Duration":"02:00:00","Server":["vc01"]},
        {"Name":"scan","Role":"Automation","Recurrence":"weekly Mon 23:00","TimeZone":"Europe/Berlin","Duration":"1h","Load":{"VMs":40}}]
        """;

    private const string Signatures = """
        [{"name":"MyProxy","pattern":"proxy (\\w+ )?refused","log":"Vpxd","threshold":3,"explanation":"The proxy is full.",
        "remedy":"Empty it.","link":"https://www.example.org/kb/1"},{"name":"Second","pattern":"x+","explanation":"y"}]
        """;

    private const string RestServices = """
        {"vpxd":{"state":"STARTED","startup_type":"AUTOMATIC","health":"HEALTHY","name_key":"cis.vpxd","description_key":"x"},
        "envoy-hgw":{"state":"STOPPED","startup_type":"AUTOMATIC","name_key":"y","description_key":"z"}}
        """;

    private const string State = """
        {"format":"VcsaAuthGuard watch 2","saved":"2026-02-11T02:00:00+00:00","logs":[],"counters":[],"bursts":[]}
        """;

    private static Action<byte[]> ReadLog(string name) => bytes => InFile(name, bytes, path =>
    {
        LogReadReport report = new() { OnProblem = _ => { } };
        DiagnosisReader reader = new(new DiagnosisOptions(), report);
        foreach (VcsaDiagnosis diagnosis in reader.Read(LogInputFinder.Find([path], report, LogKinds.All)))
        {
            Assert.NotEmpty(DiagnosisText.Lines(diagnosis, 80));
        }
    });

    private static void ReadJobReport(byte[] bytes)
    {
        BackupJobReport report = BackupJobReport.Parse(BackupJobReport.Decode(bytes), "report", new() { TimeZone = "UTC" }, _ => { });
        Assert.All(report.ToRuns(), run => Assert.True(run.Duration is null || run.Duration >= TimeSpan.Zero));
    }

    private static Action<byte[]> ReadSchedule(string name) => bytes => InFile(name, bytes, path =>
    {
        WindowTemplate template = new() { TimeZone = "UTC", Duration = TimeSpan.FromHours(1), Role = WindowRole.Backup };
        RunHistory history = new();
        List<BackupWindow> windows = [.. new ScheduleFile(template, history, _ => { }).Read(path)];
        windows.AddRange(history.ToWindows(template, path, _ => { }));
        Assert.All(windows, window => Assert.True(window.Duration > TimeSpan.Zero));
    });

    private static void ReadSignatures(byte[] bytes)
    {
        using StringReader text = new(Encoding.UTF8.GetString(bytes));
        _ = SignatureFile.Read(text, "signatures", _ => { });
    }

    private static void ReadServices(byte[] bytes)
    {
        try
        {
            _ = SavedServiceStatus.Read(Encoding.UTF8.GetString(bytes), "status");
        }
        catch (FormatException)
        {
            // It is no status.
        }
    }

    private static void ReadRest(byte[] bytes)
    {
        Uri address = new("https://vc01.example.org");
        using RestServiceControl control = new(new FixedAnswer(bytes), address, new NetworkCredential("a", "b"));
        try
        {
            control.ReadAsync([], true, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is ApplianceException or ServerException)
        {
            // It is no list of services.
        }
    }

    private static void ReadSoap(byte[] bytes)
    {
        string body = Encoding.UTF8.GetString(bytes);
        using StandInServer server = new(request => StandInAnswers.Healthy(request) with { Body = body });
        VSphereClientOptions options = new()
        {
            Address = server.Address,
            Thumbprint = CertificateThumbprint.Parse(StandInServer.Thumbprint),
        };
        using VSphereClient client = new(options);
        foreach (Func<Task> call in new Func<Task>[]
        {
            () => client.ConnectAsync(TestContext.Current.CancellationToken),
            () => client.LoginAsync(new("a", "b"), TestContext.Current.CancellationToken),
            () => client.ReadSessionsAsync(TestContext.Current.CancellationToken),
        })
        {
            try
            {
                call().GetAwaiter().GetResult();
            }
            catch (ServerException)
            {
                // It is no answer to this call.
            }
        }
    }

    private static void ReadState(byte[] bytes) => InFile("state.json", bytes, path =>
    {
        try
        {
            _ = WatchState.Load(path);
        }
        catch (WatchStateException)
        {
            // It is no state.
        }
    });

    private static void ReadCheckpoint(byte[] bytes) => InFile("batch.checkpoint", bytes, path =>
    {
        try
        {
            Assert.True(BatchCheckpoint.Load(path, "run").Count >= 0);
        }
        catch (BatchCheckpointException)
        {
            // It is no checkpoint.
        }
    });

    private static byte[] Tar() =>
        Logs.Inputs.Tar(
            ("vc01/var/log/vmware/vpxd/vpxd-1.log", Logs.Inputs.Log(1), null),
            ("vc01/var/log/vmware/vpxd/vpxd-2.log.gz", Logs.Inputs.Gzip(Logs.Inputs.Log(2)), null),
            ("vc01/var/log/vmware/vpxd/vpxd.log", null, "vpxd-1.log")
        );

    private static byte[] Checkpoint()
    {
        string path = Path.Combine(Path.GetTempPath(), "vcsa-" + Path.GetRandomFileName());
        try
        {
            using (BatchCheckpoint checkpoint = BatchCheckpoint.Load(path, "run"))
            {
                checkpoint.Start();
                checkpoint.Add(["vm-1", "vm-2"]);
            }

            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<byte[]> SoapAnswers() =>
        new[] { "RetrieveServiceContent", "Login", "RetrievePropertiesEx" }.Select(method =>
            Utf8(StandInAnswers.Healthy(new("", $"<Body><{method} >")).Body));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static IReadOnlyList<byte[]> Files(params string[] patterns) =>
    [
        .. patterns
            .SelectMany(pattern => Directory.GetFiles(Path.GetDirectoryName(Path.Combine(Root, pattern))!, Path.GetFileName(pattern)))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes),
    ];

    private static void InFile(string name, byte[] bytes, Action<string> read)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("vcsa-fuzz-");
        try
        {
            string path = Path.Combine(folder.FullName, name);
            File.WriteAllBytes(path, bytes);
            read(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Answers every request with the same bytes.</summary>
    private sealed class FixedAnswer(byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body), RequestMessage = request });
    }
}
