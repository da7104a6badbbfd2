using System.Globalization;
using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Diagnosis.Causes.Catalog;
using VcsaAuthGuard.Diagnosis.Evidence;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Tests.ApiLoad;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>Each observation by the smallest log that it applies to, and the nearest to which it does not.</summary>
public class DiagnosisRuleTests
{
    private static NightLog Storm => NightLog.Quiet().Refused(12);

    [Fact]
    public void Burst_is_more_than_ten_in_five_minutes()
    {
        DiagnosisEvidence burst = NightLog.Quiet().Refused(11, hosts: 3).Found("Burst")!;
        Assert.Equal(
            (11, NightLog.Night, NightLog.Night.AddSeconds(10)),
            (burst.Count, burst.Start!.Value, burst.End!.Value)
        );
        Assert.Equal(3, burst.Lines.Count);
        Assert.All(burst.Lines, line => Assert.Matches("^vpxd.txt:[0-9]+: 2026-02-11T02:00", line));
        NightLog few = NightLog.Quiet().Refused(9);
        Assert.Null(few.Found("Burst"));
        Assert.NotNull(few.Found("NoBurst"));
        Assert.Null(Storm.Found("NoBurst"));
    }

    [Fact]
    public void The_lines_of_a_late_burst_are_its_own()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 300; i++)
        {
            log.Refused(1, second: -14_000 + (40 * i));
        }

        DiagnosisEvidence burst = log.Refused(30, second: 3000).Found("Burst")!;
        Assert.Equal(3, burst.Lines.Count);
        Assert.All(burst.Lines, line => Assert.Contains("2026-02-11T02:50", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Storm_is_a_client_that_does_three_times_its_usual()
    {
        DiagnosisEvidence storm = NightLog.Quiet().Refused(12).Logins(15, -300).Found("Storm")!;
        Assert.Equal((EvidenceRole.Proof, 15), (storm.Role, storm.Count));
        Assert.Contains(@"CORP\script from 10.0.0.7: 15 logins", storm.Statement, StringComparison.Ordinal);
        NightLog few = NightLog.Quiet().Refused(12).Logins(14, -300);
        Assert.Null(few.Found("Storm"));
        Assert.Equal(EvidenceRole.Against, few.Found("NoStorm")!.Role);
    }

    [Fact]
    public void A_client_that_is_always_as_busy_is_no_storm()
    {
        NightLog log = NightLog.Quiet().Refused(12);
        for (int second = -4 * 3600; second < 3 * 3600; second += 600)
        {
            log.Logins(20, second);
        }

        Assert.Null(log.Found("Storm"));
        Assert.NotNull(log.Found("NoStorm"));
    }

    [Fact]
    public void A_storm_at_another_time_is_none()
    {
        Assert.Null(NightLog.Quiet().Refused(12).Logins(40, -3600).Found("Storm"));
        Assert.Null(NightLog.Quiet().Refused(12).Logins(40, 3600).Found("Storm"));
    }

    [Fact]
    public void Limit_is_one_reached_around_the_burst_and_each_hit_counts_once()
    {
        DiagnosisEvidence limit = Storm.SessionLimit(-60).Found("Limit")!;
        Assert.Equal((EvidenceRole.Proof, 1), (limit.Role, limit.Count));
        Assert.Contains("limit of 2,000", limit.Statement, StringComparison.Ordinal);
        Assert.Contains("Limited to 2000", Assert.Single(limit.Lines), StringComparison.Ordinal);
        Assert.Null(Storm.SessionLimit(-3700).Found("Limit"));
        Assert.Equal(2, NightLog.Quiet().Refused(12).Refused(12, second: 1200).SessionLimit(-60, 2).Found("Limit")!.Count);
        Assert.NotNull(
            Storm
                .Add(
                    -5,
                    $"{LoadLogs.At(-5)} warning envoy[1] [Originator@6876 sub=filter] [C12] remote https connections exceed max "
                        + "allowed: 2048"
                )
                .Found("Limit")
        );
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(399, false)]
    public void NearLimit_is_four_fifths_of_a_users_sessions(int sessions, bool isNear)
    {
        NightLog log = Storm.Add(
            -60,
            string.Create(
                CultureInfo.InvariantCulture,
                $@"{LoadLogs.At(-60)} info vpxd[1] [Originator@6876 sub=AuthorizeManager] Session count for user [after add]: "
                    + $@"VSPHERE.LOCAL\backup is {sessions}"
            )
        );
        Assert.Equal(isNear, log.Found("NearLimit") is not null);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(1000, false)]
    [InlineData(40, true)]
    public void NearLimit_takes_the_limit_that_is_set_on_the_server(int? limit, bool isNear)
    {
        DiagnosisEvidence? found = Storm.Logins(40, -60, logout: false).Found("NearLimit", new DiagnosisOptions { SessionLimit = limit });
        Assert.Equal(isNear, found is not null);
        if (isNear)
        {
            Assert.Contains("of 40 allowed sessions", found!.Statement, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(301, true)]
    [InlineData(299, false)]
    public void IdleToken_is_a_call_refused_300_seconds_after_its_begin(int idle, bool isIdle)
    {
        NightLog log = Storm;
        for (int i = 0; i < 12; i++)
        {
            log.Add(i - idle, LoadLogs.Begin(i - idle, 100 + i, "vim.NfcService.fileManagement", 100 + i, $"refused{i}"));
        }

        Assert.Equal(isIdle, log.Found("IdleToken")?.Role == EvidenceRole.Proof);
        Assert.DoesNotContain(log.Diagnose().MissingEvidence, gap => gap.Rule == "IdleToken");
        Assert.Contains(Storm.Diagnose().MissingEvidence, gap => gap.Rule == "IdleToken");
    }

    [Theory]
    [InlineData(12, 1, false)]
    [InlineData(12, 2, true)]
    [InlineData(36, 2, false)]
    [InlineData(36, 3, true)]
    public void IdleToken_confirms_from_two_calls_and_a_twelfth_of_those_whose_begin_is_in_the_log_on(int calls, int idle, bool isProof)
    {
        NightLog log = NightLog.Quiet().Refused(calls);
        for (int i = 0; i < calls; i++)
        {
            int begin = i - (i < idle ? 301 : 1);
            log.Add(begin, LoadLogs.Begin(begin, 100 + i, "vim.NfcService.fileManagement", 100 + i, $"refused{i}"));
        }

        Assert.Equal(isProof, log.Found("IdleToken") is not null);
        Assert.Equal(isProof, log.Diagnose().Verdict == DiagnosisVerdict.Confirmed);
    }

    [Fact]
    public void LoginPerItem_is_a_habit_around_the_burst()
    {
        Assert.Equal(EvidenceRole.Detail, Storm.Logins(30, -600).Found("LoginPerItem")!.Role);
        Assert.Null(Storm.Logins(19, -600).Found("LoginPerItem"));
        Assert.Null(Storm.Logins(30, -4000).Found("LoginPerItem"));
    }

    [Theory]
    [InlineData("daily 01:30", "daily 01:45", "", true)]
    [InlineData("daily 01:30", "daily 02:05", "", false)]
    [InlineData("daily 00:30", "daily 01:55", "", false)]
    [InlineData("daily 01:30", "daily 01:45", "vc02.example.org", false)]
    public void WindowOverlap_is_backup_and_automation_when_the_burst_begins(
        string backup,
        string automation,
        string server,
        bool isOverlap
    )
    {
        BackupWindow Window(string name, WindowRole role, string start, string of) => new()
        {
            Name = name,
            Role = role,
            Recurrence = Recurrence.Parse(start),
            Duration = TimeSpan.FromHours(1),
            Server = of.Length == 0 ? [] : [of],
        };
        DiagnosisOptions options = new()
        {
            Windows =
            [
                Window("nightly", WindowRole.Backup, backup, ""),
                Window("patch", WindowRole.Automation, automation, server),
            ],
            Server = "vc01.example.org",
        };
        Assert.Equal(isOverlap, Storm.Found("WindowOverlap", options) is not null);
        Assert.Contains(Storm.Diagnose().MissingEvidence, gap => gap.Rule == "WindowOverlap");
        Assert.DoesNotContain(Storm.Diagnose(options).MissingEvidence, gap => gap.Rule == "WindowOverlap");
    }

    [Fact]
    public void Windows_that_the_burst_meets_one_after_the_other_do_not_overlap()
    {
        BackupWindow Window(string name, WindowRole role, string start) =>
            new()
            {
                Name = name,
                Role = role,
                Recurrence = Recurrence.Parse(start),
                Duration = TimeSpan.FromMinutes(5),
            };
        DiagnosisOptions options = new()
        {
            Windows = [Window("nightly", WindowRole.Backup, "daily 01:52"), Window("patch", WindowRole.Automation, "daily 01:58")],
        };
        Assert.Null(Storm.Found("WindowOverlap", options));
    }

    [Fact]
    public void Jobs_count_by_when_they_failed()
    {
        static BackupJobRun Run(int minute, BackupJobRunStatus status = BackupJobRunStatus.Failed, string message = "") => new()
        {
            Job = "nightly",
            VM = $"vm{minute}",
            Start = NightLog.Night.AddMinutes(minute),
            Duration = TimeSpan.FromMinutes(1),
            Status = status,
            Message = message,
        };
        DiagnosisEvidence? Found(string rule, params BackupJobRun[] runs) => Storm.Found(rule, new() { JobRuns = runs });

        Assert.Equal(EvidenceRole.Detail, Found("JobsExplained", Run(0), Run(1), Run(100, BackupJobRunStatus.Succeeded))!.Role);
        Assert.Equal("nightly vm0 2026-02-11 02:00:00Z to 02:01:00Z: ", Found("JobsExplained", Run(0), Run(1))!.Lines[0]);
        Assert.Equal(1, Found("JobsExplained", Run(0))!.Count);
        Assert.Equal(2, Found("JobsExplained", Run(0), Run(1), Run(60), Run(61), Run(62))!.Count);
        Assert.Equal(2, Found("JobsExplained", Run(-3), Run(5))!.Count);
        Assert.Null(Found("JobsExplained", Run(-7), Run(6)));
        Assert.Equal(EvidenceRole.Against, Found("JobsElsewhere", Run(-100), Run(100))!.Role);
        Assert.Null(Found("JobsElsewhere", Run(0), Run(1), Run(100)));
        Assert.Equal(1, Found("TransferFailed", Run(0, message: "Failed to refresh vCenter"), Run(1))!.Count);
        Assert.Null(Found("TransferFailed", Run(0, message: "The VSS writer timed out"), Run(1)));
        Assert.Null(Found("TransferFailed", Run(0, BackupJobRunStatus.Other, "Failed to refresh vCenter"), Run(1), Run(2)));
    }

    [Fact]
    public void ClockJump_is_a_log_that_steps_back_by_more_than_a_minute_near_the_burst()
    {
        static NightLog Jump(int at, int back)
        {
            NightLog log = Storm;
            return log.Add(at, LoadLogs.Begin(at, 2, op: "before")).Add(at, LoadLogs.Begin(at - back, 2, op: "after"));
        }

        DiagnosisEvidence jump = Jump(-100, 90).Found("ClockJump")!;
        Assert.Equal((EvidenceRole.Against, 1), (jump.Role, jump.Count));
        Assert.Null(Jump(-100, 59).Found("ClockJump"));
        Assert.Null(Jump(-9100, 90).Found("ClockJump"));
    }

    [Theory]
    [InlineData(-120, true)]
    [InlineData(-660, false)]
    public void Restart_is_a_start_of_vpxd_at_most_ten_minutes_before(int started, bool isRestart)
    {
        NightLog log = Storm.Add(started, LoadLogs.Section(started, started));
        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(isRestart ? DiagnosisCause.ServiceRestart : DiagnosisCause.ApiStorm, diagnosis.Cause);
        Assert.Equal(isRestart, diagnosis.Evidence.Any(item => item.Rule == "Restart"));
    }

    [Fact]
    public void A_burst_that_goes_on_for_an_hour_after_a_restart_is_not_its_echo()
    {
        NightLog log = NightLog.Quiet().Add(-60, LoadLogs.Section(-60, -60));
        for (int second = 0; second < 5400; second += 20)
        {
            log.Refused(1, second: second);
        }

        Assert.Null(log.Found("Restart"));
    }

    [Fact]
    public void Leak_is_a_client_that_steadily_logs_in_and_does_not_log_out()
    {
        static NightLog Leak(bool logout)
        {
            NightLog log = NightLog.Quiet();
            for (int second = -4 * 3600; second < 0; second += 240)
            {
                log.Logins(1, second, logout: logout);
            }

            return log;
        }

        Assert.Null(Leak(logout: false).Found("Leak"));
        VcsaDiagnosis full = Leak(logout: false).SessionLimit(0, 5).Diagnose();
        Assert.Equal(["Leak", "SessionLimit"], full.Evidence.Select(item => item.Rule));
        Assert.Equal((DiagnosisVerdict.OtherCause, DiagnosisCause.SessionLeak), (full.Verdict, full.Cause));
        Assert.Null(Leak(logout: true).SessionLimit(0, 5).Found("Leak"));
        Assert.Equal(DiagnosisCause.SessionLimit, Leak(logout: true).SessionLimit(0, 5).Diagnose().Cause);
    }

    [Fact]
    public void LoginRefused_is_25_refusals_of_unknown_accounts()
    {
        VcsaDiagnosis refused = NightLog.Quiet().RefusedLogins(25, 0).Diagnose();
        Assert.Equal((DiagnosisCause.LoginRefused, DiagnosisConfidence.Medium), (refused.Cause, refused.Confidence));
        Assert.Null(NightLog.Quiet().RefusedLogins(24, 0).Found("LoginRefused"));
    }

    [Fact]
    public void Jobs_that_could_not_log_in_or_reach_a_host_speak_for_that()
    {
        static DiagnosisOptions Jobs(params string[] messages) =>
            new()
            {
                JobRuns =
                [
                    .. messages.Select(message => new BackupJobRun
                    {
                        Job = "nightly",
                        Start = NightLog.Night,
                        Status = BackupJobRunStatus.Failed,
                        Message = message,
                    }),
                ],
            };
        NightLog refused = NightLog.Quiet().RefusedLogins(50, 0);
        Assert.Equal(
            EvidenceRole.Support,
            refused.Found("LoginJobs", Jobs("Cannot complete login: incorrect user name or password", "x"))!.Role
        );
        Assert.Null(refused.Found("LoginJobs", Jobs("Incorrect user name or password", "x", "y")));
        NightLog down = NightLog.Quiet();
        for (int i = 0; i < 10; i++)
        {
            down.GatewayFailure(i, 77);
        }

        Assert.NotNull(down.Found("HostJobs", Jobs("The host does not respond: not responding")));
        Assert.Null(down.Found("HostJobs", Jobs("The VSS writer timed out")));
    }

    [Fact]
    public void Unreachable_are_hosts_with_five_failures_at_the_gateway_or_more()
    {
        static NightLog Down(int count, int others = 0)
        {
            NightLog log = NightLog.Quiet();
            for (int i = 0; i < count + others; i++)
            {
                int host = i < count ? 77 : 100 + i;
                log.GatewayFailure(i, host);
            }

            return log;
        }

        VcsaDiagnosis diagnosis = Down(10).Diagnose();
        Assert.Equal((DiagnosisCause.HostUnreachable, DiagnosisConfidence.High), (diagnosis.Cause, diagnosis.Confidence));
        Assert.Contains("-Id 'HostSystem-host-77'", diagnosis.Remedies[0].Command, StringComparison.Ordinal);
        Assert.Contains("(HostSystem-host-77)", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Null(Down(4).Found("Unreachable"));
        Assert.Equal(["HostSystem-host-77"], Down(10, others: 3).Diagnose().Findings[0].Hosts);
        Assert.Equal(DiagnosisConfidence.Medium, Down(9).Diagnose().Confidence);
    }

    [Fact]
    public void OneHost_is_a_burst_in_which_nine_of_ten_calls_are_for_the_same_host()
    {
        DiagnosisEvidence one = NightLog.Quiet().Refused(20, hosts: 1).Found("OneHost")!;
        Assert.Equal(20, one.Count);
        Assert.Null(NightLog.Quiet().Refused(20, hosts: 1).Found("Burst"));
        Assert.Null(NightLog.Quiet().Refused(20, hosts: 2).Found("OneHost"));
    }

    [Fact]
    public void Every_cause_is_listed_once() =>
        Assert.Equal(
            Enum.GetValues<DiagnosisCause>().Except([DiagnosisCause.None, DiagnosisCause.Unknown]).Order(),
            CauseCatalog.All.Select(rule => rule.Cause).Order()
        );
}
