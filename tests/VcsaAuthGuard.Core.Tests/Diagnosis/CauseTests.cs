using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Tests.ApiLoad;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>Each cause by a SYNTHETIC night that shows it, and the nearest that does not.</summary>
public class CauseTests
{
    private const int Hour = 3600;

    [Fact]
    public void A_tool_that_goes_on_with_a_session_idle_for_half_an_hour_uses_a_stale_one()
    {
        NightLog log = NightLog.Quiet().Add(-4000, LoadLogs.Begin(-4000, 77, op: "last"));
        VcsaDiagnosis diagnosis = RefusedOf(log, session: 77, count: 30, second: 0, every: 10).Diagnose();

        AssertFound(diagnosis, DiagnosisCause.StaleSession, DiagnosisConfidence.High);
        Assert.Contains(diagnosis.Evidence, item => item is { Rule: "IdleSession", Role: EvidenceRole.Proof, Count: 66 });
        AssertNoRestart(diagnosis);
        Assert.Equal(["Log in again", "Keep the session alive in the tool"], diagnosis.Remedies.Select(remedy => remedy.Name));
    }

    [Fact]
    public void Calls_of_one_session_refused_at_a_flat_rate_for_hours_are_of_a_stale_session()
    {
        VcsaDiagnosis diagnosis = RefusedOf(NightLog.Quiet(), session: 77, count: 150, second: -Hour, every: 60).Diagnose();

        AssertFound(diagnosis, DiagnosisCause.StaleSession, DiagnosisConfidence.High);
        Assert.Empty(diagnosis.Bursts);
    }

