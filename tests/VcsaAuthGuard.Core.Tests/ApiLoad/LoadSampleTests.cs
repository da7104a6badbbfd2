using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.Tests.ApiLoad;

/// <summary>Load in lines that real systems wrote.</summary>
public class LoadSampleTests
{
    [Theory]
    [InlineData(
        "envoy-access.log",
        new[]
        {
            "- 1.2.3.4 -: in 0 out 0 refused 0 peak 0 at - calls 2 each  min 0 peak 0 at - share 0 from 05-11 10:22:31.070 to 09-23 "
                + "10:14:38.383 Steady Access",
            "- 10.11.20.40 -: in 0 out 0 refused 0 peak 0 at - calls 1 each  min 0 peak 0 at - share 0 from 07-23 18:54:49.431 to "
                + "07-23 18:54:49.431 Steady Access",
        }
    )]
    [InlineData(
        "events-syslog.log",
        new[]
        {
            "local-vpxuser 5.6.7.8 -: in 0 out 0 refused 1 peak 0 at - calls 0 each  min 0 peak 0 at - share 0 from 02-13 18:07:37.243 "
                + "to 02-13 18:07:37.243 Steady Events",
            "root 127.0.0.1 pyvmomi Python/3.8.13 (VMkernel; 7.0.3; x86_64): "
                + "in 1 out 1 refused 0 peak 1 at 02-14 15:45:26.279 calls 7 each 7 min 1 peak 1 at 02-14 15:45:00.000 share 0.5 from "
                + "02-14 15:45:26.279 to 02-14 15:46:37.629 Steady Events",
            "testuser 1.2.3.4 -: in 0 out 0 refused 1 peak 0 at - calls 0 each  min 0 peak 0 at - share 0 from 04-14 14:20:53.768 to "
                + "04-14 14:20:53.768 Steady Events",
            @"VSPHERE.LOCAL\USERNAME - -: in 0 out 0 refused 0 peak 3 at 10-23 12:05:23.489 calls 0 each  min 0 peak 0 at - share 0 "
                + @"from 10-23 12:05:23.489 to 10-23 12:05:23.489 Steady SignOn",
            @"VSPHERE.LOCAL\vpxd-extension-3876e603-9146-4105-90ff-075afdf17160 10.79.48.3 VMware vim-java 1.0: "
                + @"in 1 out 0 refused 0 peak 1 at 05-11 09:13:29.569 calls 0 each  min 1 peak 1 at 05-11 09:13:00.000 share 0.5 from "
                + @"05-11 09:13:29.569 to 05-11 09:13:29.569 Steady Events",
            "jesuisuntest@NT01 1.2.3.4 -: in 0 out 0 refused 1 peak 0 at - calls 0 each  min 0 peak 0 at - share 0 from 01-29 "
                + "08:49:33.509 to 01-29 08:49:33.509 Steady SignOn",
        }
    )]
    [InlineData(
        "limits.log",
        new[]
        {
            @"VSPHERE.LOCAL\USERNAME - -: in 0 out 0 refused 0 peak 3 at 10-23 12:05:23.489 calls 0 each  min 0 peak 0 at - share 0 "
                + @"from 10-23 12:05:23.489 to 10-23 12:05:23.489 Steady SignOn",
            "user@domain - -: in 0 out 0 refused 0 peak 550 at - calls 0 each  min 0 peak 0 at - share 0 from - to - Steady SignOn",
        }
    )]
    [InlineData(
        "vpxd-8.log",
        new[]
        {
            "- - -: in 0 out 0 refused 0 peak 5 at 06-02 11:58:12.740 calls 5 each 1 min 0 peak 0 at - share 0 from 06-02 11:58:12.193 "
                + "to 06-02 11:58:12.740 Steady Vpxd",
        }
    )]
    [InlineData(
        "vpxd-syslog.log",
        new[]
        {
            "- - -: in 0 out 0 refused 1 peak 1 at 05-11 10:22:38.102 calls 1 each 1 min 0 peak 0 at - share 0 from 02-14 13:54:34.390 "
                + "to 05-11 10:22:38.102 Steady Vpxd",
        }
    )]
    [InlineData(
        "vmw-mixed.log",
        new[]
        {
            "- - -: in 0 out 0 refused 0 peak 1 at 06-02 11:58:12.193 calls 1 each 1 min 0 peak 0 at - share 0 from 06-02 11:58:12.193 "
                + "to 06-02 11:58:12.193 Steady Vpxd",
        }
    )]
    [InlineData("kb-signature.log", new string[0])]
    public void Every_sample_has_the_load_that_its_lines_tell(string sample, string[] clients)
    {
        LogReadReport report = new() { OnProblem = problem => Assert.Fail(problem.ToString()) };
        List<ApiClientLoad> loads = LoadLogs.ReadPaths(report, Repository.Sample(sample));
        Assert.Equal(clients.Order(StringComparer.Ordinal), loads.Select(LoadLogs.Shape).Order(StringComparer.Ordinal));
        Assert.Equal((0, 0), (report.Counts.NotUnderstood, report.Counts.Mentions));
    }

