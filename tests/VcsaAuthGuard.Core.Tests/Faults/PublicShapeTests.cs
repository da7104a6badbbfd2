using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Faults;

/// <summary>Further shapes of lines as people publish them; their origin is in tests/fixtures/cases/README.md.</summary>
public class PublicShapeTests
{
    [Theory]
    [InlineData("relay-loginsight.log", "2017-04-20T19:43:25.147Z", "verbose", "6CAFEB70", "WFU-4a548e30")]
    [InlineData("relay-blank-time.log", "2022-04-01T00:41:48Z", "warning", "526387", "esxui-9558-3741")]
    [InlineData("ecs-original.jsonl", "2026-06-13T21:54:00.412Z", "info", "10442", "a1")]
    public void An_entry_in_an_envelope_keeps_its_own_header(string name, string time, string level, string thread, string operation)
    {
        AuthFault fault = Assert.Single(Faults(name));

        Assert.Equal(AuthFaultKind.NotAuthenticated, fault.Kind);
        Assert.Equal(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture), fault.Time);
        Assert.Equal((level, thread, operation), (fault.Level, fault.ThreadId, fault.OpId));
    }

    [Fact]
    public void A_limit_in_a_quoted_entry_ends_where_its_envelope_ends_and_names_the_client()
    {
        AuthFault fault = Assert.Single(Faults("envoy-esxi-quoted.log"));

        Assert.Equal((AuthFaultKind.ConnectionLimit, "192.0.2.10"), (fault.Kind, fault.ClientAddress));
        Assert.Equal("remote https connections exceed max allowed: 128", fault.Message);
        Assert.Equal(new DateTimeOffset(2025, 8, 13, 22, 13, 57, 261, TimeSpan.Zero), fault.Time);
    }

    [Theory]
    [InlineData("events-rfc5424-logout.log", @"VSPHERE.LOCAL\svc-snapcenter", "192.0.2.47", 5)]
    [InlineData("events-logout-json.jsonl", "machine-b8eb9a7f", "127.0.0.1", 34)]
    public void A_logout_names_who_made_how_many_calls_from_where(string name, string user, string address, long calls)
    {
        ApiClientLoad load = Assert.Single(Loads(name));

        Assert.Equal((user, address, 1, calls), (load.User, load.Address, load.Logouts, load.Calls));
    }

    [Theory]
    [InlineData("websso-forwarded.log", "svc-backup@vsphere.local", "198.51.100.7")]
    [InlineData("websso-na.log", "n/a", "192.0.2.3")]
    public void Of_forwarded_addresses_the_last_is_the_clients(string name, string user, string address)
    {
        ApiClientLoad load = Assert.Single(Loads(name));

        Assert.Equal((user, address, 1), (load.User, load.Address, load.RefusedLogins));
    }

    [Theory]
    [InlineData("syslog-ng.conf", "prose")]
    [InlineData("soap-events.xml", "XML")]
    [InlineData("stig.sh", "prose")]
    public void A_file_about_logs_is_none(string name, string kind)
    {
        List<LogProblem> problems = [];
        LogReadReport report = new() { OnProblem = problems.Add };
        Assert.Empty(FaultReader.Read([Input(name)], new FaultQuery(), report, TestContext.Current.CancellationToken));

        LogProblem problem = Assert.Single(problems);
        Assert.Equal(LogProblemKind.Unrecognized, problem.Kind);
        Assert.Contains($"It seems to be {kind}.", problem.Message, StringComparison.Ordinal);
    }

    private static List<AuthFault> Faults(string name) =>
    [
        .. FaultReader.Read(
            [Input(name)],
            new FaultQuery { Kinds = FaultQuery.AllKinds },
            new LogReadReport(),
            TestContext.Current.CancellationToken
        ),
    ];

    private static List<ApiClientLoad> Loads(string name) =>
        [.. new ApiLoadReader(LoadRules.Default, new LogReadReport()).Read([Input(name)], TestContext.Current.CancellationToken)];

    private static LogInput Input(string name) => LogInput.FromFile(Repository.Case(Path.Combine("shapes", name)));
}
