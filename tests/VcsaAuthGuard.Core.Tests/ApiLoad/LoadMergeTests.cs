using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.Logs;

using static VcsaAuthGuard.Tests.ApiLoad.LoadLogs;

namespace VcsaAuthGuard.Tests.ApiLoad;

/// <summary>The same clients seen in one source, in another, and in both.</summary>
public class LoadMergeTests
{
    private const string User = @"VSPHERE.LOCAL\svc-script";
    private const string Address = "10.0.0.7";
    private const int Vms = 40;

    /// <summary>A login, two calls and a logout for each VM.</summary>
    private static readonly string[] ScriptInVpxd = [.. Enumerable.Range(0, Vms).SelectMany(vm => (string[])
        [Login(vm * 10, vm), Begin((vm * 10) + 1, vm), Begin((vm * 10) + 2, vm), Logout((vm * 10) + 3, vm)])];

    private static readonly string[] ScriptInEvents = [.. Enumerable.Range(0, Vms).SelectMany(vm => (string[])
        [EventLogin((vm * 10) + 0.1, User, Address, "pyvmomi"), EventLogout((vm * 10) + 3.1, User, Address, "pyvmomi Python/3.8.13", 2)])];

    private static readonly string Profile = Profiler([.. Enumerable.Range(0, Vms).Select(vm => Owner(vm, User, Address))]);

