using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Reading;
using TestInputs = VcsaAuthGuard.Tests.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>Support bundles of several vCenter Servers that are read together.</summary>
public sealed class SeveralBundlesTests : IDisposable
{
    private const string Log = "var/log/vmware/vpxd/vpxd-8.log";

    private static readonly byte[] Incident = File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "incident", "vpxd-8.log"));

    private readonly TestInputs _inputs = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _inputs.Dispose();

    [Fact]
    public void Each_bundle_has_a_verdict_in_the_order_of_the_paths_regardless_of_the_number_read_at_one_time()
    {
        string[] paths = [.. Enumerable.Range(1, 9).Select(i => Bundle($"vc{i}.tgz", i % 3 == 0 ? Incident : Quiet(i)))];
        VcsaDiagnosis[] single = Read(paths, new() { Report = new(), ThrottleLimit = 1 });
        VcsaDiagnosis[] together = Read(paths, new() { Report = new(), ThrottleLimit = 64 });
        Assert.Equal(paths, single.Select(diagnosis => diagnosis.Source));
        Assert.Equal(single.Select(diagnosis => diagnosis.ToString()), together.Select(diagnosis => diagnosis.ToString()));
        Assert.Equal(paths, together.Select(diagnosis => diagnosis.Source));
        Assert.Equal(3, together.Count(diagnosis => diagnosis.Faults.Count > 0));
    }

    [Fact]
    public void A_damaged_bundle_is_one_row_and_its_damage_is_in_no_other_verdict()
    {
        byte[] whole = File.ReadAllBytes(Bundle("vc1.tgz", Incident));
        _inputs.Write("vc2.tgz", whole[..100]);
        Bundle("vc3.tgz", Incident);
        List<LogProblem> problems = [];
        LogReadReport report = new() { OnProblem = problems.Add };
        VcsaDiagnosis[] diagnoses = Read([.. Directory.GetFiles(_inputs.Folder).Order(StringComparer.Ordinal)], new() { Report = report });
        Assert.Equal([0, 1, 0], diagnoses.Select(diagnosis => diagnosis.Counts.Unreadable));
        Assert.Contains("vc2.tgz", Assert.Single(problems).Source, StringComparison.Ordinal);
        Assert.Equal(diagnoses.Sum(diagnosis => diagnosis.Counts.Lines), report.Counts.Lines);
        Assert.Equal(1, report.Counts.Unreadable);

        string[] table = [.. Overview(diagnoses).Lines(100)];
        Assert.Equal(4, table.Length);
        Assert.Matches("^VCENTER +VERDICT +CAUSE +WHEN", table[0]);
        string damaged = Assert.Single(table, row => row.StartsWith("vc2", StringComparison.Ordinal));
        Assert.Matches(@"^vc2\.tgz +Not read +Its gzip data ends too early", damaged);
        Assert.All(table, line => Assert.InRange(line.Length, 10, 100));
    }

    [Fact]
    public void Being_stopped_ends_the_reading_of_all_bundles()
    {
        _inputs.Write("vc0.tgz", File.ReadAllBytes(Bundle("vc1.tgz", Incident))[..100]);
        for (int i = 2; i < 20; i++)
        {
            Bundle($"vc{i}.tgz", Incident);
        }

        using CancellationTokenSource stop = new();
        LogReadReport report = new() { OnProblem = _ => stop.Cancel() };
        DiagnosisReader reader = new(new(), report) { ThrottleLimit = 2 };
        string[] paths = [.. Directory.GetFiles(_inputs.Folder).Order(StringComparer.Ordinal)];
        List<VcsaDiagnosis> before = [];
        Assert.ThrowsAny<OperationCanceledException>(() => before.AddRange(reader.Read(
            LogInputFinder.Find(paths, report, LogKinds.Diagnosis), stop.Token)));
        Assert.True(before.Count < paths.Length);
    }

    [Fact]
    public void The_table_starts_with_the_gravest_verdict()
    {
        VcsaDiagnosis Row(string server, DiagnosisVerdict verdict) => new() { Server = server, Verdict = verdict };
        DiagnosisOverview overview = Overview(
            [Row("a", DiagnosisVerdict.Unlikely), Row("b", DiagnosisVerdict.Unknown), Row("c", DiagnosisVerdict.Confirmed)]);
        Assert.Equal(["VCENTER", "c", "b", "a"], overview.Lines(80).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void A_name_that_is_longer_than_its_column_is_whole()
    {
        string server = $"{new string('v', 40)}.example.org";
        Assert.Contains(Overview([new() { Server = server }]).Lines(60), line => line.StartsWith(server + " ", StringComparison.Ordinal));
    }

    [Fact]
    public void Being_stopped_ends_all_bundles()
    {
        string[] paths = [.. Enumerable.Range(1, 6).Select(i => Bundle($"vc{i}.tgz", Incident))];
        using CancellationTokenSource stop = new();
        IEnumerable<VcsaDiagnosis> read = new DiagnosisReader(new(), new LogReadReport()).Read(paths.Select(LogInput.FromFile), stop.Token);
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (VcsaDiagnosis _ in read)
            {
                stop.Cancel();
            }
        });
    }

    [Fact]
    public void A_failure_of_the_work_reaches_the_caller_and_actions_run_on_the_callers_thread()
    {
        int caller = Environment.CurrentManagedThreadId;
        List<int> threads = [];
        ParallelWork<int, int> work = new([1, 2, 3, 4], 2, (item, post, _) =>
        {
            post(() => threads.Add(Environment.CurrentManagedThreadId));
            return item < 4 ? item : throw new InvalidOperationException("four");
        });
        List<int> results = [];
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => results.AddRange(work.Run(Stop)));
        Assert.Equal("four", error.Message);
        Assert.All(threads, thread => Assert.Equal(caller, thread));
    }

    private static byte[] Quiet(int host) => TestInputs.Log(host, lines: 200)[..2000];

    private static DiagnosisOverview Overview(IEnumerable<VcsaDiagnosis> diagnoses)
    {
        DiagnosisOverview overview = new();
        foreach (VcsaDiagnosis diagnosis in diagnoses)
        {
            overview.Add(diagnosis);
        }

        return overview;
    }

    private static VcsaDiagnosis[] Read(string[] paths, Reading reading) =>
    [
        .. new DiagnosisReader(new(), reading.Report) { ThrottleLimit = reading.ThrottleLimit }.Read(paths.Select(LogInput.FromFile), Stop),
    ];

    private string Bundle(string name, byte[] log) =>
        _inputs.Write(name, TestInputs.Gzip(TestInputs.Tar((Log, log, null))));

    private sealed record Reading
    {
        public required LogReadReport Report { get; init; }

        public int ThrottleLimit { get; init; } = int.MaxValue;
    }
}
