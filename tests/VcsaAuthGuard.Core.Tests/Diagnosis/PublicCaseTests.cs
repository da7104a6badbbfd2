using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>The answers to logs of tests/fixtures/cases, whose README names their origin.</summary>
public class PublicCaseTests
{
    [Theory]
    [InlineData("d01-vpxd.log", "svc-backup@vsphere.local", "Correct the password", "Connect-VIServer '<vcenter>' -User "
        + "'svc-backup@vsphere.local'")]
    [InlineData("d02-vpxd.log", "svc-monitor@vsphere.local", "Give the account a role", "-Principal 'svc-monitor@vsphere.local'")]
    public void Refused_logins_that_fill_the_session_limit_name_their_account(string log, string account, string remedy, string command)
    {
        VcsaDiagnosis diagnosis = Diagnose(log);
        Assert.Equal(
            (DiagnosisVerdict.OtherCause, DiagnosisCause.LoginRefused, DiagnosisConfidence.High),
            (diagnosis.Verdict, diagnosis.Cause, diagnosis.Confidence)
        );
        Assert.Equal([account], Assert.Single(diagnosis.Findings).Accounts);
        Assert.Equal(80, diagnosis.Evidence.Single(item => item.Rule == "LoginRefused").Count);
        Assert.Equal(
            "The session limit of 2,000 was reached 19 times, 2026-03-04 02:20 to 02:26 UTC.",
            diagnosis.Evidence.Single(item => item.Rule == "SessionLimit").Statement
        );
        Assert.Equal(remedy, diagnosis.Remedies[0].Name);
        Assert.Contains(command, diagnosis.Remedies[0].Command, StringComparison.Ordinal);
        Assert.Equal((account, 80), (diagnosis.Clients[0].User, diagnosis.Clients[0].RefusedLogins));
    }

    [Fact]
    public void A_limit_alone_is_told_with_its_times_and_that_nobody_is_named()
    {
        VcsaDiagnosis diagnosis = Diagnose("d13-limit-only-vpxd.log");
        Assert.Equal(DiagnosisCause.SessionLimit, diagnosis.Cause);
        Assert.Equal(
            "The session limit of 2,000 was reached 20 times, 2026-03-04 02:20 to 02:26 UTC.",
            diagnosis.Evidence[0].Statement
        );
        Assert.Equal(DateTimeOffset.Parse("2026-03-04T02:20:20.015Z", null), diagnosis.Findings[0].First);
        Assert.Equal(DateTimeOffset.Parse("2026-03-04T02:26:40.015Z", null), diagnosis.Findings[0].Last);
        Assert.Empty(diagnosis.Clients);
        Assert.Contains("do not show whose sessions", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains(diagnosis.MissingEvidence, gap => gap.Rule == "Clients");
        Assert.NotEmpty(diagnosis.Remedies);
    }

    [Fact]
    public void Failed_frames_for_a_host_are_failures_at_the_gateway()
    {
        VcsaDiagnosis diagnosis = Diagnose("d07-vpxd.log");
        Assert.Equal(DiagnosisCause.HostUnreachable, diagnosis.Cause);
        Assert.Equal(30, diagnosis.Faults.Single(fault => fault.Name == "GatewayFailure").Count);
        Assert.Equal(["esxi01.example.org"], diagnosis.Findings[0].Hosts);

        VcsaDiagnosis both = Diagnose("d07-vpxd.log", "d07-envoy-access-1.log");
        Assert.Equal(DiagnosisCause.HostUnreachable, both.Cause);
        Assert.Contains("HostSystem-host-5008", both.Findings[0].Hosts);
    }

    [Fact]
    public void A_burst_behind_a_relay_over_five_hosts_is_likely()
    {
        VcsaDiagnosis diagnosis = Diagnose("f24-relay-burst.log");
        Assert.Equal(DiagnosisVerdict.Likely, diagnosis.Verdict);
        Assert.Equal(5, diagnosis.Findings[0].Hosts.Count);
    }

    [Theory]
    [InlineData("f21-vic5621-vpxd.log")]
    [InlineData("f23-pyvmomi-client.log")]
    public void Logs_of_other_programs_give_no_verdict(string name) => Assert.Equal(DiagnosisVerdict.Unknown, Diagnose(name).Verdict);

    [Fact]
    public void The_audit_log_of_a_folder_is_read()
    {
        VcsaDiagnosis diagnosis = Diagnose("f09-bundle");
        Assert.Equal(DiagnosisCause.LoginRefused, diagnosis.Cause);
        Assert.Equal(
            ("svc-backup@vsphere.local", "192.0.2.182", 60L),
            (diagnosis.Clients[0].User, diagnosis.Clients[0].Address, diagnosis.Clients[0].RefusedLogins)
        );
    }

    private static VcsaDiagnosis Diagnose(params string[] names)
    {
        LogReadReport report = new();
        return Assert.Single(
            new DiagnosisReader(new(), report).Read(
                LogInputFinder.Find([.. names.Select(Repository.Case)], report, LogKinds.Diagnosis),
                TestContext.Current.CancellationToken
            )
        );
    }
}
