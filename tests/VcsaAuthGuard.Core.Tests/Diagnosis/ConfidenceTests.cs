using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Tests.ApiLoad;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>An answer is sure with two kinds of evidence, no rival cause, and logs that cover what led to it.</summary>
public class ConfidenceTests
{
    private const int Hour = 3600;

    [Theory]
    [InlineData(false, DiagnosisCause.ApiStorm, DiagnosisVerdict.Confirmed)]
    [InlineData(true, DiagnosisCause.StaleSession, DiagnosisVerdict.OtherCause)]
    public void A_session_that_was_ended_and_goes_on_to_be_refused_is_no_storm_whatever_surges_beside_it(
        bool isEnded, DiagnosisCause cause, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet().Logins(60, -300).Refused(20, op: i => $"burst{i}");
        for (int i = 0; i < 12; i++)
        {
            log.Refused(1, second: -1200 + (95 * i), op: _ => $"slow{i}");
        }

        if (isEnded)
        {
            log.Add(-1250, $@"Event [11111111] [1-1] [{LoadLogs.At(-1250)}] [vim.event.SessionTerminatedEvent] [info] [CORP\admin] [] "
                + @"[11111111] [A session for user 'CORP\svc-backup' has stopped]");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal((cause, verdict), (diagnosis.Cause, diagnosis.Verdict));
        Assert.Equal(!isEnded, diagnosis.Remedies.Any(remedy => remedy.Command.StartsWith("Restart-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(-1201, DiagnosisCause.StaleSession)]
    [InlineData(-1900, DiagnosisCause.ApiStorm)]
    public void Refused_calls_before_a_session_was_ended_are_not_its_consequence(int first, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet().Logins(60, -300).Refused(20, op: i => $"burst{i}")
            .Add(-1250, LoadLogs.Begin(-1250, 9, "vim.SessionManager.terminateSession", op: "end"));
        for (int second = first; second < 0; second += 95)
        {
            log.Refused(1, second: second, op: _ => $"slow{second}");
        }

        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Theory]
    [InlineData(10, DiagnosisVerdict.OtherCause)]
    [InlineData(3, DiagnosisVerdict.Likely)]
    [InlineData(2, DiagnosisVerdict.Confirmed)]
    public void A_few_calls_of_one_session_among_many_of_none_make_a_storm_unsure(int ofOne, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet().Logins(60, -300).Refused(40);
        for (int i = 0; i < ofOne; i++)
        {
            log.Add(i - 0.5, LoadLogs.Begin(i - 0.5, 77, op: $"refused{i}"));
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(verdict, diagnosis.Verdict);
        Assert.Equal(
            verdict == DiagnosisVerdict.Likely, diagnosis.Against.Any(item => item.Rule == nameof(EvidenceKind.OneSession)));
    }

    [Theory]
    [InlineData(-599, DiagnosisVerdict.Likely)]
    [InlineData(-600, DiagnosisVerdict.Confirmed)]
    public void A_storm_is_confirmed_only_where_the_log_shows_ten_minutes_before_it(int begin, DiagnosisVerdict verdict)
    {
        NightLog log = new NightLog().Refused(20).Logins(60, -300);
        for (int second = begin; second < 3 * Hour; second += 60)
        {
            log.Add(second, LoadLogs.Begin(second, 1, op: $"quiet{second}"));
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(verdict, diagnosis.Verdict);
        Assert.Equal(verdict == DiagnosisVerdict.Likely ? DiagnosisConfidence.Medium : DiagnosisConfidence.High, diagnosis.Confidence);
    }

    [Theory]
    [InlineData(0, DiagnosisVerdict.Likely)]
    [InlineData(10, DiagnosisVerdict.Confirmed)]
    public void A_surge_of_calls_is_that_of_any_client_that_begins_unless_many_sessions_are_refused(int sessions, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet().Refused(20);
        for (int i = 0; i < 120; i++)
        {
            log.Add(-290 + i, LoadLogs.Begin(-290 + i, 5, op: $"busy{i}"));
        }

        for (int i = 0; sessions > 0 && i < 20; i++)
        {
            log.Add(i - 0.5, LoadLogs.Begin(i - 0.5, 200 + (i % sessions), op: $"refused{i}"));
        }

        string owners = LoadLogs.Profiler(LoadLogs.Owner(5, @"CORP\script", "10.0.0.7"));
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("vpxd-profiler-1.log", owners), ("vpxd-1.log", log.ToString())));
        Assert.Equal((DiagnosisCause.ApiStorm, verdict), (diagnosis.Cause, diagnosis.Verdict));
        Assert.Contains(diagnosis.Evidence, item => item.Rule == nameof(EvidenceKind.Storm));
    }

    [Theory]
    [InlineData(0, DiagnosisConfidence.Medium)]
    [InlineData(1, DiagnosisConfidence.High)]
    public void Two_accounts_that_are_refused_are_surely_theirs_only_while_others_log_in(int others, DiagnosisConfidence confidence)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 24; i++)
        {
            log.Add(60 * i, $@"Event [{i}] [1-1] [{LoadLogs.At(60 * i)}] [vim.event.BadUsernameSessionEvent] [error] [] [] [{i}] [Cannot "
                + $@"login CORP\user{i % 2}@192.0.2.7]");
        }

        VcsaDiagnosis diagnosis = log.Logins(others, 300).Diagnose();
        Assert.Equal((DiagnosisCause.LoginRefused, confidence), (diagnosis.Cause, diagnosis.Confidence));
    }

    [Fact]
    public void A_request_that_another_host_did_not_answer_makes_no_host_sure()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 6; i++)
        {
            log.GatewayFailure(60 * i, 24);
        }

        string Access(int host) => $"{LoadLogs.At(30)} info envoy[2928] [Originator@6876 sub=Default] {LoadLogs.At(30)} POST "
            + $"/hgw/host-{host}/sdk HTTP/1.1 503 no_healthy_upstream UH 0 19 - 31 - 0 127.0.0.1:40000 HTTP/1.1 - - - - - - - -\n";
        DiagnosisConfidence Of(int host) => Assert.Single(
            NightLog.Diagnose(null, ("vpxd-1.log", log.ToString()), ("envoy-access-1.log", Access(host)))).Confidence;
        Assert.Equal(DiagnosisConfidence.Medium, Of(99));
        Assert.Equal(DiagnosisConfidence.High, Of(24));
    }

    [Theory]
    [InlineData(0, 4, DiagnosisCause.NetworkPartition)]
    [InlineData(0, 10, DiagnosisCause.ApiStorm)]
    [InlineData(1, 4, DiagnosisCause.StaleSession)]
    [InlineData(1, 10, DiagnosisCause.ApiStorm)]
    public void The_few_sessions_of_a_client_that_was_silent_for_long_are_no_storm(int others, int sessions, DiagnosisCause cause)
    {
        // The client at 192.0.2.7 is away for an hour and returns at 0; where others are, its pauses are always that long.
        NightLog log = NightLog.Quiet().Logins(60, -300).Add(200, LoadLogs.EventLogin(200, @"CORP\svc-backup", "192.0.2.7", "agent"));
        for (int i = 0; i < 40; i++)
        {
            log.Add(i - 0.5, LoadLogs.Begin(i - 0.5, 200 + (i % sessions), op: $"refused{i}"));
        }

        List<string> access = [];
        for (int second = -4 * Hour; second < Hour; second += 30)
        {
            access.Add(Request(second, "192.0.2.5"));
            bool isAway = others == 0 ? second is > -Hour and < 0 : second % Hour is not (> -120 and < 120);
            if (!isAway)
            {
                access.Add(Request(second, "192.0.2.7"));
            }
        }

        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(
            null, ("vpxd.txt", log.Refused(40).ToString()), ("envoy-access-1.log", string.Concat(access))));
        Assert.Equal(cause, diagnosis.Cause);
        bool isRestarted = diagnosis.Remedies.Any(remedy => remedy.Command.StartsWith("Restart-", StringComparison.Ordinal));
        Assert.Equal(cause == DiagnosisCause.ApiStorm, isRestarted);
    }