    [Fact]
    public void Whoever_ended_the_sessions_is_named()
    {
        string owners = LoadLogs.Profiler(
            LoadLogs.Owner(9, @"CORP\admin", "10.0.0.9"), LoadLogs.Owner(77, @"CORP\svc-backup", "10.0.0.7"));
        NightLog log = NightLog.Quiet().Add(-20, LoadLogs.Begin(-20, 9, "vim.SessionManager.terminateSession", op: "end"));
        for (int i = 0; i < 10; i++)
        {
            log.Add(-600 + (50 * i), LoadLogs.Begin(-600 + (50 * i), 77, op: $"good{i}"));
        }

        string text = RefusedOf(log, session: 77, count: 20, second: 0, every: 10).ToString();
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("vpxd-profiler-1.log", owners), ("vpxd-1.log", text)));

        AssertFound(diagnosis, DiagnosisCause.StaleSession, DiagnosisConfidence.High);
        Assert.Contains(@"by CORP\admin from 10.0.0.9", diagnosis.Summary, StringComparison.Ordinal);
        Assert.StartsWith(@"CORP\svc-backup from 10.0.0.7", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Equal([@"CORP\svc-backup"], diagnosis.Findings[0].Accounts);
    }

    [Theory]
    [InlineData(1, DiagnosisCause.StaleSession)]
    [InlineData(2, DiagnosisCause.ApiStorm)]
    public void Calls_of_one_session_are_no_storm_whatever_goes_on_around_them(int sessions, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet().Logins(40, -300);
        for (int i = 0; i < 10 * sessions; i++)
        {
            log.Add(-500 + (20 * i), LoadLogs.Begin(-500 + (20 * i), 77 + (i % sessions), op: $"good{i}"));
        }

        for (int i = 0; i < sessions; i++)
        {
            log = RefusedOf(log, session: 77 + i, count: 20, second: 0, every: 5, name: $"s{i}");
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Fact]
    public void The_head_of_a_rotated_log_is_no_restart()
    {
        const string Head = "Section for VMware VirtualCenter, pid=6432, version=8.0.3, build=24322831, option=Release";
        NightLog log = NightLog.Quiet().Add(-5000, $"{LoadLogs.At(-5000)} - {Head}").Add(-60, $"{LoadLogs.At(-60)} - {Head}").Refused(12);
        Assert.Equal(DiagnosisVerdict.Likely, log.Diagnose().Verdict);

        NightLog other = NightLog.Quiet()
            .Add(-5000, $"{LoadLogs.At(-5000)} - {Head}")
            .Add(-60, $"{LoadLogs.At(-60)} - {Head.Replace("6432", "7001", StringComparison.Ordinal)}")
            .Refused(12);
        AssertFound(other.Diagnose(), DiagnosisCause.ServiceRestart, DiagnosisConfidence.High);
    }

    [Fact]
    public void Sessions_from_before_a_restart_are_refused_hours_later_too()
    {
        NightLog log = NightLog.Quiet().Add(-9000, LoadLogs.Begin(-9000, 77, op: "before")).Add(-8000, LoadLogs.Section(-8000, -8000));
        VcsaDiagnosis diagnosis = RefusedOf(log, session: 77, count: 20, second: 0, every: 5).Diagnose();

        AssertFound(diagnosis, DiagnosisCause.ServiceRestart, DiagnosisConfidence.High);
        Assert.Contains("20 refused calls used a session from before it", diagnosis.Evidence[0].Statement, StringComparison.Ordinal);
        AssertNoRestart(diagnosis);
    }

    [Fact]
    public void A_restart_after_the_memory_limit_is_a_crash()
    {
        NightLog log = NightLog.Quiet()
            .Add(-120, $"{LoadLogs.At(-120)} error vpxd[08223] [Originator@6876 sub=Memory checker] Current value 11101224 exceeds "
                + "hard limit 11099136. Shutting down process.")
            .Add(-119, $"{LoadLogs.At(-119)} panic vpxd[08223] [Originator@6876 sub=Default]\n-->\n--> Panic: Memory exceeds hard "
                + "limit. Panic\n--> Backtrace:")
            .Add(-60, LoadLogs.Section(-60, -60))
            .Refused(12);
        VcsaDiagnosis diagnosis = log.Diagnose();

        AssertFound(diagnosis, DiagnosisCause.ServiceCrash, DiagnosisConfidence.High);
        Assert.Equal(2, diagnosis.Evidence[0].Count);
        AssertNoRestart(diagnosis);
    }

    [Fact]
    public void Entries_of_a_locked_account_name_it_and_who_failed_first()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 5; i++)
        {
            log.Add(10 * i, Failed(10 * i, "svc-backup@vsphere.local", "192.0.2.9"));
        }

        log.Add(60, $"{LoadLogs.At(60)} ERROR websso[71:tomcat-http--33] [com.vmware.identity.idm] The account of the user trying to "
            + "authenticate is locked. :: User account locked: {Name: svc-backup, Domain: vsphere.local}");
        VcsaDiagnosis diagnosis = log.Diagnose();

        AssertFound(diagnosis, DiagnosisCause.AccountLocked, DiagnosisConfidence.High);
        Assert.Equal(["svc-backup@vsphere.local"], diagnosis.Findings[0].Accounts);
        Assert.Contains("192.0.2.9", diagnosis.Summary, StringComparison.Ordinal);
        AssertNoRestart(diagnosis);
    }

    [Fact]
    public void A_tool_that_retries_a_handful_of_times_an_hour_for_hours_is_refused_for_its_password()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 8; i++)
        {
            log.Add(-3 * Hour + (900 * i), Failed(-3 * Hour + (900 * i), @"CORP\svc-old", "192.0.2.9"));
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertFound(diagnosis, DiagnosisCause.LoginRefused, DiagnosisConfidence.High);
        Assert.Equal([@"CORP\svc-old"], diagnosis.Findings[0].Accounts);
        Assert.Contains("192.0.2.9", diagnosis.Evidence[0].Statement, StringComparison.Ordinal);
        Assert.Contains("192.0.2.9", diagnosis.Remedies[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_of_many_accounts_from_one_moment_on_are_no_password()
    {
        NightLog log = NightLog.Quiet();
        for (int second = -3 * Hour; second < 0; second += 300)
        {
            log.Logins(1, second);
        }

        string[] accounts = [@"VSPHERE.LOCAL\vpxd-extension-1", @"CORP\a", @"CORP\b", @"CORP\c"];
        for (int i = 0; i < 40; i++)
        {
            log.Add(10 * i, Failed(10 * i, accounts[i % 4], i % 4 == 0 ? "127.0.0.1" : "192.0.2." + (i % 4)));
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertFound(diagnosis, DiagnosisCause.SignOnUnavailable, DiagnosisConfidence.High);
        Assert.DoesNotContain("password", Told(diagnosis), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(4, diagnosis.Findings[0].Accounts.Count);
    }

    [Fact]
    public void An_expired_signing_certificate_is_a_reason_of_sign_on()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 5; i++)
        {
            log.Add(i, $"{LoadLogs.At(i)} error vpxd[1] [Originator@6876 sub=SsoClient] Server rejected the provided time range. "
                + "Cause:ns0:InvalidTimeRange: The token authority rejected an issue request for TimePeriod :: Signing certificate is "
                + "not valid at Wed Feb 11 02:00:00 UTC 2026");
        }

        AssertFound(log.Diagnose(), DiagnosisCause.SignOnUnavailable, DiagnosisConfidence.Medium);
        Assert.StartsWith("The sign-on service reports errors", log.Diagnose().Summary, StringComparison.Ordinal);
        log.RefusedLogins(3, 60, @"CORP\first").RefusedLogins(3, 120, @"CORP\second");
        string events = string.Concat(Enumerable.Range(0, 6).Select(i => $@"Event [{i}] [1-1] [{LoadLogs.At(60 + i)}] "
            + $@"[vim.event.BadUsernameSessionEvent] [error] [] [] [{i}] [Cannot login CORP\user{i % 2}@192.0.2.7]" + "\n"));
        VcsaDiagnosis both = Assert.Single(NightLog.Diagnose(null, ("vpxd-1.log", log.ToString()), ("events-1.log", events)));
        AssertFound(both, DiagnosisCause.SignOnUnavailable, DiagnosisConfidence.High);
    }

    [Fact]
    public void Several_hosts_that_fail_are_all_named()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 36; i++)
        {
            log.GatewayFailure(10 * i, 50 + (i % 3));
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertFound(diagnosis, DiagnosisCause.HostUnreachable, DiagnosisConfidence.High);
        Assert.Equal(["HostSystem-host-50", "HostSystem-host-51", "HostSystem-host-52"], diagnosis.Findings[0].Hosts);
        Assert.Contains("3 ESXi hosts cannot be reached", diagnosis.Summary, StringComparison.Ordinal);
        AssertNoRestart(diagnosis);
    }

    [Fact]
    public void Names_that_cannot_be_resolved_explain_the_failures_of_their_hosts()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 20; i++)
        {
            log.GatewayFailure(10 * i, 50 + (i % 4));
            log.Add(10 * i, $"{LoadLogs.At(10 * i)} warning vpxd[1] [Originator@6876 sub=HostAccess opID=dns{i}] Failed to resolve "
                + $"host name esxi0{i % 4}.example.org: Name or service not known");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertFound(diagnosis, DiagnosisCause.NameResolution, DiagnosisConfidence.High);
        Assert.Equal(4, diagnosis.Findings[0].Hosts.Count);
        Assert.Contains("nslookup", diagnosis.Remedies[0].Command, StringComparison.Ordinal);
        Assert.Single(diagnosis.Findings);
    }

    [Fact]
    public void One_datastore_over_many_hosts_is_storage_and_not_the_hosts()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 40; i++)
        {
            log.Add(
                i * 5,
                $"{LoadLogs.At(i * 5)} info vpxd[1] [Originator@6876 sub=vmomi.soapStub[7] opID=s{i}] SOAP request returned HTTP "
                    + "failure; <<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, "
                    + $"/hgw/host-{60 + (i % 5)}/sdk>, method: fileManagement; code: 500(Internal Server Error); fault: "
                    + "(vim.fault.InaccessibleDatastore) {\n-->    object = 'vim.Datastore:62aef28d-fe0e61a8-3da4-9efa524000e2', "
                    + "\n-->    msg = \"\"\n--> }");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertFound(diagnosis, DiagnosisCause.StorageUnavailable, DiagnosisConfidence.High);
        Assert.Equal(5, diagnosis.Findings[0].Hosts.Count);
        Assert.Contains("62aef28d-fe0e61a8-3da4-9efa524000e2", diagnosis.Summary, StringComparison.Ordinal);
        AssertNoRestart(diagnosis);
    }

    [Theory]
    [InlineData(-5400)]
    [InlineData(5400)]
    public void A_clock_that_is_set_is_the_cause_when_a_time_service_says_so(int step)
    {
        NightLog log = new();
        for (int second = -2 * Hour; second < 0; second += 60)
        {
            log.Add(second, LoadLogs.Begin(second, 1, op: $"before{second}"));
        }

        string before = log.ToString();
        NightLog after = new();
        for (int second = 0; second < Hour; second += 60)
        {
            after.Add(second, LoadLogs.Begin(second + step, 1, op: $"after{second}"));
        }

        string refused = new NightLog().Refused(20, second: step + 60).ToString();
        string time = $"{LoadLogs.At(step + 1)} warning vpxd[1] [Originator@6876 sub=Default] chronyd[812]: System clock was stepped "
            + $"by {step}.000021 seconds\n";
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("vpxd.txt", before + time + refused + after)));

        AssertFound(diagnosis, DiagnosisCause.ClockShift, DiagnosisConfidence.High);
        AssertNoRestart(diagnosis);
    }

    [Fact]
    public void A_client_that_was_silent_and_comes_back_with_its_old_session_was_cut_off()
    {
        List<string> access = [];
        for (int second = -2 * Hour; second < Hour; second += 30)
        {
            access.Add(Access(second, "192.0.2.5", "200 via_upstream -"));
            if (second is < -600 or > 0)
            {
                access.Add(Access(second + 1, "192.0.2.7", "200 via_upstream -"));
            }
        }

        for (int i = 0; i < 5; i++)
        {
            access.Add(Access(-600 + i, "192.0.2.7", "0 downstream_remote_disconnect DC"));
        }

        access.Sort(StringComparer.Ordinal);
        NightLog log = NightLog.Quiet().Refused(15, second: 10).Add(60, LoadLogs.EventLogin(60, @"CORP\svc-backup", "192.0.2.7", "agent"));
        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, ("vpxd.txt", log.ToString()), ("envoy-access-1.log", string.Join('\n', access) + "\n")));

        AssertFound(diagnosis, DiagnosisCause.NetworkPartition, DiagnosisConfidence.High);
        Assert.Contains("192.0.2.7", diagnosis.Summary, StringComparison.Ordinal);
        AssertNoRestart(diagnosis);
    }

    [Fact]
    public void The_vapi_limit_of_a_user_names_the_user()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 12; i++)
        {
            log.Add(i, $"{LoadLogs.At(i)} | ERROR | jetty-default-1 | SessionApi | User session count is limited to 550. Existing "
                + "session count is 550 for user capv@vsphere.local");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertFound(diagnosis, DiagnosisCause.SessionLimit, DiagnosisConfidence.High);
        Assert.Equal(["capv@vsphere.local"], diagnosis.Findings[0].Accounts);
        Assert.Equal(["Log out in the tool", "Raise the limit of a user's REST sessions"], diagnosis.Remedies.Select(item => item.Name));
        Assert.DoesNotContain(diagnosis.Remedies, remedy => remedy.Command.Contains("vmware-vpxd", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_causes_in_one_night_are_two_findings_the_weightiest_first()
    {
        NightLog log = NightLog.Quiet().Add(-60, LoadLogs.Section(-60, -60)).Refused(40);
        for (int i = 0; i < 30; i++)
        {
            log.Add(-7000 + (60 * i), Failed(-7000 + (60 * i), @"CORP\svc-old", "192.0.2.9"));
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal([DiagnosisCause.ServiceRestart, DiagnosisCause.LoginRefused], diagnosis.Findings.Select(finding => finding.Cause));
        Assert.Contains(@"Logins of CORP\svc-old are refused", Told(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_named_by_some_sampled_sessions_of_a_surge_is_the_one_to_contact()
    {
        NightLog log = NightLog.Quiet().Refused(12);
        List<string> owners = [LoadLogs.Owner(1, @"CORP\monitor", "192.0.2.3")];
        for (int i = 0; i < 400; i++)
        {
            log.Add(-500 + i, LoadLogs.Login(-500 + i, 1000 + i, op: $"in{i}"));
            if (i % 40 == 0)
            {
                owners.Add(LoadLogs.Owner(1000 + i, @"CORP\script", "192.0.2.8"));
            }
        }

        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, ("vpxd-profiler-1.log", LoadLogs.Profiler([.. owners])), ("vpxd-1.log", log.ToString())));
        Assert.Equal(DiagnosisVerdict.Confirmed, diagnosis.Verdict);
        Assert.Equal(@"CORP\script", diagnosis.Clients[0].User);
        Assert.Contains(@"The scripts of CORP\script", Told(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void Logs_that_do_not_cover_the_time_asked_for_give_no_verdict()
    {
        DiagnosisOptions options = new();
        VcsaAuthGuard.Logs.TimeRange night = new(NightLog.Night.AddHours(-4), NightLog.Night.AddHours(40));
        VcsaDiagnosis diagnosis = NightLog.Quiet().Diagnose(options, night);
        Assert.Equal((DiagnosisVerdict.Unknown, DiagnosisCause.Unknown), (diagnosis.Verdict, diagnosis.Cause));
        Assert.Equal(
            DiagnosisVerdict.Unlikely,
            NightLog.Quiet().Diagnose(options, new(NightLog.Night.AddHours(-4), NightLog.Night.AddHours(3))).Verdict
        );
    }

    [Theory]
    [InlineData(2, DiagnosisCause.None, DiagnosisConfidence.High)]
    [InlineData(3, DiagnosisCause.SessionLimit, DiagnosisConfidence.Low)]
    [InlineData(9, DiagnosisCause.SessionLimit, DiagnosisConfidence.Low)]
    [InlineData(10, DiagnosisCause.SessionLimit, DiagnosisConfidence.High)]
    public void A_limit_that_is_reached_a_few_times_is_no_cause_or_an_unsure_one(
        int hits, DiagnosisCause cause, DiagnosisConfidence confidence)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < hits; i++)
        {
            log.SessionLimit(i * 60);
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal((cause, confidence), (diagnosis.Cause, diagnosis.Confidence));
        Assert.Equal(hits >= 10, diagnosis.Remedies.Any(remedy => remedy.Name == "Raise the session limit"));
        Assert.Contains("limit", Told(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_hits_of_a_limit_stand_behind_faults_that_no_cause_explains_and_restart_nothing()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 12; i++)
        {
            log.GatewayFailure(i * 60, 50 + i);
        }

        for (int i = 0; i < 5; i++)
        {
            log.SessionLimit(i * 60);
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.NotEqual(DiagnosisCause.SessionLimit, diagnosis.Cause);
        Assert.Contains(diagnosis.Findings, finding => finding.Cause == DiagnosisCause.SessionLimit);
        Assert.All(diagnosis.Findings.Skip(1).SelectMany(finding => finding.Remedies), remedy => Assert.False(remedy.IsRestart));
    }

    [Fact]
    public void A_burst_within_a_limit_that_is_reached_all_night_is_a_part_of_it()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 30; i++)
        {
            log.SessionLimit(-7000 + (i * 300));
        }

        AssertFound(log.Refused(12).Diagnose(), DiagnosisCause.SessionLimit, DiagnosisConfidence.High);
    }

    [Fact]
    public void A_limit_that_is_reached_only_around_the_burst_proves_the_storm()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 30; i++)
        {
            log.SessionLimit(-60 + i);
        }

        Assert.Equal(DiagnosisVerdict.Confirmed, log.Refused(12).Diagnose().Verdict);
    }

    [Fact]
    public void Sessions_that_were_ended_an_hour_before_and_are_used_again_are_stale()
    {
        NightLog log = NightLog.Quiet().Add(-Hour, LoadLogs.Begin(-Hour, 9, "vim.SessionManager.terminateSession", op: "end"));
        log.Add(-Hour - 60, LoadLogs.Begin(-Hour - 60, 77, op: "before"));
        VcsaDiagnosis diagnosis = RefusedOf(log.Logins(40, -300), session: 77, count: 20, second: 0, every: 5).Diagnose();
        AssertFound(diagnosis, DiagnosisCause.StaleSession, DiagnosisConfidence.High);
    }

    [Fact]
    public void Failed_tasks_are_told_of_with_their_fault_and_number()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 25; i++)
        {
            log.Add(i * 60, $"{LoadLogs.At(i * 60)} info vpxd[45715] [Originator@6876 sub=vpxLro opID=t{i}] [VpxLRO] -- ERROR task-{i} -- "
                + $"{LoadLogs.Session(7)}(52c289ac-2563-48d5-8a8e-f178da022c0d) -- vm-12 -- vim.VirtualMachine.createSnapshot: "
                + "vim.fault.ApplicationQuiesceFault:\n--> )");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisVerdict.Unexplained, diagnosis.Verdict);
        Assert.Contains("25 tasks failed with vim.fault.ApplicationQuiesceFault", Told(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void A_burst_without_proof_and_failed_backups_at_other_times_give_no_verdict()
    {
        DiagnosisOptions options = new()
        {
            JobRuns = [.. Enumerable.Range(0, 5).Select(i => new VcsaAuthGuard.BackupJobs.BackupJobRun
            {
                Job = "Nightly",
                Start = NightLog.Night.AddDays(-2).AddMinutes(i),
                Duration = TimeSpan.FromMinutes(5),
                Status = VcsaAuthGuard.BackupJobs.BackupJobRunStatus.Failed,
            })],
        };
        VcsaDiagnosis diagnosis = NightLog.Quiet().Refused(12).Diagnose(options);
        Assert.Equal((DiagnosisVerdict.Unknown, DiagnosisCause.Unknown), (diagnosis.Verdict, diagnosis.Cause));
        Assert.Equal(DiagnosisCause.ApiStorm, Assert.Single(diagnosis.Findings).Cause);
        Assert.Contains("looks like the problem", Told(diagnosis), StringComparison.Ordinal);
    }

    [Fact]
    public void A_datastore_that_failures_name_by_its_id_is_storage_too()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 40; i++)
        {
            log.Add(
                i * 5,
                $"{LoadLogs.At(i * 5)} info vpxd[1] [Originator@6876 sub=vmomi.soapStub[7] opID=s{i}] SOAP request returned HTTP "
                    + "failure; <<io_obj p:0x00007f740d5e8b48, h:250, <UNIX ''>, <UNIX '/var/run/envoy-hgw/hgw-pipe'>>, "
                    + $"/hgw/host-{60 + (i % 5)}/sdk>, method: fileManagement; code: 500(Internal Server Error); fault: "
                    + "(vim.fault.CannotAccessFile) {\n-->    object = 'vim.Datastore:datastore-15', \n-->    msg = \"\"\n--> }");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertFound(diagnosis, DiagnosisCause.StorageUnavailable, DiagnosisConfidence.High);
        Assert.Single(diagnosis.Findings);
        Assert.Contains("datastore-15", diagnosis.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Refused_logins_of_an_account_that_is_locked_are_of_the_lock()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 30; i++)
        {
            log.Add(60 * i, Failed(60 * i, "svc-backup@vsphere.local", "192.0.2.9"));
        }

        string audit = string.Concat(Enumerable.Range(0, 10).Select(i =>
            $"{LoadLogs.At(300 + (60 * i))} INFO websso[71:tomcat-http--33] [CorId=1] [auditlogger] "
                + "{\"user\":\"svc-backup@vsphere.local\",\"client\":\"192.0.2.9\",\"timestamp\":\"02/11/2026 02:05:00 UTC\","
                + "\"description\":\"User account locked: svc-backup@vsphere.local\",\"eventSeverity\":\"INFO\","
                + "\"type\":\"com.vmware.sso.LoginFailure\"}\n"));
        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, ("vpxd.txt", log.ToString()), ("websso.log", audit)));
        AssertFound(diagnosis, DiagnosisCause.AccountLocked, DiagnosisConfidence.High);
        Assert.Equal(["svc-backup@vsphere.local"], diagnosis.Findings[0].Accounts);
    }

    private static void AssertFound(VcsaDiagnosis diagnosis, DiagnosisCause cause, DiagnosisConfidence confidence)
    {
        Assert.True(diagnosis.Cause == cause, $"{diagnosis.Cause}, not {cause}:\n{Told(diagnosis)}");
        Assert.Equal((DiagnosisVerdict.OtherCause, confidence), (diagnosis.Verdict, diagnosis.Confidence));
        Assert.NotNull(diagnosis.Findings[0].First);
        Assert.NotNull(diagnosis.Findings[0].Last);
        Assert.NotEmpty(diagnosis.Remedies);
        Assert.DoesNotContain('%', Told(diagnosis));
    }

    private static void AssertNoRestart(VcsaDiagnosis diagnosis) =>
        Assert.All(
            diagnosis.Remedies,
            remedy => Assert.DoesNotMatch("Restart-VcsaProxyPipeline|--restart|--stop", remedy.Command)
        );

    private static string Told(VcsaDiagnosis diagnosis) => string.Join('\n', DiagnosisText.Lines(diagnosis, 200, isDetailed: true));

    /// <summary>Calls of one session that are refused, in the form that vpxd writes for calls to itself.</summary>
    private static NightLog RefusedOf(NightLog log, int session, int count, int second, int every, string name = "stale")
    {
        for (int i = 0; i < count; i++)
        {
            int at = second + (every * i);
            log.Add(at, LoadLogs.Begin(at, session, "vim.VirtualMachine.createSnapshot", 9000 + i, $"{name}{i}"));
            log.Add(
                at + 0.1,
                $"{LoadLogs.At(at + 0.1)} info vpxd[45715] [Originator@6876 sub=vpxLro opID={name}{i}] [VpxLRO] -- ERROR lro-{9000 + i} -- "
                    + $"{LoadLogs.Session(session)}(52c289ac-2563-48d5-8a8e-f178da022c0d) -- vm-12 -- "
                    + "vim.VirtualMachine.createSnapshot: vim.fault.NotAuthenticated:\n--> )");
        }

        return log;
    }

    /// <summary>A refused login as vCenter Server's event tells of it.</summary>
    private static string Failed(double second, string user, string address) =>
        $"Event [11111111] [1-1] [{LoadLogs.At(second)}] [vim.event.EventEx] [error] [] [] [11111111] [Failed login {user} from "
            + $"{address} at {LoadLogs.At(second)} in SSO]";

    private static string Access(double second, string address, string answer) =>
        $"{LoadLogs.At(second)} info envoy[2928] [Originator@6876 sub=Default] {LoadLogs.At(second)} POST /sdk HTTP/1.1 {answer} 0 19 "
            + $"- 31 - 0 {address}:40000 HTTP/1.1 - 127.0.0.1:8085 - - - - - -";
}