    public static TheoryData<string, string[]> Sources => new()
    {
        { "vpxd alone", [] },
        { "vpxd and the profiler", ["profiler"] },
        { "vpxd and events", ["events"] },
        { "vpxd, the profiler and events", ["profiler", "events"] },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_login_for_each_vm_is_counted_once_and_found(string because, string[] also)
    {
        List<ApiClientLoad> loads = Read(
            null, new LogReadReport(),
            ("vpxd.log", string.Join('\n', ScriptInVpxd)),
            ("events.log", also.Contains("events") ? string.Join('\n', ScriptInEvents) : ""),
            ("vpxd-profiler-1.log", also.Contains("profiler") ? Profile : ""));
        ApiClientLoad load = loads[0];
        if (also is ["events"])
        {
            // Which call was whose nothing says: an event's count of calls is not vpxd's.
            Assert.Equal(
                (null, 0, 0, 2 * Vms, LoadPatterns.Steady),
                (loads[1].User, loads[1].Logins, loads[1].Logouts, loads[1].Calls, loads[1].Pattern)
            );
            loads.RemoveAt(1);
        }

        Assert.Single(loads);
        Assert.True(load.Pattern == LoadPatterns.LoginPerItem, because);
        Assert.Equal(
            (Vms, Vms, 0, 1, 2 * Vms, 2.0, 1.0),
            (load.Logins, load.Logouts, load.Unclosed, load.PeakSessions, load.Calls, load.CallsPerSession, load.Share)
        );
        Assert.Equal((6, 6), (load.LoginsPerMinute, load.PeakLoginsPerMinute));
        Assert.Equal(also.Length == 0 ? null : User, load.User);
        Assert.Equal(also.Contains("events") ? "pyvmomi Python/3.8.13" : null, load.UserAgent);
    }

    [Fact]
    public void Events_alone_tell_the_same()
    {
        ApiClientLoad load = Assert.Single(Read(ScriptInEvents));
        Assert.Equal(
            (LoadPatterns.LoginPerItem, Vms, Vms, 1, 2 * Vms, 2.0),
            (load.Pattern, load.Logins, load.Logouts, load.PeakSessions, load.Calls, load.CallsPerSession)
        );
    }

    [Theory]
    [InlineData("profiler")]
    [InlineData("events")]
    public void The_requests_of_its_address_are_the_clients(string also)
    {
        string[] requests = [.. Enumerable.Range(0, Vms).SelectMany(vm => (string[])
            [Request(vm * 10, Address), Request((vm * 10) + 1, Address)])];
        List<ApiClientLoad> loads = Read(
            null, new LogReadReport(),
            ("vpxd.log", string.Join('\n', ScriptInVpxd)),
            ("envoy-access-1.log", string.Join('\n', requests)),
            (also == "events" ? "events.log" : "vpxd-profiler-1.log", also == "events" ? string.Join('\n', ScriptInEvents) : Profile));

        ApiClientLoad load = Assert.Single(loads, load => load.Address is not null);
        Assert.Equal((User, Address, Vms, Vms, 2L * Vms), (load.User, load.Address, load.Logins, load.Logouts, load.Calls));
        Assert.True(load.SeenIn.HasFlag(LoadSources.Access));
    }

    [Theory]
    [InlineData("127.0.0.1", 0, "services of the appliance")]
    [InlineData(Address, 90_000, "another time")]
    public void The_requests_of_an_address_that_may_be_anothers_stay_a_row(string address, int second, string because)
    {
        string[] events = [EventLogin(0, User, address, "pyvmomi"), EventLogout(300, User, address, "pyvmomi", 2)];
        List<ApiClientLoad> loads = Read(
            null, new LogReadReport(), ("envoy-access-1.log", Request(second + 10, address)), ("events.log", string.Join('\n', events)));
        Assert.True(loads.Count == 2, because);
    }

    [Fact]
    public void The_requests_of_an_address_of_two_accounts_stay_a_row()
    {
        string[] events = [EventLogin(0, User, Address, "pyvmomi"), EventLogin(1, "other", Address, "govc")];
        List<ApiClientLoad> loads = Read(
            null, new LogReadReport(), ("envoy-access-1.log", Request(10, Address)), ("events.log", string.Join('\n', events)));
        Assert.Equal(3, loads.Count);
    }

    [Fact]
    public void PowerCLIs_events_come_newest_first_and_name_the_session()
    {
        LogReadReport report = new();
        ApiLoadReader reader = new(LoadRules.Default, report);
        for (int vm = Vms - 1; vm >= 0; vm--)
        {
            ClientEvent login = new()
            {
                Kind = ClientEventKind.Login,
                Time = TimeAt(vm * 10),
                Client = new(User, Address, "PowerCLI/13.2"),
                SessionId = Session(vm),
            };
            reader.Add(login with { Kind = ClientEventKind.Logout, Time = TimeAt((vm * 10) + 3), Count = 2 });
            reader.Add(login);
        }

        ApiLoadReader eventsAlone = new(LoadRules.Default, report);
        for (int second = 90; second >= 0; second--)
        {
            eventsAlone.Add(
                new()
                {
                    Kind = second % 2 == 0 ? ClientEventKind.Login : ClientEventKind.Logout,
                    Time = TimeAt(second),
                    Client = new(User, Address, "PowerCLI/13.2"),
                }
            );
        }

        Assert.Equal(TimeAt(0), Assert.Single(eventsAlone.Read([], TestContext.Current.CancellationToken)).PeakSessionsTime);

        // What the profiler says of the account does not make the program unknown again.
        foreach (string line in (string[])[.. Profile.Split('\n'), .. ScriptInVpxd])
        {
            reader.Push(line, "pipeline");
        }

        ApiClientLoad load = Assert.Single(reader.Read([], TestContext.Current.CancellationToken));
        Assert.Equal(
            ("PowerCLI/13.2", Vms, 1, 2 * Vms, LoadPatterns.LoginPerItem),
            (load.UserAgent, load.Logins, load.PeakSessions, load.Calls, load.Pattern)
        );
    }

    [Fact]
    public void Of_several_programs_each_has_its_row_and_what_no_event_tells_is_the_accounts()
    {
        string[] events =
        [
            .. Enumerable
                .Range(0, 10)
                .SelectMany(i =>
                    (string[])[EventLogin(i * 10, User, Address, "govc"), EventLogin((i * 10) + 200, User, Address, "pyvmomi")]
                ),
        ];
        List<ApiClientLoad> loads = Read(
            null, new LogReadReport(),
            ("vpxd.log", string.Join('\n', ScriptInVpxd)), ("events.log", string.Join('\n', events)), ("vpxd-profiler-1.log", Profile));
        Assert.Equal(
            [(null, 20), ("govc", 10), ("pyvmomi", 10)],
            loads.Select(load => (load.UserAgent, load.Logins)));
        Assert.Equal(1, loads.Sum(load => load.Share), 9);
    }

    [Fact]
    public void What_events_tell_is_taken_off_only_once()
    {
        // The account's own logins explain the events of its two programs; those of nobody known stay.
        string[] unknown = [.. Enumerable.Range(100, 25).Select(session => Login(session, session))];
        string[] events =
        [
            .. ScriptInEvents.Select((line, i) => i < Vms ? line : line.Replace("pyvmomi", "govc", StringComparison.Ordinal)),
        ];
        List<ApiClientLoad> loads = Read(
            null,
            new LogReadReport(),
            ("vpxd.log", string.Join('\n', (string[])[.. ScriptInVpxd, .. unknown])),
            ("events.log", string.Join('\n', events)),
            ("vpxd-profiler-1.log", Profile)
        );
        Assert.Equal([(null, 25L), (User, 20), (User, 20), (User, 0)], loads.Select(load => (load.User, load.Logins)));
        Assert.Equal(
            [LoadPatterns.LoginPerItem | LoadPatterns.Leaking, LoadPatterns.LoginPerItem, LoadPatterns.LoginPerItem, LoadPatterns.Steady],
            loads.Select(load => load.Pattern)
        );
    }

    [Fact]
    public void Events_of_another_time_add_and_take_nothing_off()
    {
        const double Yesterday = -86400;
        string[] events = [.. Enumerable.Range(0, 30).Select(i => EventLogin(Yesterday + i, User, Address, "pyvmomi"))];
        List<ApiClientLoad> loads = Read(
            null,
            new LogReadReport(),
            ("vpxd.log", string.Join('\n', ScriptInVpxd)),
            ("events.log", string.Join('\n', events))
        );
        Assert.Equal([(null, (long)Vms), (User, 30)], loads.Select(load => (load.User, load.Logins)));

        ApiClientLoad both = Assert.Single(Read(
            null, new LogReadReport(),
            ("vpxd.log", string.Join('\n', ScriptInVpxd)), ("events.log", string.Join('\n', events)), ("vpxd-profiler-1.log", Profile)));
        Assert.Equal(Vms + 30, both.Logins);
    }

    [Fact]
    public void Sessions_left_open_are_unclosed_and_leak()
    {
        // Ended by nobody: those still open at the log's end count with the calls seen.
        ApiClientLoad load = Assert.Single(Read([.. Enumerable.Range(0, 30).Select(i => Login(i * 20, i))]));
        Assert.Equal(
            (30, 0, 30, 30, LoadPatterns.LoginPerItem | LoadPatterns.Leaking),
            (load.Logins, load.Logouts, load.Unclosed, load.PeakSessions, load.Pattern)
        );
        Assert.Equal(TimeAt(29 * 20), load.PeakSessionsTime);
    }

    [Fact]
    public void Sessions_that_began_before_the_log_are_no_sign_of_a_login_for_each_item()
    {
        ApiClientLoad load = Assert.Single(Read([.. Enumerable.Range(0, 70).Select(i => Begin(i, i))]));
        Assert.Equal((0, 70, 1.0, LoadPatterns.Steady), (load.Logins, load.PeakSessions, load.CallsPerSession, load.Pattern));
    }

    [Fact]
    public void Few_long_sessions_are_steady_whatever_their_calls()
    {
        ApiClientLoad load = Assert.Single(
            Read([Login(0, 1), .. Enumerable.Range(1, 500).Select(i => Begin(i, 1)), Logout(600, 1), Login(601, 2)])
        );
        Assert.Equal((2, 1, 500, 250.0, LoadPatterns.Steady), (load.Logins, load.Logouts, load.Calls, load.CallsPerSession, load.Pattern));
    }

    [Theory]
    [InlineData(2, 40, 2, LoadPatterns.LoginPerItem)]
    [InlineData(1, 40, 2, LoadPatterns.Steady)]
    [InlineData(2, 41, 2, LoadPatterns.Steady)]
    public void Thresholds_decide(int mostCalls, int leastLogins, double leakRatio, LoadPatterns pattern)
    {
        LoadRules rules = new() { MaxCallsPerItem = mostCalls, MinLogins = leastLogins, LeakRatio = leakRatio };
        Assert.Equal(pattern, Assert.Single(Read(rules, new LogReadReport(), ("vpxd.log", string.Join('\n', ScriptInVpxd)))).Pattern);
    }

    [Theory]
    [InlineData(60, 30, false)] // Exactly two logins for a logout.
    [InlineData(61, 30, true)]
    [InlineData(19, 0, false)] // Too few to be a pattern.
    [InlineData(20, 0, true)]
    public void Far_more_logins_than_logouts_leak(int logins, int logouts, bool isLeaking)
    {
        string[] lines =
        [
            .. Enumerable.Range(0, logins).Select(i => Login(i, i)),
            .. Enumerable.Range(0, logouts).Select(i => Logout(100 + i, i)),
        ];
        Assert.Equal(isLeaking, Assert.Single(Read(lines)).Pattern.HasFlag(LoadPatterns.Leaking));
    }

    [Fact]
    public void A_refusal_told_twice_is_one_whichever_line_comes_first()
    {
        ApiClientLoad load = Assert.Single(Read(
            Login(0, 1, lro: 1, op: "a"), Refused(1, 1, "a"), Activation(1, "a"),
            Login(2, 2, lro: 2, op: "b"), Activation(3, "b"), Refused(3, 2, "b"),
            Login(4, 2, lro: 3, op: "b"), Refused(5, 3, "b"), // The same operation once more.
            Login(6, 3, lro: 4, op: "c")));
        Assert.Equal((1, 3, 1), (load.Logins, load.RefusedLogins, load.PeakSessions));
    }

    [Fact]
    public void A_restart_of_vpxd_ends_its_sessions_and_a_rotated_logs_head_does_not()
    {
        string[] before = [.. Enumerable.Range(0, 5).Select(i => Login(i, i))];
        string[] after = [.. Enumerable.Range(10, 4).Select(i => Login(70 + i, i))];
        Assert.Equal(5, Assert.Single(Read([.. before, Section(60, 60), .. after])).PeakSessions);
        Assert.Equal(9, Assert.Single(Read([.. before, Section(60, -1000), .. after])).PeakSessions);
    }

    [Fact]
    public void A_logout_whose_session_was_not_seen_opens_none()
    {
        ApiClientLoad load = Assert.Single(Read(Profile, Logout(5, 1)));
        Assert.Equal((User, 0, 1, 0, null), (load.User, load.Logins, load.Logouts, load.PeakSessions, load.CallsPerSession));
    }

    [Fact]
    public void Lines_without_a_time_count_and_date_nothing()
    {
        ApiClientLoad load = Assert.Single(Read(Profile, Login(5, 1)[(At(0).Length + 1)..], Begin(5, 1)[(At(0).Length + 1)..]));
        Assert.Equal(
            (User, 1, 1, 1, 0, null),
            (load.User, load.Logins, load.Calls, load.PeakSessions, load.PeakLoginsPerMinute, load.PeakLoginsTime)
        );
    }

    [Fact]
    public void An_account_is_one_in_capitals_or_not_and_a_quote_in_its_name_is_part_of_it()
    {
        Assert.Single(Read(EventLogin(1, "CORP\\Admin", Address, "x"), EventLogin(2, "corp\\admin", Address, "x")));
        Assert.Equal("CORP\\o'brien", Assert.Single(Read(Profiler(Owner(1, "CORP\\o'brien", Address)), Login(1, 1))).User);
    }
}