    [Theory]
    [InlineData(0, DiagnosisCause.SignOnUnavailable)]
    [InlineData(3, DiagnosisCause.LoginRefused)]
    public void Refused_logins_of_one_account_are_not_sign_on_while_others_log_in(int others, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 40; i++)
        {
            log.Add(60 * i, $@"Event [{i}] [1-1] [{LoadLogs.At(60 * i)}] [vim.event.BadUsernameSessionEvent] [error] [] [] [{i}] [Cannot "
                + @"login CORP\svc-old@192.0.2.7]");
        }

        log.Add(90, $"{LoadLogs.At(90)} error vpxd[1] [Originator@6876 sub=SsoWrapper] [AcquireToken] AcquireToken exception: "
            + "N9SsoClient27InvalidCredentialsExceptionE(Authentication failed: Invalid credentials)");
        Assert.Equal(cause, log.Logins(others, 300).Diagnose().Cause);
    }

    [Theory]
    [InlineData(8, DiagnosisCause.LoginRefused)]
    [InlineData(9, DiagnosisCause.SignOnUnavailable)]
    public void An_account_that_is_refused_again_and_again_and_hardly_logs_in_is_no_trouble_of_sign_on(int own, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet().Logins(3, 300).Logins(own, 600, @"CORP\svc-old");
        for (int i = 0; i < 40; i++)
        {
            log.Add(60 * i, $@"Event [{i}] [1-1] [{LoadLogs.At(60 * i)}] [vim.event.BadUsernameSessionEvent] [error] [] [] [{i}] [Cannot "
                + @"login CORP\svc-old@192.0.2.7]");
        }

        log.Add(90, $"{LoadLogs.At(90)} error vpxd[1] [Originator@6876 sub=SsoWrapper] [AcquireToken] AcquireToken exception: "
            + "N9SsoClient27InvalidCredentialsExceptionE(Authentication failed: Invalid credentials)");
        Assert.Equal(cause, log.Diagnose().Cause);
    }

    [Theory]
    [InlineData(119, DiagnosisVerdict.OtherCause)]
    [InlineData(120, DiagnosisVerdict.Confirmed)]
    public void A_surge_with_ten_refused_calls_for_each_refused_connection_is_a_storm(int refused, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet().Logins(20, -100).Refused(refused);
        for (int i = 0; i < 12; i++)
        {
            int at = -1800 + i;
            log.Add(at, $"{LoadLogs.At(at)} warning envoy[1] [Originator@6876 sub=filter] [C{i}] remote https connections exceed max "
                + "allowed: 2048");
        }

        Assert.Equal(verdict, log.Diagnose().Verdict);
    }

    [Theory]
    [InlineData(2, DiagnosisVerdict.OtherCause)]
    [InlineData(5, DiagnosisVerdict.Confirmed)]
    public void Idle_sessions_prove_a_storm_only_where_they_are_more_than_a_client_has(int sessions, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet();
        for (int session = 0; session < sessions; session++)
        {
            log.Add(-900 + session, LoadLogs.Begin(-900 + session, 200 + session, op: $"last{session}"));
        }

        for (int i = 0; i < 40; i++)
        {
            log.Add(i - 0.5, LoadLogs.Begin(i - 0.5, 200 + (i % sessions), op: $"refused{i}"));
        }

        Assert.Equal(verdict, log.Refused(40).Diagnose().Verdict);
    }

    [Theory]
    [InlineData(-300, DiagnosisVerdict.Confirmed)]
    [InlineData(120, DiagnosisVerdict.Likely)]
    public void A_surge_of_logins_after_the_refused_calls_is_no_proof_of_a_storm(int second, DiagnosisVerdict verdict) =>
        Assert.Equal(verdict, NightLog.Quiet().Logins(60, second).Refused(40).Diagnose().Verdict);

    [Theory]
    [InlineData(-1800, DiagnosisCause.ConnectionLimit)]
    [InlineData(-120, DiagnosisCause.ApiStorm)]
    public void A_limit_of_connections_that_was_reached_before_any_surge_is_no_storm(int first, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet().Logins(20, -100).Refused(20);
        for (int i = 0; i < 12; i++)
        {
            int at = first + (10 * i);
            log.Add(at, $"{LoadLogs.At(at)} warning envoy[1] [Originator@6876 sub=filter] [C{i}] remote https connections exceed max "
                + "allowed: 2048");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(cause == DiagnosisCause.ApiStorm, diagnosis.Verdict == DiagnosisVerdict.Confirmed);
        Assert.Contains(diagnosis.Findings, finding => finding.Cause == cause);
    }

    [Theory]
    [InlineData(2, 0, DiagnosisVerdict.Confirmed)]
    [InlineData(3, 0, DiagnosisVerdict.OtherCause)]
    [InlineData(12, 60, DiagnosisVerdict.Confirmed)]
    public void Connections_are_refused_by_themselves_where_a_quarter_of_them_precede_a_burst_and_no_surge_precedes_them(
        int early, int surge, DiagnosisVerdict verdict)
    {
        NightLog log = NightLog.Quiet().Logins(20, -100, @"CORP\late").Logins(surge, -2000).Refused(20);
        for (int i = 0; i < 12; i++)
        {
            int at = (i < early ? -1800 : -60) + i;
            log.Add(at, $"{LoadLogs.At(at)} warning envoy[1] [Originator@6876 sub=filter] [C{i}] remote https connections exceed max "
                + "allowed: 2048");
        }

        Assert.Equal(verdict, log.Diagnose().Verdict);
    }

    [Theory]
    [InlineData(-290, DiagnosisConfidence.Medium)]
    [InlineData(120, DiagnosisConfidence.Low)]
    public void A_surge_of_calls_that_begins_with_the_refused_ones_is_that_of_a_client_that_tries_again(
        int first, DiagnosisConfidence confidence)
    {
        NightLog log = NightLog.Quiet().Refused(20);
        for (int i = 0; i < 120; i++)
        {
            log.Add(first + (i * 0.1), LoadLogs.Begin(first + (i * 0.1), 5, op: $"busy{i}"));
        }

        string owners = LoadLogs.Profiler(LoadLogs.Owner(5, @"CORP\script", "10.0.0.7"));
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("vpxd-profiler-1.log", owners), ("vpxd-1.log", log.ToString())));
        Assert.Equal((DiagnosisVerdict.Likely, confidence), (diagnosis.Verdict, diagnosis.Confidence));
    }

    [Fact]
    public void A_burst_that_vpxd_itself_refuses_is_of_an_old_session_though_no_session_is_named()
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 40; i++)
        {
            log.Add(i * 7 % 600, $"{LoadLogs.At(i * 7 % 600)} info vpxd[45715] [Originator@6876 sub=vpxLro opID=own{i}] [VpxLRO] -- ERROR "
                + $"lro-{i} -- group-d1 -- vim.Folder.createFolder: vim.fault.NotAuthenticated:\n--> )");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal((DiagnosisCause.StaleSession, DiagnosisConfidence.Low), (diagnosis.Cause, diagnosis.Confidence));
    }

    [Fact]
    public void Groups_of_refused_calls_every_hour_are_of_a_job_and_no_storm()
    {
        NightLog log = NightLog.Quiet().Logins(60, -300);
        for (int hour = 0; hour < 3; hour++)
        {
            log.Refused(40, second: hour * Hour, op: i => $"job{hour}-{i}");
        }

        Assert.NotEqual(DiagnosisVerdict.Confirmed, log.Diagnose().Verdict);
    }

    private static string Request(double second, string address) =>
        $"{LoadLogs.At(second)} info envoy[2928] [Originator@6876 sub=Default] {LoadLogs.At(second)} POST /sdk HTTP/1.1 200 via_upstream "
            + $"- 0 19 - 31 - 0 {address}:40000 HTTP/1.1 - 127.0.0.1:8085 - - - - - -\n";
}
