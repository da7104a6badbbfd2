using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Symptoms;
using VcsaAuthGuard.Tests.ApiLoad;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>The edges of the causes' conditions, by SYNTHETIC nights on both sides of each.</summary>
public class CauseEdgeTests
{
    private const int Hour = 3600;

    [Theory]
    [InlineData("vim.fault.CannotAccessFile", FaultClass.Storage)]
    [InlineData("vim.fault.CannotAccessNetwork", FaultClass.Task)]
    [InlineData("vim.fault.InaccessibleDatastore", FaultClass.Storage)]
    [InlineData("vim.fault.NoDiskSpace", FaultClass.Space)]
    [InlineData("vmodl.fault.SystemError", FaultClass.General)]
    [InlineData("vim.fault.FileLocked", FaultClass.Task)]
    [InlineData("vim.fault.HostConnectFault", FaultClass.Connection)]
    [InlineData("vmodl.fault.HostCommunication", FaultClass.Connection)]
    [InlineData("vmodl.fault.RequestCanceled", FaultClass.Ordinary)]
    internal void Types_of_faults_have_a_class(string type, FaultClass expected) => Assert.Equal(expected, FaultType.ClassOf(type));

    [Theory]
    [InlineData(9, DiagnosisVerdict.Unlikely)]
    [InlineData(10, DiagnosisVerdict.OtherCause)]
    public void Ten_tasks_with_faults_of_storage_are_of_a_datastore(int count, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < count; i++)
        {
            Task(log, i * 60, "vim.fault.CannotAccessFile", $"--> Arg name:\n--> \"[ds-07] vm{i}/vm{i}.vmx\"");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(verdict, diagnosis.Verdict);
        Assert.Equal(count >= 10 ? DiagnosisCause.StorageUnavailable : DiagnosisCause.None, diagnosis.Cause);
        Assert.Equal(count >= 10, diagnosis.Summary.Contains("Datastore ds-07", StringComparison.Ordinal));
        Assert.Contains("CannotAccessFile", Told(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void A_datastore_that_is_full_is_said_to_be_full()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 12; i++)
        {
            Task(log, i * 60, "vim.fault.NoDiskSpace", $"-->    datastore = \"ds-07\",\n-->    file = \"[ds-07] vm{i}/vm{i}.vmdk\"");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisCause.StorageUnavailable, diagnosis.Cause);
        Assert.Contains("is full", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains("-Name 'ds-07'", diagnosis.Remedies[0].Command, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, DiagnosisCause.Unexplained)]
    [InlineData(3, DiagnosisCause.StorageUnavailable)]
    public void General_faults_are_of_a_datastore_where_three_hosts_fail_on_one(int hosts, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 24; i++)
        {
            Gateway(log, i * 30, 60 + (i % hosts), "vmodl.fault.SystemError", "-->    object = 'vim.Datastore:datastore-15', ");
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Fact]
    public void Locked_files_on_one_datastore_are_not_the_datastore()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 24; i++)
        {
            Gateway(log, i * 30, 60 + (i % 6), "vim.fault.FileLocked", "-->    object = 'vim.Datastore:datastore-15', ");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisVerdict.Unexplained, diagnosis.Verdict);
        Assert.Contains("vim.fault.FileLocked (24)", Told(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_answers_with_faults_of_its_own_can_be_reached()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 24; i++)
        {
            Gateway(log, i * 30, 60, "vim.fault.InvalidState", "");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisCause.Unexplained, diagnosis.Cause);
        Assert.Equal(["HostSystem-host-60"], diagnosis.Findings[0].Hosts);
    }

    [Theory]
    [InlineData(19, DiagnosisVerdict.Unlikely)]
    [InlineData(20, DiagnosisVerdict.Unexplained)]
    public void Entries_of_no_known_form_that_name_a_fault_are_a_finding_where_they_come_in_a_rush(int count, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < count; i++)
        {
            log.Add(i * 60, $"{LoadLogs.At(i * 60)} warning vpxd[1] [Originator@6876 sub=Vmomi opID=q{i}] Operation failed on "
                + "esx01.example.org; got vim.fault.ToolsUnavailable(vim.fault.ToolsUnavailable)");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(verdict, diagnosis.Verdict);
        Assert.Contains($"{count} task", Told(diagnosis), StringComparison.Ordinal);
        Assert.Contains("vim.fault.ToolsUnavailable", Told(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void Canceled_requests_are_told_of_and_are_no_finding()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 40; i++)
        {
            Task(log, i * 60, "vmodl.fault.RequestCanceled", "");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisVerdict.Unlikely, diagnosis.Verdict);
        Assert.Contains("40 tasks failed with vmodl.fault.RequestCanceled", Told(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void One_failure_in_two_forms_is_counted_once()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 6; i++)
        {
            Task(log, i * 60, "vim.fault.InvalidState", "");
            log.Add((i * 60) + 0.5, $"{LoadLogs.At((i * 60) + 0.5)} warning vpxd[1] [Originator@6876 sub=Vmomi opID=t{i * 60}] VMOMI "
                + "activation LRO failed; <<2f06ebe1-8af5-4b00-85a2-afe4bf740b0d, <TCP '127.0.0.1 : 8085'>>, vm-12, "
                + "vim.VirtualMachine.createSnapshot>, N3Vim5Fault12InvalidStateE(Fault cause: vim.fault.InvalidState\n--> )");
        }

        Assert.Contains("6 tasks failed with vim.fault.InvalidState", Told(log.Diagnose()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(70, DiagnosisCause.StaleSession)]
    [InlineData(40, DiagnosisCause.Unexplained)]
    public void Rare_calls_refused_at_a_flat_rate_for_an_hour_are_of_a_tool_that_tries_on(int minutes, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i <= 10; i++)
        {
            log.Refused(1, second: i * minutes * 6, op: _ => $"r{i}");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(cause, diagnosis.Cause);
        Assert.Equal(DiagnosisConfidence.Low, diagnosis.Confidence);
    }

    [Fact]
    public void A_burst_above_a_flat_rate_is_no_part_of_it()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 180; i++)
        {
            log.Refused(1, second: -2 * Hour + (40 * i), op: _ => $"r{i}");
        }

        Assert.Contains(log.Refused(40, second: -Hour).Diagnose().Findings, finding => finding.Cause == DiagnosisCause.ApiStorm);
        Assert.DoesNotContain(log.Diagnose().Findings, finding => finding is { Cause: DiagnosisCause.ApiStorm, BurstCalls: > 100 });
    }

    [Theory]
    [InlineData(-300, DiagnosisCause.StaleSession)]
    [InlineData(-700, DiagnosisCause.ApiStorm)]
    public void Refused_calls_just_behind_a_termination_are_of_ended_sessions(int ended, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet().Add(ended, LoadLogs.Begin(ended, 9, "vim.SessionManager.terminate", op: "end")).Refused(20);
        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Fact]
    public void An_event_tells_whose_session_was_ended_and_by_whom()
    {
        NightLog log = NightLog.Quiet()
            .Add(-100, $@"Event [11111111] [1-1] [{LoadLogs.At(-100)}] [vim.event.SessionTerminatedEvent] [info] [CORP\admin] [] "
                + @"[11111111] [A session for user 'CORP\svc-backup' has stopped]")
            .Refused(20);
        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisCause.StaleSession, diagnosis.Cause);
        Assert.Contains(
            @"Sessions of CORP\svc-backup were ended at 2026-02-11 01:58:20 UTC by CORP\admin.",
            Told(diagnosis),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_session_that_waits_between_its_attempts_has_no_idle_token()
    {
        NightLog log = NightLog.Quiet();
        for (int session = 0; session < 6; session++)
        {
            for (int i = 0; i < 8; i++)
            {
                int at = (i * 400) + (session * 3);
                log.Add(at, LoadLogs.Begin(at, 70 + session, op: $"s{session}-{i}"));
                log.Refused(1, second: at + 1, op: _ => $"s{session}-{i}").Refused(1, second: at + 2, op: _ => $"s{session}-{i}");
            }
        }

        Assert.DoesNotContain(log.Diagnose().Evidence, item => item.Rule == "IdleToken");
    }

    [Fact]
    public void A_burst_whose_log_shows_that_nothing_was_idle_and_nobody_busy_is_not_likely_a_storm()
    {
        NightLog log = NightLog.Quiet().Refused(24);
        Assert.Equal(DiagnosisVerdict.Likely, log.Diagnose().Verdict);
        for (int i = 0; i < 24; i++)
        {
            log.Add(i - 0.5, LoadLogs.Begin(i - 0.5, 100 + i, op: $"refused{i}"));
        }

        Assert.Equal(DiagnosisVerdict.Unexplained, log.Diagnose().Verdict);
    }

    [Theory]
    [InlineData(9, DiagnosisCause.Unknown)]
    [InlineData(10, DiagnosisCause.StaleSession)]
    public void Rest_calls_of_one_address_refused_in_access_logs_are_of_an_old_session(int count, DiagnosisCause cause)
    {
        string access = string.Concat(Enumerable.Range(0, count).Select(i => Access(i * 300, "192.0.2.7", "GET /api/vcenter/vm", 401)));
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("envoy-access-1.log", access)));
        Assert.Equal(cause, diagnosis.Cause);
        Assert.Equal(count >= 10, Told(diagnosis).Contains("192.0.2.7", StringComparison.Ordinal));

        string login = Access(600, "192.0.2.7", "POST /api/session", 201);
        Assert.Equal(DiagnosisCause.Unknown, Assert.Single(NightLog.Diagnose(null, ("envoy-access-1.log", access + login))).Cause);
    }

    [Theory]
    [InlineData(1, DiagnosisConfidence.Low)]
    [InlineData(2, DiagnosisConfidence.Medium)]
    public void Refused_calls_of_one_host_are_its_trouble_where_anything_else_tells_of_it(int signs, DiagnosisConfidence confidence)
    {
        NightLog log = NightLog.Quiet().Refused(20, hosts: 1);
        for (int i = 1; i < signs; i++)
        {
            log.GatewayFailure(-60, 100);
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal((DiagnosisCause.HostUnreachable, confidence), (diagnosis.Cause, diagnosis.Confidence));
    }

    [Fact]
    public void Failures_of_many_hosts_around_a_proven_storm_belong_to_it()
    {
        NightLog log = NightLog.Quiet().Refused(20).Logins(40, -300);
        for (int i = 0; i < 30; i++)
        {
            log.GatewayFailure(i * 2, 100 + (i % 4));
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisVerdict.Confirmed, diagnosis.Verdict);
        Assert.Single(diagnosis.Findings);
        Assert.Contains("30 calls failed with vim.fault.HostConnectFault", Told(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_reached_at_a_flat_rate_long_before_a_burst_proves_no_storm()
    {
        NightLog log = NightLog.Quiet().Refused(12);
        for (int i = 0; i < 40; i++)
        {
            log.SessionLimit(-3500 + (100 * i));
        }

        Assert.Equal(DiagnosisCause.SessionLimit, log.Diagnose().Cause);
    }

    [Fact]
    public void A_storm_that_nothing_proves_restarts_the_two_services_at_most()
    {
        VcsaDiagnosis likely = NightLog.Quiet().Refused(12).Diagnose();
        Assert.Equal(DiagnosisVerdict.Likely, likely.Verdict);
        Assert.Contains(likely.Remedies, remedy => remedy.Name == "Restart the proxy pipeline");
        Assert.DoesNotContain(likely.Remedies, remedy => remedy.Name == "Restart all services");
    }

    [Fact]
    public void A_limit_reached_again_and_again_proves_no_storm()
    {
        NightLog log = NightLog.Quiet().Refused(12);
        foreach (int second in (int[])[-12_000, -9000, -6000, -60])
        {
            log.SessionLimit(second, 5);
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisCause.SessionLimit, diagnosis.Cause);
        Assert.DoesNotContain(diagnosis.Findings, finding => finding.Cause == DiagnosisCause.ApiStorm);
    }

    [Fact]
    public void An_account_that_leaks_from_several_addresses_leaks()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 48; i++)
        {
            int second = (-4 * Hour) + (300 * i);
            log.Add(second, LoadLogs.EventLogin(second, @"CORP\leak", $"10.0.0.{i % 6}", "tool"));
        }

        VcsaDiagnosis diagnosis = log.SessionLimit(0, 12).Diagnose();
        Assert.Equal(DiagnosisCause.SessionLeak, diagnosis.Cause);
        Assert.Contains("48 logins and 0 logouts", Told(diagnosis), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, DiagnosisCause.ClockShift)]
    [InlineData(0, DiagnosisCause.SignOnUnavailable)]
    public void Logins_refused_from_a_jump_of_the_clock_on_are_of_the_clock(int hours, DiagnosisCause cause)
    {
        NightLog log = new();
        for (int second = -2 * Hour; second < 0; second += 60)
        {
            log.Add(second, LoadLogs.Begin(second, 1, op: $"before{second}"));
        }

        int step = hours * Hour;
        for (int i = 0; i < 40; i++)
        {
            int at = step + 60 + (20 * i);
            log.Add(at, LoadLogs.Begin(at, 1, op: $"after{i}"));
            log.Add(at, $@"Event [11111111] [1-1] [{LoadLogs.At(at)}] [vim.event.EventEx] [error] [] [] [11111111] [Failed login "
                + $@"CORP\user{i % 5} from 192.0.2.{i % 5} at {LoadLogs.At(at)} in SSO]");
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Fact]
    public void A_lesser_finding_of_the_same_time_is_not_of_high_confidence()
    {
        NightLog log = NightLog.Quiet().Add(-60, LoadLogs.Section(-60, -60)).Refused(40);
        for (int i = 0; i < 30; i++)
        {
            log.GatewayFailure(10 * i, 77);
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(
            [(DiagnosisCause.ServiceRestart, DiagnosisConfidence.High), (DiagnosisCause.HostUnreachable, DiagnosisConfidence.Medium)],
            diagnosis.Findings.Select(finding => (finding.Cause, finding.Confidence))
        );
    }

    [Theory]
    [InlineData(true, DiagnosisCause.StaleSession)]
    [InlineData(false, DiagnosisCause.Unexplained)]
    public void Strays_at_irregular_times_are_of_no_tool(bool isRegular, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 48; i++)
        {
            int offset = isRegular ? 0 : i * i * 7919 % 560;
            log.Refused(1, second: (-4 * Hour) + (300 * i) + (isRegular ? 0 : (offset % 2 * -200) + offset), op: _ => $"r{i}");
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Fact]
    public void A_session_refused_over_hours_now_and_then_is_stale()
    {
        NightLog log = NightLog.Quiet();
        foreach (int begin in (int[])[-14_000, -7000, 0, 9000])
        {
            for (int i = 0; i < 8; i++)
            {
                int at = begin + (i * 45);
                log.Add(at, LoadLogs.Begin(at, 77, op: $"m{at}")).Refused(1, second: at + 1, op: _ => $"m{at}");
            }
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisCause.StaleSession, diagnosis.Cause);
        Assert.Contains("of 1 session", Told(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_of_a_few_sessions_of_one_account_are_stale_however_long_they_pause()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 24; i++)
        {
            int at = (-4 * Hour) + (i / 8 * 9000) + (i % 8 * 40);
            log.Add(at, LoadLogs.Begin(at, 70 + (i % 3), op: $"m{i}")).Refused(1, second: at + 1, op: _ => $"m{i}");
            log.Refused(1, second: -13_000 + (i * 900), hosts: 3, op: _ => $"stray{i}");
        }

        string owners = LoadLogs.Profiler([.. Enumerable.Range(70, 3).Select(i => LoadLogs.Owner(i, @"CORP\svc-mon", "10.0.0.7"))]);
        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, ("vpxd-profiler-1.log", owners), ("vpxd-1.log", log.ToString())));
        Assert.Equal(DiagnosisCause.StaleSession, diagnosis.Cause);
        Assert.Equal([@"CORP\svc-mon"], diagnosis.Findings[0].Accounts);
    }

    [Theory]
    [InlineData(1, DiagnosisCause.StaleSession)]
    [InlineData(9, DiagnosisCause.Unexplained)]
    public void Refused_calls_of_which_some_show_one_session_are_of_one_client(int sessions, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 45; i++)
        {
            int at = (-2 * Hour) + (i * i * 7);
            log.Refused(1, second: at, op: _ => $"m{i}");
            if (i % 5 == 0)
            {
                log.Add(at - 0.5, LoadLogs.Begin(at - 0.5, 70 + (i / 5 % sessions), op: $"m{i}"));
            }
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Theory]
    [InlineData(6, DiagnosisVerdict.Unlikely)]
    [InlineData(7, DiagnosisVerdict.Unexplained)]
    public void Twenty_tasks_that_fail_with_faults_of_all_kinds_are_a_finding(int kinds, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 3 * kinds; i++)
        {
            Task(log, i * 400, $"vim.fault.Unusual{(char)('A' + (i % kinds))}", "");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(verdict, diagnosis.Verdict);
        Assert.Contains($"{3 * kinds} tasks failed with", Told(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_of_the_clock_is_the_same_one_in_a_log_that_is_rarely_written()
    {
        NightLog log = new();
        List<string> access = [];
        List<string> events = [];
        for (int second = -2 * Hour; second < 2 * Hour; second += 60)
        {
            int at = second < 0 ? second : second + (3 * Hour);
            log.Add(at, LoadLogs.Begin(at, 1, op: $"quiet{second}"));
            access.Add(Access(at, "192.0.2.7", "POST /sdk", 200));
            if (second % 600 == -300)
            {
                events.Add(LoadLogs.Begin(at, 2, op: $"rare{second}"));
            }
        }

        log.Refused(20, second: (3 * Hour) + 60);
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(
            null,
            ("vpxd-1.log", log.ToString()),
            ("envoy-access-1.log", string.Concat(access)),
            ("vpxd-2.log", string.Join('\n', events) + "\n")));
        Assert.Equal((DiagnosisCause.ClockShift, DiagnosisConfidence.High), (diagnosis.Cause, diagnosis.Confidence));
        Assert.Contains("set forward by 181 minutes", diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_of_one_account_that_are_refused_once_each_are_not_stale()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 24; i++)
        {
            int at = (-4 * Hour) + (i * i * 37);
            log.Add(at, LoadLogs.Begin(at, 70 + i, op: $"m{i}")).Refused(1, second: at + 1, op: _ => $"m{i}");
        }

        string owners = LoadLogs.Profiler([.. Enumerable.Range(70, 24).Select(i => LoadLogs.Owner(i, @"CORP\svc-mon", "10.0.0.7"))]);
        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, ("vpxd-profiler-1.log", owners), ("vpxd-1.log", log.ToString())));
        Assert.Equal(DiagnosisCause.Unexplained, diagnosis.Cause);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_client_that_was_cut_off_is_seen_in_access_logs_in_any_order(bool isReversed)
    {
        string[] hours =
        [
            .. Enumerable.Range(0, 3).Select(hour => string.Concat(Enumerable.Range(0, 120).Select(i =>
            {
                int at = ((hour - 2) * Hour) + (i * 30);
                string cut = at is >= -2520 and < 0 ? "" : Access(at, "192.0.2.7", "POST /sdk", 200);
                string broken = at is -2520 ? Gone(at, "192.0.2.7") + Gone(at + 1, "192.0.2.7") : "";
                return cut + broken + Access(at, "192.0.2.5", "POST /sdk", 200);
            }))),
        ];
        (string, string)[] access = [.. hours.Select((text, i) => ($"envoy-access-{(isReversed ? 3 - i : i + 1)}.log", text))];
        NightLog log = NightLog.Quiet().Refused(20, second: 10).Add(60, LoadLogs.EventLogin(60, @"CORP\svc-backup", "192.0.2.7", "agent"));
        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, [("vpxd.txt", log.ToString()), .. access.OrderBy(file => file.Item1, StringComparer.Ordinal)]));
        Assert.Equal(DiagnosisCause.NetworkPartition, diagnosis.Cause);
    }

    [Fact]
    public void A_surge_of_a_client_with_a_burst_stays_a_storm_beside_a_limit_of_connections()
    {
        NightLog log = NightLog.Quiet().Refused(20).Logins(60, -300);
        for (int i = 0; i < 60; i++)
        {
            int at = -12_000 + (i * 300);
            log.Add(at, $"{LoadLogs.At(at)} warning envoy[1] [Originator@6876 sub=filter] [C{i}] remote https connections exceed max "
                + "allowed: 2048");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisVerdict.Confirmed, diagnosis.Verdict);
        Assert.Contains(diagnosis.Findings, finding => finding.Cause == DiagnosisCause.ConnectionLimit);
    }

    [Fact]
    public void A_burst_of_one_session_is_no_storm_even_where_nobody_else_is_seen_to_work()
    {
        NightLog log = new NightLog().Add(-2 * Hour, LoadLogs.Begin(-2 * Hour, 1, op: "first")).SessionLimit(-60);
        for (int i = 0; i < 40; i++)
        {
            log.Add(i, LoadLogs.Begin(i, 77, op: $"refused{i}"));
        }

        VcsaDiagnosis diagnosis = log.Refused(40).Diagnose();
        Assert.Equal(DiagnosisCause.StaleSession, diagnosis.Cause);
        Assert.DoesNotContain(diagnosis.Findings, finding => finding.Cause == DiagnosisCause.ApiStorm);
    }

    [Theory]
    [InlineData(4, 1, DiagnosisCause.ApiStorm)]
    [InlineData(5, 1, DiagnosisCause.StaleSession)]
    [InlineData(7, 4, DiagnosisCause.ApiStorm)]
    [InlineData(8, 4, DiagnosisCause.StaleSession)]
    [InlineData(10, 5, DiagnosisCause.ApiStorm)]
    public void Hundreds_of_calls_are_of_the_few_sessions_that_some_of_them_show(int known, int sessions, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet().Logins(60, -300).Refused(600, hosts: 12);
        for (int i = 0; i < known; i++)
        {
            log.Add((i * 10) - 0.5, LoadLogs.Begin((i * 10) - 0.5, 77 + (i % sessions), op: $"refused{i * 10}"));
        }

        string owners = LoadLogs.Profiler([.. Enumerable.Range(77, 5).Select(i => LoadLogs.Owner(i, @"CORP\svc-mon", "10.0.0.9"))]);
        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, ("vpxd-profiler-1.log", owners), ("vpxd.txt", log.ToString())));
        Assert.Equal(cause, diagnosis.Cause);
        Assert.Equal(cause == DiagnosisCause.StaleSession, diagnosis.Verdict == DiagnosisVerdict.OtherCause);
    }

    [Theory]
    [InlineData(false, DiagnosisCause.StaleSession)]
    [InlineData(true, DiagnosisCause.ApiStorm)]
    public void Calls_of_a_few_sessions_of_one_account_without_a_new_login_are_stale(bool hasLogin, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 40; i++)
        {
            int session = 200 + (i % 8);
            if (i < 8)
            {
                log.Add(i - 130, LoadLogs.Begin(i - 130, session, op: $"good{i}"));
            }

            log.Add(61 + (3 * i), LoadLogs.Begin(61 + (3 * i), session, op: $"call{i}"));
            log.Refused(3, hosts: 3, second: 61.5 + (3 * i), op: host => $"call{i}-0{host}");
        }

        if (hasLogin)
        {
            log.Add(90, LoadLogs.EventLogin(90, @"CORP\svc-mon", "10.0.0.7", "tool"));
        }

        string owners = LoadLogs.Profiler([.. Enumerable.Range(200, 8).Select(i => LoadLogs.Owner(i, @"CORP\svc-mon", "10.0.0.7"))]);
        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, ("vpxd-profiler-1.log", owners), ("vpxd.txt", log.ToString())));
        Assert.Equal(cause, diagnosis.Cause);
    }

    [Theory]
    [InlineData(-300, DiagnosisCause.StaleSession)]
    [InlineData(-290, DiagnosisCause.ApiStorm)]
    public void A_few_sessions_that_nobody_used_before_their_calls_are_refused_are_of_a_tool(int lastUse, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet().SessionLimit(-60).Refused(36);
        for (int i = 0; i < 36; i++)
        {
            log.Add(i - 0.5, LoadLogs.Begin(i - 0.5, 200 + (i % 3), op: $"refused{i}"));
        }

        for (int i = 0; i < 3; i++)
        {
            log.Add(lastUse + i - 0.5, LoadLogs.Begin(lastUse + i - 0.5, 200 + i, op: $"good{i}"));
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Theory]
    [InlineData(10, DiagnosisCause.StaleSession)]
    [InlineData(12, DiagnosisCause.Unexplained)]
    public void Calls_of_hours_are_of_one_session_where_a_tenth_of_them_show_it(int every, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 60; i++)
        {
            double at = (-3 * Hour) + (20 * i) + (i * i * 2.5);
            log.Refused(1, second: at, op: _ => $"m{i}");
            if (i % every == 0)
            {
                log.Add(at - 0.5, LoadLogs.Begin(at - 0.5, 77, op: $"m{i}"));
            }
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Theory]
    [InlineData(-4 * Hour, 1900, DiagnosisCause.Unexplained)]
    [InlineData(-Hour, 900, DiagnosisCause.StaleSession)]
    public void Rare_calls_from_the_first_to_the_last_hour_of_the_log_are_strays(int first, int step, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 14; i++)
        {
            int jitter = i * 7919 % (step / 2);
            log.Refused(1, second: first + (step * i) + jitter, op: _ => $"r{i}");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(cause, diagnosis.Cause);
        Assert.Contains("14 calls refused with NotAuthenticated", Told(diagnosis), StringComparison.Ordinal);
        Assert.Equal(
            cause == DiagnosisCause.Unexplained,
            Told(diagnosis).Contains("for 1 host: HostSystem-host-100", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(5, DiagnosisCause.Unexplained)]
    [InlineData(2, DiagnosisCause.StaleSession)]
    public void Calls_of_many_sessions_over_the_night_are_of_none_of_them(int sessions, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 30; i++)
        {
            int at = (-4 * Hour) + (i * i * 24);
            log.Add(at, LoadLogs.Begin(at, 70 + (i % sessions), op: $"m{i}")).Refused(1, second: at + 1, op: _ => $"m{i}");
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Theory]
    [InlineData(3, 5, DiagnosisCause.Unexplained)]
    [InlineData(3, 10, DiagnosisCause.StaleSession)]
    [InlineData(4, 5, DiagnosisCause.StaleSession)]
    public void Groups_of_a_few_calls_are_of_a_job_where_they_are_more_than_chance(int groups, int calls, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < groups * calls; i++)
        {
            int at = -Hour + (i / calls * Hour / 2) + (i % calls * 35);
            log.Refused(1, second: at, op: _ => $"r{i}");
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Theory]
    [InlineData(true, 4, DiagnosisCause.NetworkPartition)]
    [InlineData(false, 4, DiagnosisCause.StaleSession)]
    [InlineData(true, 10, DiagnosisCause.ApiStorm)]
    public void One_broken_connection_is_enough_where_the_few_sessions_of_the_client_are_refused_until_it_logs_in(
        bool hasLogin, int sessions, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet().Logins(60, -300).Refused(40);
        for (int i = 0; i < 40; i++)
        {
            log.Add(i - 0.5, LoadLogs.Begin(i - 0.5, 200 + (i % sessions), op: $"refused{i}"));
        }

        if (hasLogin)
        {
            log.Add(120, LoadLogs.EventLogin(120, @"CORP\svc-backup", "192.0.2.7", "agent"));
        }

        IEnumerable<string> access = Enumerable.Range(0, 240).Select(i => -2 * Hour + (i * 45)).Select(at =>
            Access(at, "192.0.2.5", "POST /sdk", 200)
            + (at is < -240 or >= 0 ? Access(at, "192.0.2.7", "POST /sdk", 200) : at is -90 ? Gone(at, "192.0.2.7") : ""));
        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, ("vpxd.txt", log.ToString()), ("envoy-access-1.log", string.Concat(access))));
        Assert.Equal(cause, diagnosis.Cause);
    }

    [Theory]
    [InlineData(3, DiagnosisCause.SessionLimit)]
    [InlineData(2, DiagnosisCause.ApiStorm)]
    public void A_session_limit_that_is_reached_anew_three_times_proves_no_storm(int times, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet().Refused(20);
        for (int i = 0; i < times; i++)
        {
            log.SessionLimit(-60 - (1400 * i), 12 / times);
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Theory]
    [InlineData(19, DiagnosisCause.SessionLimit)]
    [InlineData(20, DiagnosisCause.SessionLeak)]
    public void Sessions_that_pile_up_before_the_limit_is_reached_are_a_leak_whatever_comes_after(int logins, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet().SessionLimit(-1800, 12).Logins(300, -1700, @"CORP\leak", logout: false);
        for (int i = 0; i < logins; i++)
        {
            log.Logins(1, (-4 * Hour) + (600 * i), @"CORP\leak", logout: false);
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Theory]
    [InlineData(10, DiagnosisCause.SessionLeak)]
    [InlineData(20, DiagnosisCause.SessionLimit)]
    public void Sessions_that_pile_up_faster_and_faster_are_a_leak_and_a_surge_is_none(int last, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet().SessionLimit(1800, 12);
        int[] counts = [1, 1, 1, 1, 1, 1, 2, 6, 8, 10, 10, last];
        for (int i = 0; i < counts.Length; i++)
        {
            log.Logins(counts[i], (-2 * Hour) + (600 * i), @"CORP\leak", logout: false);
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Theory]
    [InlineData(9, DiagnosisVerdict.Unknown)]
    [InlineData(10, DiagnosisVerdict.Unexplained)]
    public void Requests_answered_with_a_server_error_name_their_client(int count, DiagnosisVerdict verdict)
    {
        string access = string.Concat(Enumerable.Range(0, count).Select(i => Access(i * 300, "192.0.2.7", "POST /sdk", 500)));
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("envoy-access-1.log", access)));
        Assert.Equal(verdict, diagnosis.Verdict);
        Assert.Contains($"of 192.0.2.7 ({count}).", Told(diagnosis), StringComparison.Ordinal);
        Assert.DoesNotContain("they are not the problem", diagnosis.Summary, StringComparison.Ordinal);

        VcsaDiagnosis withVpxd = Assert.Single(
            NightLog.Diagnose(null, ("vpxd.log", NightLog.Quiet().ToString()), ("envoy-access-1.log", access)));
        Assert.Equal(DiagnosisVerdict.Unlikely, withVpxd.Verdict);
        Assert.DoesNotContain("Nothing points to a problem", withVpxd.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Logs_that_cover_hours_and_tell_of_a_minute_are_not_said_to_cover_a_minute(bool isLong)
    {
        const string Limit = "| ERROR | jetty-default-1 | SessionApi | User session count is limited to 550. Existing session count is "
            + "550 for user svc-backup@vsphere.local\n";
        string endpoint = $"{LoadLogs.At(isLong ? -7200 : -60)} | INFO  | state-manager1 | HealthStatusCollectorImpl | HEALTH GREEN\n"
            + string.Concat(Enumerable.Range(0, 12).Select(i => $"{LoadLogs.At(i)} {Limit}"))
            + $"{LoadLogs.At(isLong ? 7200 : 60)} | INFO  | state-manager1 | HealthStatusCollectorImpl | HEALTH GREEN\n";
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("endpoint.log", endpoint)));
        Assert.Equal(DiagnosisCause.SessionLimit, diagnosis.Cause);
        Assert.Equal(!isLong, diagnosis.MissingEvidence.Any(gap => gap.Rule == "Time"));
    }

    [Theory]
    [InlineData(9, DiagnosisVerdict.Unlikely)]
    [InlineData(10, DiagnosisVerdict.Unexplained)]
    public void Of_twenty_faults_of_all_kinds_vpxd_reports_ten_where_they_are_a_finding(int reported, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 20; i++)
        {
            string fault = $"vim.fault.Unusual{(char)('A' + i)}";
            if (i < reported)
            {
                Task(log, i * 400, fault, "");
            }
            else
            {
                log.Add(i * 400, $"{LoadLogs.At(i * 400)} warning vpxd[1] [Originator@6876 sub=Vmomi opID=q{i}] Operation failed; got "
                    + $"{fault}({fault})");
            }
        }

        Assert.Equal(verdict, log.Diagnose().Verdict);
    }

    [Theory]
    [InlineData(2, DiagnosisCause.ApiStorm)]
    [InlineData(3, DiagnosisCause.ClockShift)]
    public void Requests_that_are_refused_as_expired_explain_the_calls_after_them(int count, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet().Logins(60, -300).Refused(20);
        for (int i = 0; i < count; i++)
        {
            log.Add(-60 + i, $"{LoadLogs.At(-60 + i)} error vpxd[1] [Originator@6876 sub=SsoClient] The token request is expired");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(cause, diagnosis.Cause);
        Assert.NotEqual(DiagnosisVerdict.Confirmed, diagnosis.Verdict);
    }

    private static string Gone(double second, string address) =>
        Access(second, address, "POST /sdk", 0).Replace("via_upstream -", "downstream_remote_disconnect DC", StringComparison.Ordinal);

    private static void Task(NightLog log, double second, string fault, string block) => log.Add(
        second,
        $"{LoadLogs.At(second)} info vpxd[45715] [Originator@6876 sub=vpxLro opID=t{second}] [VpxLRO] -- ERROR task-{second} -- "
            + $"{LoadLogs.Session(7)}(52c289ac-2563-48d5-8a8e-f178da022c0d) -- vm-12 -- vim.VirtualMachine.createSnapshot: {fault}:\n"
            + (block.Length == 0 ? "--> )" : block + "\n--> )"));

    private static void Gateway(NightLog log, double second, int host, string fault, string block) => log.Add(
        second,
        $"{LoadLogs.At(second)} info vpxd[1] [Originator@6876 sub=vmomi.soapStub[7] opID=s{second}] SOAP request returned HTTP failure; "
            + "<<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, "
            + $"/hgw/host-{host}/sdk>, method: fileManagement; code: 500(Internal Server Error); fault: ({fault}) {{\n"
            + (block.Length == 0 ? "" : block + "\n") + "-->    msg = \"\"\n--> }");

    private static string Access(double second, string address, string request, int status) =>
        $"{LoadLogs.At(second)} info envoy[2928] [Originator@6876 sub=Default] {LoadLogs.At(second)} {request} HTTP/1.1 {status} "
            + $"via_upstream - 0 19 - 31 - 0 {address}:40000 HTTP/1.1 - 127.0.0.1:8085 - - - - - -\n";

    private static string Told(VcsaDiagnosis diagnosis) => string.Join('\n', DiagnosisText.Lines(diagnosis, 200, isDetailed: true));
}
