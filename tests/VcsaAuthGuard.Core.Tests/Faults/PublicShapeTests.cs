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

    [Fact]
    public void A_refused_login_as_an_article_prints_it_names_the_account()
    {
        AuthFault fault = Assert.Single(Faults("vpxd-kb313931.log"));
        Assert.Equal((AuthFaultKind.LoginRefused, @"EXAMPLE\svc-backup"), (fault.Kind, fault.User));

        ApiClientLoad load = Assert.Single(Loads("vpxd-kb313931.log"), load => load.RefusedLogins > 0);
        Assert.Equal((@"EXAMPLE\svc-backup", 1L), (load.User, load.RefusedLogins));
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

    [Fact]
    public void An_account_with_no_address_behind_its_sign_is_the_account()
    {
        List<ApiClientLoad> loads = Loads("events-empty-address.log");

        Assert.Equal(
            [("svc-snapshot", null, 2L), ("svc-snapshot", "192.0.2.47", 1L)],
            loads.Select(load => (load.User, load.Address, load.RefusedLogins)).OrderBy(load => load.Address, StringComparer.Ordinal)
        );
    }

    /// <summary>
    /// The folders are those in which people find the appliance's logs: the log partition of 8.0 U1 (zuthof.nl, "vCenter Log partion full
    /// due to vLCM"), the folder of a running vpxd (a public test of a reader over SSH), and the appliance of 5.x (elatov, notes for the
    /// VCAP exam).
    /// </summary>
    [Theory]
    [InlineData(
        new[]
        {
            "storage/log/vmware/vpxd/vpxd-34.log", "storage/log/vmware/vpxd/vpxd-profiler-126.log",
            "storage/log/vmware/sso/vmware-identity-sts-default-9.log", "storage/log/vmware/vc-ws1a-broker/federation-gc.log.1",
            "storage/log/vmware/vsphere-ui/logs/threadmonitor1.log",
        },
        1, "federation-gc, threadmonitor1, vmware-identity-sts-default, vpxd-profiler")]
    [InlineData(
        new[] { "var/log/vmware/vpxd/vpxd-20.log", "var/log/vmware/vpxd/vpxd-19.log", "var/log/vmware/vpxd/vpxd-svcs.log" },
        2, "vpxd-svcs")]
    [InlineData(new[] { "var/log/vmware/vpx/vpxd-3.log", "var/log/vmware/vami/vami.log" }, 1, "vami")]
    public void The_logs_are_found_where_appliances_have_them_and_others_are_named(string[] files, int faults, string unread)
    {
        using Logs.Inputs inputs = new();
        for (int i = 0; i < files.Length; i++)
        {
            inputs.Write(files[i], Logs.Inputs.Log(i + 1));
        }

        LogReadReport report = new();
        FaultQuery query = new();
        IReadOnlyList<LogInput> found = LogInputFinder.Find([inputs.Folder], report, query.Logs);
        Assert.Equal(faults, FaultReader.Read(found, query, report, TestContext.Current.CancellationToken).Count());
        Assert.Equal(unread, report.Counts.UnreadNames());
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