    [Theory]
    [InlineData("BEGIN lro-1 -- SessionManager -- vim.SessionManager.loginByToken -- {0}(52c289ac-2563-48d5-8a8e-f178da022c0d)", 1, 0, 1)]
    [InlineData(
        "BEGIN lro-1 -- SessionManager -- vim.SessionManager.impersonateUser -- {0}(52c289ac-2563-48d5-8a8e-f178da022c0d)",
        1,
        0,
        1
    )]
    [InlineData(
        "BEGIN lro--1111111111 --  -- vim.SessionManager.loginExtensionByCertificate -- {0}(52c289ac-2563-48d5-8a8e-f178da022c0d)",
        1,
        0,
        1
    )]
    [InlineData("BEGIN lro-1 --  -- vim.SessionManager.loginBySSPI -- ", 1, 0, 0)]
    [InlineData("BEGIN lro-1 -- SessionManager -- vim.SessionManager.login -- ", 1, 0, 0)]
    [InlineData("BEGIN lro-1 -- vm-1 -- vim.VirtualMachine.createSnapshot -- {0}(52c289ac-2563-48d5-8a8e-f178da022c0d)", 0, 1, 1)]
    [InlineData("BEGIN task-12 -- vm-1 -- vim.VirtualMachine.createSnapshot -- {0}", 0, 1, 1)]
    [InlineData("BEGIN lro-1 -- HostSystem -- vim.HostSystem.queryTpm", 0, 1, 0)]
    [InlineData("FINISH lro-1", 0, 0, 0)]
    public void A_begin_line_is_a_login_or_a_call_of_its_session(string body, int logins, int calls, int sessions)
    {
        string line = string.Format(System.Globalization.CultureInfo.InvariantCulture, body, LoadLogs.Session(1));
        List<ApiClientLoad> loads = LoadLogs.Read(
            $"{LoadLogs.At(1)} info vpxd[45715] [Originator@6876 sub=vpxLro opID=7e1280cf] [VpxLRO] -- {line}"
        );
        Assert.Equal(
            (logins, calls, sessions),
            ((int)loads.Sum(load => load.Logins), (int)loads.Sum(load => load.Calls), loads.Sum(load => load.PeakSessions))
        );
    }

    [Theory]
    [InlineData("{0} info vpxd[1] [Originator@6876 sub=vpxLro opID=a] [VpxLRO] -- {1}")]
    [InlineData("{0} INFO vpxd 20973 [Originator@4413 sub=\"vpxLro\" opID=\"a\"] [VpxLRO] -- {1}")]
    [InlineData("{0} [7F03ECE76700 info 'vpxLro' opID=a] [VpxLRO] -- {1}")]
    [InlineData("<14>1 {0} vc01 vpxd 1234 - - {0} info vpxd[1] [Originator@6876 sub=vpxLro opID=a] [VpxLRO] -- {1}")]
    [InlineData("<14>Feb 11 02:14:07 vc01 vpxd[12]: {0} info vpxd[1] [Originator@6876 sub=vpxLro opID=a] [VpxLRO] -- {1}")]
    [InlineData("2026-02-11T02:09:09.000Z vc01 vpxd: {0} info vpxd[1] [Originator@6876 sub=vpxLro opID=a] [VpxLRO] -- {1}")]
    [InlineData("2026-02-11T02:09:09.000Z vc01 vpxd[12]: {0} info vpxd[1] [Originator@6876 sub=vpxLro opID=a] [VpxLRO] -- {1}")]
    [InlineData("{0} In(166) vpxd[1]: [Originator@6876 sub=vpxLro opID=a] [VpxLRO] -- {1}")]
    public void Every_shape_of_header_is_read(string shape)
    {
        string begin =
            $"BEGIN lro-1 -- SessionManager -- vim.SessionManager.login -- {LoadLogs.Session(1)}(52c289ac-2563-48d5-8a8e-f178da022c0d)";
        ApiClientLoad load = Assert.Single(
            LoadLogs.Read(string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, LoadLogs.At(7), begin))
        );
        Assert.Equal((1, LoadLogs.TimeAt(7), 1), (load.Logins, load.FirstSeen, load.PeakSessions));
    }

    [Theory]
    [InlineData(
        "Event [1] [1-1] [2023-02-14T15:45:26.279286Z] [vim.event.UserLoginSessionEvent] [info] [root] [] [1] [Benutzer root hat sich "
            + "angemeldet]"
    )]
    [InlineData(
        "Event [1] [1-1] [2023-02-14T15:45:26.279286Z] [vim.event.UserLogoutSessionEvent] [info] [root] [] [1] [User root@127.0.0.1 "
            + "logged o"
    )]
    [InlineData("2025-01-29T08:49:33.509Z INFO websso[52:x] [auditlogger] {\"type\":\"com.vmware.sso.LoginFailure\"}")]
    public void An_event_in_another_form_is_counted(string line)
    {
        LogReadReport report = new();
        Assert.Empty(LoadLogs.Read(null, report, ("events.log", line)));
        Assert.Equal(1, report.Counts.NotUnderstood);
    }

    [Fact]
    public void Events_behind_a_syslog_prefix_are_read()
    {
        List<ApiClientLoad> loads = LoadLogs.Read(
            "<14>1 2026-02-11T02:00:01.000Z vc01 vpxd 1234 - - " + LoadLogs.EventLogin(1, "root", "10.0.0.1", "govc"),
            "Feb 11 02:00:09 vc01 websso[12]: 2026-02-11T02:00:09.000Z INFO websso[52:x] [CorId=1] [auditlogger] "
                + "{\"user\":\"root\",\"client\":\"10.0.0.1\",\"type\":\"com.vmware.sso.LoginFailure\"}"
        );
        ApiClientLoad load = Assert.Single(loads);
        Assert.Equal((1, 1, "govc", LoadLogs.TimeAt(9)), (load.Logins, load.RefusedLogins, load.UserAgent, load.LastSeen));
    }
}
