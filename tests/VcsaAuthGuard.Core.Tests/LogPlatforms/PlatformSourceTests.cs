using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Tests.Logs;


namespace VcsaAuthGuard.Tests.LogPlatforms;

/// <summary>
/// Tests that a platform gives what the files give: the same incident through each stand-in, with every page size, whole and split.
/// </summary>
public class PlatformSourceTests
{
    public static TheoryData<LogPlatform, int, bool> Cases
    {
        get
        {
            TheoryData<LogPlatform, int, bool> cases = [];
            foreach (LogPlatform platform in Enum.GetValues<LogPlatform>())
            {
                foreach (int size in new[] { 20, 100, 1000 })
                {
                    cases.Add(platform, size, false);
                    cases.Add(platform, size, true);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Faults_of_a_fleet_are_those_of_the_files(LogPlatform platform, int pageSize, bool isSplit)
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
        CollectedLogs fleet = PlatformFixture.Fleet(isSplit);
        // Loki keeps a stream's order. OpenSearch has it from the offsets. Aria Operations for Logs promises none: lines of an entry must
        // not be shuffled there.
        bool canShuffle = platform == LogPlatform.OpenSearch || (platform == LogPlatform.AriaLogs && !isSplit);
        standIn.Logs = canShuffle ? fleet.Shuffled(pageSize) : fleet;
        PlatformOptions options = PlatformFixture.Options(platform, standIn) with { PageSize = pageSize };

        using PlatformLogs logs = PlatformFixture.Open(options, standIn);
        LogReadReport report = new();
        AuthFault[] faults =
        [
            .. FaultReader.Read(logs, new() { Kinds = FaultQuery.AllKinds }, report, TestContext.Current.CancellationToken),
        ];

        string[] expected = PlatformFixture.Comparable(PlatformFixture.FaultsOfFiles());
        Assert.True(expected.Length > 200);
        Assert.Equal(expected, PlatformFixture.Comparable(faults));
        Assert.Equal(0, report.Counts.Orphans);
        Assert.InRange(report.Counts.FirstTime!.Value, options.After, report.Counts.LastTime!.Value);
        Assert.Equal(faults.Length, faults.Select(fault => fault.Source + fault.Text).Distinct().Count());
        Assert.All(
            faults,
            fault =>
                Assert.Matches($"^{platform} {fault.Server} 127.0.0.1:[0-9]+/var/log/vmware/vpxd/vpxd-[0-9].log#.*[0-9]+$", fault.Source)
        );
        Assert.True(isSplit || standIn.EventsSent < fleet.Events.Count, "Only events that may matter travel.");
        Assert.InRange(logs.MaxConcurrent, 1, 4);
    }

    [Theory]
    [InlineData(LogPlatform.AriaLogs, 50, false)]
    [InlineData(LogPlatform.AriaLogs, 1000, true)]
    [InlineData(LogPlatform.Loki, 50, true)]
    [InlineData(LogPlatform.OpenSearch, 50, true)]
    [InlineData(LogPlatform.OpenSearch, 1000, false)]
    [InlineData(LogPlatform.VictoriaLogs, 50, true)]
    [InlineData(LogPlatform.Splunk, 50, true)]
    public async Task Load_and_diagnosis_are_those_of_the_files(LogPlatform platform, int pageSize, bool isSplit)
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
        standIn.Logs = PlatformFixture.Fleet(isSplit);
        PlatformOptions options = PlatformFixture.Options(platform, standIn) with { PageSize = pageSize };
        LogReadReport report = new();
        IReadOnlyList<LogInput> files = LogInputFinder.Find([PlatformFixture.IncidentFolder], report, LogKinds.All);

        using PlatformLogs logs = PlatformFixture.Open(options, standIn);
        ApiClientLoad[] load = [.. new ApiLoadReader(LoadRules.Default, report).Read(logs, TestContext.Current.CancellationToken)];
        ApiClientLoad[] ofFiles = [.. new ApiLoadReader(LoadRules.Default, report).Read(files, TestContext.Current.CancellationToken)];
        Assert.Equal(ofFiles.Select(Shown), load.Where(client => client.Server == PlatformFixture.Incident).Select(Shown));
        Assert.Contains(load, client => client.Server == PlatformFixture.Busy);
        Assert.All(load, client => Assert.Equal($"{platform} {client.Server} {options.Address.Authority}", client.Source));

        VcsaDiagnosis[] diagnoses = [.. new DiagnosisReader(new(), report).Read(logs, TestContext.Current.CancellationToken)];
        Assert.Equal([PlatformFixture.Incident, PlatformFixture.Busy], diagnoses.Select(diagnosis => diagnosis.Server));
        VcsaDiagnosis expected = Assert.Single(
            new DiagnosisReader(new() { Server = PlatformFixture.Incident }, report).Read(files, TestContext.Current.CancellationToken)
        );
        VcsaDiagnosis found = diagnoses[0];
        Assert.Equal(DiagnosisCause.ApiStorm, found.Cause);
        Assert.Equal(
            (expected.Verdict, expected.Cause, expected.Confidence, expected.Summary, expected.From, expected.To, expected.Version),
            (found.Verdict, found.Cause, found.Confidence, found.Summary, found.From, found.To, found.Version)
        );
        Assert.Equal(expected.Faults.Select(count => count.ToString()), found.Faults.Select(count => count.ToString()));
        Assert.Equal(
            expected.Bursts.Select(burst => (burst.Start, burst.End, burst.Count, burst.PeakCount)),
            found.Bursts.Select(burst => (burst.Start, burst.End, burst.Count, burst.PeakCount))
        );
        Assert.Equal(expected.Evidence.Select(item => item.Statement), found.Evidence.Select(item => item.Statement));
        Assert.Equal(expected.Load.Select(Shown), found.Load.Select(Shown));
    }

    [Theory]
    [InlineData(LogPlatform.AriaLogs, 1000)]
    [InlineData(LogPlatform.AriaLogs, 100)]
    [InlineData(LogPlatform.Loki, 1000)]
    [InlineData(LogPlatform.Loki, 100)]
    [InlineData(LogPlatform.OpenSearch, 1000)]
    [InlineData(LogPlatform.OpenSearch, 100)]
    [InlineData(LogPlatform.VictoriaLogs, 1000)]
    [InlineData(LogPlatform.VictoriaLogs, 100)]
    [InlineData(LogPlatform.Splunk, 1000)]
    [InlineData(LogPlatform.Splunk, 100)]
    public async Task Split_entries_take_at_most_twice_the_requests_of_whole_ones(LogPlatform platform, int pageSize)
    {
        (int whole, string[] faults) = await ReadAsync(isSplit: false);
        (int split, string[] joined) = await ReadAsync(isSplit: true);
        TestContext.Current.TestOutputHelper?.WriteLine($"{whole} requests for whole entries, {split} for split ones");
        Assert.Equal(1000, faults.Length);
        Assert.Equal(faults, joined);
        Assert.True(split <= 2 * whole, $"{split} requests for split entries, {whole} for whole ones");

        async Task<(int Requests, string[] Faults)> ReadAsync(bool isSplit)
        {
            await using StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
            standIn.Logs = PlatformFixture.FiveVCenters(isSplit);
            PlatformOptions options = PlatformFixture.Options(platform, standIn) with { PageSize = pageSize };
            AuthFault[] found = PlatformFixture.Faults(options, standIn);
            return (standIn.Searches, PlatformFixture.Comparable(found));
        }
    }

    [Theory]
    [InlineData(LogPlatform.AriaLogs, 50)]
    [InlineData(LogPlatform.Loki, 1000)]
    [InlineData(LogPlatform.Loki, 100)]
    [InlineData(LogPlatform.OpenSearch, 1000)]
    [InlineData(LogPlatform.VictoriaLogs, 1000)]
    [InlineData(LogPlatform.Splunk, 1000)]
    public async Task Faults_that_are_far_apart_take_at_most_twice_the_requests_too(LogPlatform platform, int pageSize)
    {
        (int whole, string[] faults) = await ReadAsync(isSplit: false);
        (int split, string[] joined) = await ReadAsync(isSplit: true);
        TestContext.Current.TestOutputHelper?.WriteLine($"{whole} requests for whole entries, {split} for split ones");
        Assert.Equal(1000, faults.Length);
        Assert.Equal(faults, joined);
        Assert.True(split <= 2 * whole, $"{split} requests for split entries, {whole} for whole ones");

        async Task<(int Requests, string[] Faults)> ReadAsync(bool isSplit)
        {
            await using StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
            standIn.Logs = PlatformFixture.FiveVCenters(isSplit, stretch: 1000);
            PlatformOptions options = PlatformFixture.Options(platform, standIn) with { PageSize = pageSize };
            AuthFault[] found = PlatformFixture.Faults(options, standIn);
            return (standIn.Searches, PlatformFixture.Comparable(found));
        }
    }

    [Fact]
    public async Task A_loki_that_cannot_name_times_is_read_in_groups()
    {
        await using StandInLoki standIn = new() { IsWithoutTimestamp = true };
        await standIn.StartAsync();
        standIn.Logs = PlatformFixture.FiveVCenters(isSplit: true, stretch: 1000);
        PlatformOptions options = PlatformFixture.Options(LogPlatform.Loki, standIn) with { Before = PlatformFixture.After.AddDays(1) };
        Assert.InRange(PlatformFixture.Faults(options, standIn).Length, 50, 100);
    }

    [Theory]
    [InlineData(LogPlatform.AriaLogs)]
    [InlineData(LogPlatform.Loki)]
    [InlineData(LogPlatform.OpenSearch)]
    [InlineData(LogPlatform.VictoriaLogs)]
    [InlineData(LogPlatform.Splunk)]
    public async Task Only_the_servers_the_window_and_the_kinds_asked_for_are_given(LogPlatform platform)
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
        standIn.Logs = PlatformFixture.Fleet(isSplit: false);
        AuthFault[] all =
        [
            .. PlatformFixture
                .FaultsOfFiles()
                .Where(fault => fault.Server == PlatformFixture.Incident && fault.Kind == AuthFaultKind.NotAuthenticated),
        ];
        DateTimeOffset half = all[all.Length / 2].Time!.Value;
        PlatformOptions options = PlatformFixture.Options(platform, standIn) with { Servers = [PlatformFixture.Incident], Before = half };

        AuthFault[] early = PlatformFixture.Faults(options, standIn, new());
        AuthFault[] late = PlatformFixture.Faults(options with { After = half, Before = half.AddDays(1) }, standIn, new());

        Assert.NotEmpty(early);
        Assert.All(early, fault => Assert.True(fault.Time < half));
        Assert.Equal(PlatformFixture.Comparable(all), PlatformFixture.Comparable([.. early, .. late]));
    }

    [Theory]
    [InlineData(SearchServer.OpenSearch, false)]
    [InlineData(SearchServer.OldOpenSearch, false)]
    [InlineData(SearchServer.Elasticsearch, false)]
    [InlineData(SearchServer.ScrollOnly, true)]
    internal async Task A_point_in_time_or_a_scroll_is_used_and_closed(SearchServer server, bool isSplit)
    {
        await using StandInOpenSearch standIn = new() { Server = server, Logs = PlatformFixture.Fleet(isSplit) };
        await standIn.StartAsync();
        PlatformOptions options = PlatformFixture.Options(LogPlatform.OpenSearch, standIn) with { PageSize = 20 };
        Assert.Equal(
            PlatformFixture.Comparable(PlatformFixture.FaultsOfFiles()),
            PlatformFixture.Comparable(PlatformFixture.Faults(options, standIn))
        );
        Assert.Equal(0, standIn.StillOpen);
    }

    [Theory]
    [InlineData("message", null, "host.name")]
    [InlineData("event.original", "message", "log.syslog.hostname")]
    [InlineData("event.original", "message", "observer.name")]
    [InlineData("log", null, "host.hostname")]
    [InlineData("body", null, "agent.name")]
    public async Task Fields_of_documents_are_found_in_a_sample_and_told(string text, string? rest, string host)
    {
        await using StandInOpenSearch standIn = new() { Fields = (text, rest, host), Logs = PlatformFixture.Fleet(isSplit: false) };
        await standIn.StartAsync();
        PlatformOptions options = PlatformFixture.Options(LogPlatform.OpenSearch, standIn);
        using PlatformLogs logs = PlatformFixture.Open(options, standIn);
        AuthFault[] faults =
        [
            .. FaultReader.Read(logs, new() { Kinds = FaultQuery.AllKinds }, new(), TestContext.Current.CancellationToken),
        ];
        Assert.Equal(PlatformFixture.Comparable(PlatformFixture.FaultsOfFiles()), PlatformFixture.Comparable(faults));
        Assert.Equal(
            $"The text is read from the field '{text}' (-TextField), and the vCenter Server's name from '{host}' (-HostField).",
            logs.FieldsFound);

        int requests = standIn.Requests.Count;
        PlatformFixture.Faults(options with { TextField = text, HostField = host }, standIn);
        Assert.DoesNotContain("POST /*/_search", standIn.Requests.Skip(requests));
    }

    [Theory]
    [InlineData(LogPlatform.AriaLogs)]
    [InlineData(LogPlatform.OpenSearch)]
    [InlineData(LogPlatform.VictoriaLogs)]
    [InlineData(LogPlatform.Splunk)]
    public async Task Lines_of_one_time_in_no_promised_order_are_said_to_be_doubtful(LogPlatform platform)
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
        string fault = StandInOpenSearch.GeneratedFault(0).Text;
        standIn.Logs = CollectedLogs.OfLog(
            fault + "\n" + fault.Replace("opID=00000000", "opID=00000001", StringComparison.Ordinal) + "\n",
            "vc",
            "vpxd-1.log",
            isSplit: true
        );
        if (standIn is StandInOpenSearch search)
        {
            search.HasOffsets = false;
        }

        using PlatformLogs logs = PlatformFixture.Open(PlatformFixture.Options(platform, standIn), standIn);
        Assert.Equal(2, FaultReader.Read(logs, new(), new(), TestContext.Current.CancellationToken).Count());
        Assert.Equal(2, logs.DoubtfulEntries);
    }

