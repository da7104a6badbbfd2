using System.Net;
using Microsoft.Extensions.Time.Testing;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Tests.VSphere;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Tests.LiveServers;

/// <summary>The reader of a running server, against govmomi's simulator with the logs and events of the incident in samples/.</summary>
public sealed class LiveReaderTests
{
    private static readonly string Incident = Path.Combine(Repository.Root, "samples", "incident");
    private static readonly NetworkCredential Operator = new("operator@vsphere.local", "secret");
    private static readonly DateTimeOffset Before = new(2026, 2, 10, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_diagnosis_equals_that_of_the_files_and_takes_one_session_and_few_calls()
    {
        using LogSimulator simulator = Start(Incident, "-option", "config.vmacore.soap.maxSessionCount=2500");
        LogReadReport report = new();
        LiveReader reader = new(Options(simulator), report);

        VcsaDiagnosis live = Assert.Single(reader.Diagnose(new(), default, Stop));

        LogReadReport ofFiles = new();
        IReadOnlyList<LogInput> files = LogInputFinder.Find([Incident], ofFiles, LogKinds.Diagnosis);
        VcsaDiagnosis expected = Assert.Single(new DiagnosisReader(new() { Server = "127.0.0.1" }, ofFiles).Read(files, Stop));
        Assert.Equal(DiagnosisVerdict.Confirmed, live.Verdict);
        Assert.Equal(Text(expected), Text(live with { OpenSessions = null }));
        Assert.Equal("1 of 2,500 sessions are open; operator@vsphere.local from 127.0.0.1 has 1.", live.OpenSessions!.ToString());
        Assert.Equal(expected.Load.Select(client => client.ToString()), live.Load.Select(client => client.ToString()));
        Assert.Equal((expected.From, expected.To, expected.Version), (live.From, live.To, live.Version));
        Assert.Empty(reader.Missing);
        Assert.Null(reader.LogoutFailure);

        SimulatorCounts counts = await simulator.CountAsync(Stop);
        Assert.Equal(new(1, 0, 1), counts.Users[Operator.UserName]);
        Assert.Equal((1, 1), (counts.Of("Login"), counts.Of("Logout")));
        Assert.Equal((1, 1, 1), (counts.Of("QueryDescriptions"), counts.Of("CreateCollectorForEvents"), counts.Of("DestroyCollector")));
        Assert.Equal((1, 1), (counts.Of("QueryOptions"), counts.Concurrent));
        // Three logs of at most 704 lines: two calls to find the start of each, and one for each 500 lines.
        Assert.Equal((3 * 2) + 1 + 2 + 1, counts.Of("BrowseDiagnosticLog"));
        Assert.Equal(2, counts.Of("ReadNextEvents"));
        Assert.Empty(counts.Refused);
    }

    [Fact]
    public void Faults_and_load_equal_those_of_the_files()
    {
        using LogSimulator simulator = Start(Incident);
        FaultQuery query = new() { Kinds = FaultQuery.AllKinds };
        LogReadReport ofFiles = new();

        AuthFault[] faults = [.. new LiveReader(Options(simulator), new()).ReadFaults(query, Stop)];
        ApiClientLoad[] load = [.. new LiveReader(Options(simulator), new()).ReadLoad(LoadRules.Default, default, Stop)];

        AuthFault[] expected = [.. FaultReader.Read(LogInputFinder.Find([Incident], ofFiles, query.Logs), query, ofFiles, Stop)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(Strip), faults.Select(Strip));
        Assert.All(faults, fault => Assert.StartsWith("127.0.0.1/vpxd", fault.Source, StringComparison.Ordinal));
        ApiClientLoad[] loadOfFiles =
        [
            .. new ApiLoadReader(LoadRules.Default, ofFiles).Read(LogInputFinder.Find([Incident], ofFiles, LogKinds.All), Stop),
        ];
        Assert.Equal(loadOfFiles.Select(client => client.ToString()), load.Select(client => client.ToString()));
        Assert.Equal(loadOfFiles.Select(client => client.Logins), load.Select(client => client.Logins));
    }

    [Fact]
    public async Task A_session_that_is_ended_meanwhile_is_replaced_by_one_login()
    {
        using LogSimulator simulator = Start(Incident, "-end-after", "8");
        LiveReader reader = new(Options(simulator, loginInterval: TimeSpan.Zero), new());

        VcsaDiagnosis diagnosis = Assert.Single(reader.Diagnose(new(), default, Stop));

        Assert.Equal(DiagnosisVerdict.Confirmed, diagnosis.Verdict);
        Assert.Empty(reader.Missing);
        SimulatorCounts counts = await simulator.CountAsync(Stop);
        Assert.Equal((2, 1), (counts.Of("Login"), counts.Refused["BrowseDiagnosticLog"]));
    }

    [Fact]
    public async Task A_session_that_was_handed_in_and_is_ended_meanwhile_is_an_error_and_no_login()
    {
        using LogSimulator simulator = Start(Incident, "-end-after", "9");
        using VSphereClient client = new(simulator.Client);
        await client.LoginAsync(Operator, Stop);
        LiveServerOptions options = Options(simulator) with
        {
            Session = new() { Access = new(simulator.Client, [client.Secret!]), Interval = TimeSpan.Zero },
        };
        List<LogProblem> problems = [];
        LiveReader reader = new(options, new() { OnProblem = problems.Add });

        VcsaDiagnosis diagnosis = Assert.Single(reader.Diagnose(new(), default, Stop));

        Assert.IsType<NotAuthenticatedException>(Assert.Single(problems).Exception);
        Assert.Contains(diagnosis.MissingEvidence, missing => missing.Rule == "Logs");
        SimulatorCounts counts = await simulator.CountAsync(Stop);
        Assert.Equal((1, 0), (counts.Of("Login"), counts.Of("Logout")));
    }

    [Fact]
    public async Task A_restart_of_the_server_meanwhile_is_waited_for()
    {
        using LogSimulator simulator = Start(Incident, "-end-after", "8", "-outage", "2");
        FakeTimeProvider time = new();
        LiveServerOptions options = Options(simulator, loginInterval: TimeSpan.Zero);
        LiveReader reader = new(options with { Session = options.Session with { TimeProvider = time } }, new());

        Task<VcsaDiagnosis[]> reading = Task.Run(() => reader.Diagnose(new(), default, Stop).ToArray(), Stop);
        while (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Stop);
        }

        Assert.Equal(DiagnosisVerdict.Confirmed, Assert.Single(await reading).Verdict);
        Assert.Equal(2, (await simulator.CountAsync(Stop)).Of("Login"));
    }

    [Fact]
    public void Privileges_that_are_missing_are_named_with_what_they_hide()
    {
        using LogSimulator simulator = Start(Incident, "-deny", "QueryDescriptions", "-deny", "CreateCollectorForEvents");
        LiveReader reader = new(Options(simulator), new());

        VcsaDiagnosis diagnosis = Assert.Single(reader.Diagnose(new(), default, Stop));

        Assert.Equal(DiagnosisVerdict.Unknown, diagnosis.Verdict);
        Assert.Equal(["Logs", "Events"], reader.Missing.Select(part => part.Name));
        Assert.Equal(
            ["No log could be read: the account lacks Global.Diagnostics.", "Login events are not known: the account lacks System.View."],
            diagnosis.MissingEvidence.Where(missing => missing.Rule is "Logs" or "Events").Select(missing => missing.Statement));
    }

    [Fact]
    public async Task Only_lines_since_the_time_of_interest_are_read()
    {
        using LogFolder folder = new();
        DateTimeOffset start = new(2026, 2, 11, 0, 0, 0, TimeSpan.Zero);
        const int Lines = 20_000;
        for (int log = 1; log <= 3; log++)
        {
            await File.WriteAllLinesAsync(
                Path.Combine(folder.Path, $"vpxd-{log}.log"),
                Enumerable.Range((log - 1) * Lines, Lines).Select(i => $"{start.AddSeconds(i):yyyy-MM-ddTHH:mm:ss.fffZ} "
                    + $"info vpxd[{i}] [Originator@6876 sub=vpxLro opID={i:x8}] [VpxLRO] -- FINISH lro-{i}"),
                Stop);
        }

        using LogSimulator simulator = Start(folder.Path);
        LogReadReport report = new();
        // In the middle of the second log.
        LiveReader reader = new(Options(simulator, start.AddSeconds(Lines * 1.5)), report);

        Assert.Empty(reader.ReadFaults(new(), Stop));

        Assert.InRange(report.Counts.Lines, Lines * 1.5, (Lines * 1.5) + 600);
        SimulatorCounts counts = await simulator.CountAsync(Stop);
        // 30,000 lines in pages of 500, and a search by halves in one log.
        Assert.InRange(counts.Of("BrowseDiagnosticLog"), 60, 60 + 20);
    }