    [Theory]
    [InlineData(LogPlatform.AriaLogs)]
    [InlineData(LogPlatform.OpenSearch)]
    [InlineData(LogPlatform.VictoriaLogs)]
    [InlineData(LogPlatform.Splunk)]
    public async Task Lines_of_one_time_that_are_mixed_make_the_same_entries(LogPlatform platform)
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(platform);
        if (standIn is StandInOpenSearch search)
        {
            search.HasOffsets = false;
        }

        PlatformOptions options = PlatformFixture.Options(platform, standIn) with { PageSize = 100 };
        standIn.Logs = PlatformFixture.FiveVCenters(isSplit: false);
        string[] whole = PlatformFixture.Comparable(PlatformFixture.Faults(options, standIn).Select(WithSortedLines));
        standIn.Logs = PlatformFixture.FiveVCenters(isSplit: true).Shuffled(seed: 5);
        Assert.Equal(whole, PlatformFixture.Comparable(PlatformFixture.Faults(options, standIn).Select(WithSortedLines)));

        static AuthFault WithSortedLines(AuthFault fault)
        {
            string[] lines = fault.Text!.Split('\n');
            return fault with { Text = string.Join('\n', [lines[0], .. lines[1..].Order(StringComparer.Ordinal)]) };
        }
    }

    [Fact]
    public async Task A_fault_without_a_time_of_its_own_has_the_platforms()
    {
        await using StandInPlatform standIn = await PlatformFixture.StartAsync(LogPlatform.Loki);
        string fault = StandInOpenSearch.GeneratedFault(0).Text;
        standIn.Logs = new([
            new(1_770_775_448_123_456_700, "vc", "vpxd.log", 0, fault[(fault.IndexOf(' ', StringComparison.Ordinal) + 1)..]),
        ]);
        Assert.Equal(
            new DateTimeOffset(2026, 2, 11, 2, 4, 8, TimeSpan.Zero).AddTicks(1_234_567),
            Assert.Single(PlatformFixture.Faults(PlatformFixture.Options(LogPlatform.Loki, standIn), standIn)).Time
        );
    }

    /// <summary>A client's figures, without where they were found.</summary>
    private static string Shown(ApiClientLoad client) => string.Join("; ", typeof(ApiClientLoad).GetProperties()
        .Where(property => property.Name is not (nameof(ApiClientLoad.Source) or nameof(ApiClientLoad.Server)))
        .Select(property => $"{property.Name}={property.GetValue(client)}"));
}