    [Fact]
    public async Task Twenty_servers_are_read_at_once_and_the_failure_of_one_does_not_matter_to_the_others()
    {
        const int Servers = 20;
        using LogSimulator simulator = Start(Incident);
        LiveServerOptions[] servers =
        [
            .. Enumerable.Range(0, Servers).Select(i => Options(simulator) with
            {
                Session = new()
                {
                    Access = new(
                        i == 7 ? simulator.Client with { Address = new("https://127.0.0.1:1/sdk") } : simulator.Client,
                        new NetworkCredential($"user-{i}@vsphere.local", "secret")),
                    Interval = TimeSpan.Zero,
                },
            }),
        ];
        int thread = Environment.CurrentManagedThreadId;
        List<DiagnosisVerdict> verdicts = [];
        List<Exception> failures = [];

        ParallelServers.Run(
            servers,
            Servers,
            (server, post, token) =>
            {
                try
                {
                    foreach (VcsaDiagnosis diagnosis in new LiveReader(server, new()).Diagnose(new(), default, token))
                    {
                        post(() => verdicts.Add(Environment.CurrentManagedThreadId == thread ? diagnosis.Verdict : default));
                    }
                }
                catch (ServerUnreachableException e)
                {
                    post(() => failures.Add(e));
                }
            },
            Stop);

        Assert.Equal(Enumerable.Repeat(DiagnosisVerdict.Confirmed, Servers - 1), verdicts);
        Assert.Single(failures);
        SimulatorCounts counts = await simulator.CountAsync(Stop);
        Assert.Equal((Servers - 1, Servers - 1), (counts.Of("Login"), counts.Of("Logout")));
        Assert.All(counts.Users.Values, user => Assert.Equal((1, 0), (user.Peak, user.Sessions)));
    }

    [Fact]
    public async Task A_cancellation_ends_the_session()
    {
        using LogSimulator simulator = Start(Incident, "-method-delay", "BrowseDiagnosticLog=60000");
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task<AuthFault[]> reading = Task.Run(
            () => new LiveReader(Options(simulator), new()).ReadFaults(new(), stop.Token).ToArray(), Stop);
        while ((await simulator.CountAsync(Stop)).Of("QueryDescriptions") == 0)
        {
            await Task.Delay(10, Stop);
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        SimulatorCounts counts = await simulator.CountAsync(Stop);
        Assert.Equal((1, 1), (counts.Of("Login"), counts.Of("Logout")));
    }

    private static AuthFault Strip(AuthFault fault) => fault with { Source = null, Server = null };

    private static LogSimulator Start(string folder, params string[] flags)
    {
        LogSimulator simulator = new(folder, flags);
        simulator.Require();
        return simulator;
    }

    private static LiveServerOptions Options(LogSimulator simulator, DateTimeOffset? after = null, TimeSpan? loginInterval = null) => new()
    {
        Session = new()
        {
            Access = new(simulator.Client, Operator),
            Interval = TimeSpan.Zero,
            LoginInterval = loginInterval ?? TimeSpan.FromMinutes(1),
        },
        After = after ?? Before,
    };

    /// <summary>Returns the text of a diagnosis, with the names of logs without their folders.</summary>
    private static string Text(VcsaDiagnosis diagnosis) =>
        string.Join('\n', DiagnosisText.Lines(diagnosis with { Source = null }, 4000))
            .Replace(Incident + "/", "", StringComparison.Ordinal)
            .Replace("127.0.0.1/", "", StringComparison.Ordinal);
}
