using System.Globalization;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Diagnosis.Causes;
using VcsaAuthGuard.Tests.ApiLoad;

namespace VcsaAuthGuard.Tests.Diagnosis;

/// <summary>
/// The answers to incidents that were published with lines of their logs; each test names its source and what was found there to be the
/// cause. The lines are as published, with other names and addresses, and repeated at other times.
/// </summary>
public class FieldCaseTests
{
    /// <summary>Broadcom KB 435077: heartbeats to UDP port 902 were dropped on the way; the hosts themselves worked.</summary>
    [Theory]
    [InlineData("; cnx: 5285c9de-0000-0000-0000-000000000001, h: host-24", "HostSystem-host-24")]
    [InlineData("", null)]
    public void Missed_heartbeats_are_of_a_host_that_cannot_be_reached(string of, string? host)
    {
        NightLog log = NightLog.Quiet();
        Repeat(log, 20, 60, at => $"info vpxd[7483] [Originator@6876 sub=HostCnx opID=CheckforMissingHeartbeats-5c70ee11] [VpxdHostCnx] No "
            + $"heartbeats received from host{of}, time since last heartbeat: 71887ms");
        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertOther(diagnosis, DiagnosisCause.HostUnreachable, DiagnosisConfidence.Medium);
        Assert.Equal(host is null ? [] : [host], diagnosis.Findings[0].Hosts);
        Assert.Contains("heartbeats", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains(diagnosis.Remedies, remedy => remedy.Command.Contains("udp port 902", StringComparison.Ordinal));
    }

    /// <summary>"How to Fix ESXi Host Not Responding", vlookuphub.com: the line of older versions.</summary>
    [Theory]
    [InlineData(2, DiagnosisCause.None)]
    [InlineData(3, DiagnosisCause.HostUnreachable)]
    public void Heartbeats_that_older_versions_miss_count_from_three_on(int count, DiagnosisCause cause)
    {
        NightLog log = NightLog.Quiet();
        Repeat(log, count, 60, at => "[7F02DC3D0700 verbose 'App'] [VpxdIntHost] Missed 2 heartbeats for host esxi.example.com");
        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(cause, diagnosis.Cause);
        Assert.Equal(count >= 3, diagnosis.Findings.SelectMany(finding => finding.Hosts).Contains("esxi.example.com"));
    }

    /// <summary>A support case of vCenter 6.7, as its owner published it: the host's hostd hung, and vpxd could not synchronize
    /// it.</summary>
    [Fact]
    public void A_host_that_cannot_be_synchronized_is_named_and_told_of_once()
    {
        NightLog log = NightLog.Quiet();
        Repeat(log, 12, 600, at => "warning vpxd[04154] [Originator@6876 sub=InvtHostCnx opID=QS-host-24-77e0da59] Exception occurred "
            + "during "
            + "host sync; Host communication failed; [vim.HostSystem:host-24,esxi24.example.org], e: "
            + "N5Vmomi5Fault17HostCommunication9ExceptionE(Fault cause: vmodl.fault.HostCommunication\n--> )");
        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertOther(diagnosis, DiagnosisCause.HostUnreachable, DiagnosisConfidence.High);
        Assert.Equal(["HostSystem-host-24"], diagnosis.Findings[0].Hosts);
        Assert.Equal(
            ["12 of 12 failed calls and tasks were for HostSystem-host-24, with vmodl.fault.HostCommunication (12)."],
            diagnosis.Evidence.Select(item => item.Statement)
        );
    }

    /// <summary>"vCenter 5.5U2 Upgrade on VCSA", a blog of September 2014: vpxd crashed every few minutes over its database.</summary>
    [Fact]
    public void A_panic_of_vpxd_is_a_crash()
    {
        const string Head = "[7F02DC3D0700 {0} 'Default' opID=HB-host-8637@82541-3778684f] ";
        NightLog log = NightLog.Quiet();
        string error = string.Format(CultureInfo.InvariantCulture, Head, "error");
        log.Add(10, $"mem> {LoadLogs.At(10)} {error}An unrecoverable problem has occurred, stopping the VMware VirtualCenter service. "
            + "Error: "
            + "Error[VdbODBCError] (-1) \"ODBC error: (00000) - \" is returned when executing SQL statement \"UPDATE VPX_HOST SET "
            + "ROOT_RES_CONFIG = ? WHERE ID = ?\"");
        string panic = string.Format(CultureInfo.InvariantCulture, Head, "panic");
        log.Add(11, $"mem> {LoadLogs.At(11)} {panic}(Log recursion level 2) Unrecoverable VmRootError. Panic!");
        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertOther(diagnosis, DiagnosisCause.ServiceCrash, DiagnosisConfidence.Medium);
        Assert.StartsWith("vpxd crashed", diagnosis.Summary, StringComparison.Ordinal);
    }

    /// <summary>Broadcom KB 421381: certificates of the solution users had expired. No login was seen, so none is said to be
    /// refused.</summary>
    [Fact]
    public void Tokens_that_vpxd_itself_does_not_get_are_of_sign_on_and_nothing_is_restarted()
    {
        NightLog log = NightLog.Quiet();
        Repeat(log, 6, 30, at => "error vpxd[130739] [Originator@6876 sub=SsoWrapper] [AcquireToken] AcquireToken exception: "
            + "N9SsoClient27InvalidCredentialsExceptionE(Authentication failed: Invalid credentials)");
        Repeat(log, 6, 30, at => "warning vpxd[130739] [Originator@6876 sub=Authz] [ConnectAndLogin] Failed to loginBySamlToken: "
            + "N9SsoClient27InvalidCredentialsExceptionE(Authentication failed: Invalid credentials)");
        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertOther(diagnosis, DiagnosisCause.SignOnUnavailable, DiagnosisConfidence.Medium);
        Assert.DoesNotContain("logins", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains(diagnosis.Remedies, remedy => remedy.Name == "Check the certificates");
        Assert.DoesNotContain("ends all sessions", Text(diagnosis), StringComparison.Ordinal);
    }

    /// <summary>Broadcom KB 416062: smart cards with certificates of an authority that vCenter Server does not trust; the log has no
    /// user.</summary>
    [Fact]
    public void Refused_logins_without_a_user_are_counted_and_have_no_empty_name()
    {
        string log = Lines(30, 60, at => "INFO websso[51:tomcat-http--15] [CorId=f844ae87-0000-0000-0000-97674f0f6f54] [auditlogger] "
            + "{\"user\":\"\",\"client\":\"192.0.2.17\",\"timestamp\":\"02/11/2026 02:00:00 UTC\",\"description\":\"User @192.0.2.17 "
            + "failed to log in with response code 401\",\"eventSeverity\":\"INFO\",\"type\":\"com.vmware.sso.LoginFailure\"}");
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("websso.log", log)));
        AssertOther(diagnosis, DiagnosisCause.LoginRefused, DiagnosisConfidence.Medium);
        Assert.Empty(diagnosis.Findings[0].Accounts);
        Assert.StartsWith("Logins of accounts that the logs do not name are refused.", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains("30 refused logins from 192.0.2.17", Text(diagnosis), StringComparison.Ordinal);
        Assert.DoesNotContain("''", Text(diagnosis), StringComparison.Ordinal);
    }

    /// <summary>"Failed tasks in SDDC 5.2", a blog of August 2025, with KB 404721 and KB 383231: replication kept the host's
    /// connections.</summary>
    [Fact]
    public void A_full_Envoy_of_a_host_is_the_hosts_and_not_vCenters()
    {
        string log = Lines(20, 60, at => $"In(166) envoy[2100238]: \"{LoadLogs.At(at - 7)} warning envoy[2100869] [Originator@6876 "
            + $"sub=filter] [Tags: \"ConnectionId\":\"{696461 + at}\"] remote https connections exceed max allowed: 128\"");
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("envoy.log", log)));
        AssertOther(diagnosis, DiagnosisCause.ConnectionLimit, DiagnosisConfidence.High);
        Assert.StartsWith("An ESXi host's Envoy reached its limit of 128", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains("whose connections", Text(diagnosis), StringComparison.Ordinal);
    }

    /// <summary>Broadcom KB 392948: Envoy's sidecar was out of memory.</summary>
    [Theory]
    [InlineData(2, DiagnosisCause.Unknown)]
    [InlineData(9, DiagnosisCause.ConnectionLimit)]
    [InlineData(10, DiagnosisCause.ConnectionLimit)]
    public void Envoy_without_memory_is_told_of_from_three_times_on(int count, DiagnosisCause cause)
    {
        string log = Lines(count, 60, at => "INFO websso[71:tomcat-http--33] [CorId=487fd2f5-e5c1-4592-b292-12345677890] "
            + "[com.vmware.identity.samlservice.impl.ExternalIdpProvider] Got exception (sleeping before retry) "
            + "com.vmware.vapi.client.exception.TransportProtocolException: HTTP response with status code 503 (enable debug logging for "
            + "details): envoy overloaded");
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("websso.log", log)));
        Assert.Equal(cause == DiagnosisCause.ConnectionLimit, diagnosis.Cause == cause && cause != DiagnosisCause.Unknown);
        Assert.Equal(count >= 10, diagnosis.Confidence == DiagnosisConfidence.High);
    }

    /// <summary>kubernetes/kops issue 2747: "VC runs out of session". The limit was reached for two seconds in an otherwise quiet
    /// log, so a restart of vpxd at the end of the log cures nothing.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(10_790, true)]
    public void Vpxd_is_restarted_only_while_the_session_limit_is_reached(int second, bool isRestarted)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 25; i++)
        {
            double at = second + (i * 0.07);
            log.Add(at, $"{LoadLogs.At(at)} error vpxd[7F5B381E6700] [Originator@6876 sub=HTTP session map] Out of HTTP sessions: Limited "
                + "to 2000");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertOther(diagnosis, DiagnosisCause.SessionLimit, DiagnosisConfidence.High);
        Assert.Equal(isRestarted, diagnosis.Remedies.Any(remedy => remedy.Name == "Restart vpxd"));
    }

    /// <summary>vmware-tanzu/tanzu-cli issue 749: a tool that does not log out of the REST API; vpxd's sessions are others.</summary>
    [Fact]
    public void The_limit_of_a_users_rest_sessions_is_not_vpxds()
    {
        string log = Lines(30, 20, at => "| ERROR | jetty-default-1 | SessionApiSecurityUtil | "
            + "com.vmware.vapi.endpoint.failedToLoginMaxUserSessionCountReached: User session count is limited to 550. Existing session "
            + "count is 550 for user user@example.org");
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("endpoint.log", log)));
        AssertOther(diagnosis, DiagnosisCause.SessionLimit, DiagnosisConfidence.High);
        Assert.Equal("The limit of a user's REST sessions was reached by sessions of user@example.org.", diagnosis.Summary);
        Assert.DoesNotContain(diagnosis.Remedies, remedy => remedy.Command.Contains("vmware-vpxd", StringComparison.Ordinal));
        Assert.DoesNotContain(diagnosis.Remedies, remedy => remedy.Command.Contains("Stop-VcsaSession", StringComparison.Ordinal));
    }

    /// <summary>VMware KB 2050701, as a public page quotes it: the appliance's name service was set up wrongly, so that logins with
    /// Windows' credentials failed with SystemError. No password is wrong.</summary>
    [Fact]
    public void Logins_that_fail_with_a_system_error_are_no_wrong_password()
    {
        NightLog log = NightLog.Quiet();
        Repeat(log, 20, 60, at => $"[7F1C10CCC700 info 'Default' opID=CEAEA705-{at:00000000}-2d] [VpxLRO] -- ERROR "
            + $"task-internal-{9727699 + at} "
            + "-- -- vim.SessionManager.loginBySSPI: vmodl.fault.SystemError:\n--> Result:\n--> (vmodl.fault.SystemError) {\n-->    "
            + "faultCause = (vmodl.MethodFault) null,\n-->    reason = \"Cannot get user info\",\n-->    msg = \"\",\n--> }\n--> "
            + "Args:\n-->");
        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisVerdict.Unexplained, diagnosis.Verdict);
        Assert.Contains("20 tasks failed with vmodl.fault.SystemError", Text(diagnosis), StringComparison.Ordinal);
        Assert.DoesNotContain("password", Text(diagnosis), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Public reports of vpxd that could not run: a database that was stopped, one whose partition was full (vpxd is stopped
    /// then), and Broadcom KB 403980.</summary>
    [Theory]
    [InlineData(30, "[Originator@6876 sub=vpxdVdb] [VpxdVdb::SetDBType] Failed to connect to database: ODBC error: (08001)")]
    [InlineData(1, "[Originator@6876 sub=vpxdVdb] Space used on storage partition of Database exceeds threshold (used: 95%; threshold: "
        + "95%). "
        + "Service-control request will stop vpxd")]
    [InlineData(1, "[Originator@6876 sub=Main opID=CheckCertificateExpiry-7460ee5a] Invalid certificate string [MIIIN")]
    public void An_entry_that_vpxd_could_not_run_is_never_passed_over(int count, string entry)
    {
        NightLog log = NightLog.Quiet();
        Repeat(log, count, 10, at => "error vpxd[04641] " + entry);
        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisVerdict.Unexplained, diagnosis.Verdict);
        Assert.Contains("vpxd could not run", Text(diagnosis), StringComparison.Ordinal);
        string message = entry.Substring(entry.LastIndexOf("] ", StringComparison.Ordinal) + 2, 18);
        Assert.Contains(message, Text(diagnosis), StringComparison.Ordinal);
    }

    /// <summary>"Parallel cloning of VMs", a Chinese blog of January 2017: one clone failed over its changed-block files.</summary>
    [Fact]
    public void One_clone_that_failed_is_told_of_and_is_no_finding()
    {
        NightLog log = NightLog.Quiet();
        log.Add(1, $"{LoadLogs.At(1)} error vpxd[7F026F0D7700] [Originator@6876 sub=VmProv opID=c4000f-c6] Failed to track task "
            + "vim.Task:task-192681 on host vim.HostSystem:host-2663: vim.fault.FileFault");
        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisVerdict.Unlikely, diagnosis.Verdict);
        Assert.DoesNotContain("Nothing points to a problem", diagnosis.Summary, StringComparison.Ordinal);
        Assert.Contains("vim.fault.FileFault", Text(diagnosis), StringComparison.Ordinal);
    }

    /// <summary>Release notes of vCenter Server 8 (May 2025): the entry names neither the datastore nor a host.</summary>
    [Fact]
    public void A_datastore_that_no_entry_names_is_not_sure()
    {
        NightLog log = NightLog.Quiet();
        Repeat(log, 20, 60, at => $"warning vpxd[07478] [Originator@6876 sub=provisioning opID=mabmwx1q-73097-auto-1kej-h5:70002251-{at}] "
            + "Datastore is not accessible from host");
        AssertOther(log.Diagnose(), DiagnosisCause.StorageUnavailable, DiagnosisConfidence.Medium);
    }

    /// <summary>"Certificate Alarm in vCenter after Properly Renewing Certificates", a public note: a certificate that will expire is no
    /// cause of a failure today.</summary>
    [Fact]
    public void A_certificate_that_will_expire_is_no_cause()
    {
        NightLog log = NightLog.Quiet();
        Repeat(log, 12, 600, at => "warning vpxd[7F021C0GJ325] [Originator@5894 sub=Main] Certificate [Subject: "
            + "C=US,CN=vcenter.example.com] "
            + "from store BACKUP_STORE_H5C will expire on 2026-08-16 09:09:19.000");
        Assert.Equal(DiagnosisVerdict.Unlikely, log.Diagnose().Verdict);
    }

    /// <summary>Broadcom KB 313931: the clocks of vCenter Server and of a domain controller differed. vpxd's log shows the refused logins
    /// of an account of that domain, and nothing of a clock.</summary>
    [Fact]
    public void Refused_logins_of_an_account_of_a_domain_are_told_of_once_and_name_it()
    {
        NightLog log = NightLog.Quiet().Logins(6, 30, @"VSPHERE.LOCAL\operator");
        Repeat(log, 12, 60, at => $"error vpxd[7F80D2952700] [Originator@6876 sub=[SSO] opID=27db{at}] [UserDirectorySso] AcquireToken "
            + "exception: N9SsoClient27InvalidCredentialsExceptionE(Authentication failed: Invalid credentials)");
        Repeat(log, 12, 60, at => $"error vpxd[7F80D2952700] [Originator@6876 sub=User opID=27db{at}] Failed to authenticate user "
            + @"<CORP\svc-backup>");
        Repeat(log, 12, 60, at => $"info vpxd[7F80D2952700] [Originator@6876 sub=Default opID=27db{at}] [VpxLRO] -- ERROR "
            + $"task-internal-{1547326 + at} -- SessionManager -- vim.SessionManager.login: vim.fault.InvalidLogin:\n--> Result:\n--> "
            + "(vim.fault.InvalidLogin) {\n-->    faultCause = (vmodl.MethodFault) null,\n-->    msg = \"\"\n--> }\n--> Args:\n"
            + "--> Arg userName:\n--> \"CORP\\svc-backup\"\n--> Arg password:\n--> (not shown)\n--> Arg locale:");
        VcsaDiagnosis diagnosis = log.Diagnose();
        AssertOther(diagnosis, DiagnosisCause.LoginRefused, DiagnosisConfidence.High);
        Assert.Equal([@"CORP\svc-backup"], diagnosis.Findings[0].Accounts);
        Assert.Equal(12, diagnosis.Evidence.Single(item => item.Rule == "LoginRefused").Count);
    }

    /// <summary>Broadcom KB 316619 and "KB0017", S. Schwetz: the signing certificate had expired. vpxd's own log was not given.</summary>
    [Theory]
    [InlineData("vpxd-svcs.log", "ERROR com.vmware.vim.sso.client.impl.SecurityTokenServiceImpl$RequestResponseProcessor opId=] Server "
        + "rejected the provided time range. Cause:ns0:InvalidTimeRange: The token authority rejected an issue request for TimePeriod "
        + "[startTime=Thu Jan 02 09:22:13 EST 2020, endTime=Fri Jan 03 09:22:13 EST 2020] :: Signing certificate is not valid at Thu Jan "
        + "02 09:22:13 EST 2020, cert validity: TimePeriod [startTime=Wed Jan 06 20:44:39 EST 2010, endTime=Wed Jan 01 20:54:23 EST 2020]")]
    [InlineData("vmware-identity-sts.log", "ERROR sts[57:tomcat-http--20] Throwing InvalidTimeRangeException! The token authority "
        + "rejected an issue request for time period [startTime=Sat Mar 15 14:20:56 GMT 2025, endTime=Sat Mar 15 14:30:56 GMT 2025] :: "
        + "Signing certificate is not valid")]
    public void An_expired_signing_certificate_is_sign_on_by_any_log_that_tells_of_it(string name, string entry)
    {
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, (name, Lines(6, 60, at => entry))));
        AssertOther(diagnosis, DiagnosisCause.SignOnUnavailable, DiagnosisConfidence.Medium);
        Assert.DoesNotContain("password", Text(diagnosis), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Broadcom KB 440398: web consoles did not open over a token of a service that had expired long before. No clock was
    /// set.</summary>
    [Fact]
    public void An_old_token_of_a_service_is_no_clock_that_was_set()
    {
        string log = Lines(12, 60, at => "INFO tokenservice[61:tomcat-http--23] [CorId=0a1b OpId=2c] "
            + "[com.vmware.identity.token.impl.SamlTokenImpl] Token expiration date: Fri Nov 08 03:36:46 GMT 2024 is in the past");
        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, ("vpxd-1.log", NightLog.Quiet().ToString()), ("tokenservice.log", log)));
        Assert.Equal(DiagnosisVerdict.Unlikely, diagnosis.Verdict);
    }

    /// <summary>Broadcom KB 344920, with its second line: the connection that Envoy closes is of the client it turns away.</summary>
    [Fact]
    public void A_client_that_Envoy_turns_away_is_named()
    {
        string log = Lines(12, 60, at => "warning envoy[40146] [Originator@6876 sub=filter] [C15632615] remote https connections exceed > "
            + $"max allowed: 2048\n{LoadLogs.At(at)} warning envoy[40146] [Originator@6876 sub=filter] [C15632615] closing connection "
            + "TCP<192.0.2.17:41704, 192.0.2.10:443>");
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("envoy.log", log)));
        AssertOther(diagnosis, DiagnosisCause.ConnectionLimit, DiagnosisConfidence.High);
        Assert.Equal(12, diagnosis.Evidence[0].Count);
        Assert.Contains("It turned away 192.0.2.17.", diagnosis.Summary, StringComparison.Ordinal);
    }

    /// <summary>Broadcom KB 442474 (a scan and a firewall that logged too much stopped the host's agent) and KB 390647 (a renewed
    /// certificate restarts the agents): both have logs of the host only.</summary>
    [Theory]
    [InlineData("a log of an ESXi host", "hostd-probe.log", "info hostd-probe[2099490] hostd detected to be non-responsive", "vmkernel.log",
        "cpu4:2098598)VSIP DFW: Log request HWM during 1800 sec period = 24000 LPS. Rate limit = 10000 LPS.")]
    [InlineData(
        "the log of an ESXi host's agent (hostd) and the log of vCenter Server's agent on an ESXi host (vpxa)",
        "vpxa.log", "error vpxa[303380] [Originator@6876 sub=vpxaInvtHostCnx opID=WFU-207576ba] Can't connect to hostd. Shutting down...",
        "hostd.log", "info hostd[133498] [Originator@6876 sub=Solo] Received signal to reload SSL certificate")]
    public void Logs_of_a_host_alone_get_no_verdict_and_are_named(string what, string first, string entry, string second, string other)
    {
        VcsaDiagnosis diagnosis = Assert.Single(
            NightLog.Diagnose(null, (first, Lines(20, 60, at => entry)), (second, Lines(20, 60, at => other))));
        Assert.Equal(DiagnosisVerdict.Unknown, diagnosis.Verdict);
        Assert.Equal($"No verdict is possible: there is only {what}.", diagnosis.Summary);
    }

    /// <summary>
    /// Logs of clients, from bareos issue 2143, packer-builder-vsphere issue 30, vsphere-csi-driver pull request 261, vic pull request
    /// 2948, pyvmomi issue 349 and Broadcom KB 344920 (VDDK), vic issues 3259 and 7005 and icingaweb2-module-vspheredb issue 217: each had
    /// let its session go idle, was turned away, or tells of a host that vCenter Server lost. What vCenter Server did is not in them, so
    /// there is no verdict.
    /// </summary>
    [Theory]
    [InlineData("bareos--fd JobId 22777: python3-fd-mod: keepalive failed with The session is not authenticated., last keepalive was "
        + "4194.340800046921 s ago, trying to reconnect.")]
    [InlineData("==> vsphere: ServerFaultCode: The session is not authenticated.")]
    [InlineData("{\"level\":\"error\",\"time\":\"2020-07-03T14:22:09.2324083Z\",\"caller\":\"vsphere/virtualcenter.go:284\","
        + "\"msg\":\"failed to fetch datacenter given dcPath k8s-dc with err: NotAuthenticated\"}")]
    [InlineData("level=warning msg=\"session keepalive error: ServerFaultCode: The session is not authenticated.\"")]
    [InlineData("pyVmomi.VmomiSupport.NotAuthenticated: (vim.fault.NotAuthenticated) {\n   msg = 'The session is not authenticated.',\n"
        + "   object = 'vim.Folder:group-d1',\n   privilegeId = 'System.View'\n}")]
    [InlineData("error -> [297506] [Originator@6876 sub=IO] HandshakeCb; <SSL(<io_obj p:0x00007fb7d806d1b8, h:32, <TCP '192.0.2.7 : "
        + "41704'>, "
        + "<TCP '192.0.2.10 : 443'>>)>; error: N7Vmacore15SystemExceptionE(Connection reset by peer)")]
    [InlineData("time=\"2016-11-19T00:44:10Z\" level=error msg=\"Unable to get children vm of resource pool : NotAuthenticated\"")]
    [InlineData("Dec 27 2017 22:37:52.768Z ERROR op=290.26: unexpected fault on task retry: &types.HostNotConnected{HostCommunication:"
        + "types.HostCommunication{RuntimeFault:types.RuntimeFault{MethodFault:types.MethodFault{FaultCause:(*types.LocalizedMethodFault)"
        + "(nil), FaultMessage:[]types.LocalizableMessage(nil)}}}}")]
    [InlineData("Task eventStream failed: Not authenticated")]
    public void A_clients_own_log_gives_no_verdict(string line)
    {
        string log = Lines(30, 60, at => line);
        VcsaDiagnosis diagnosis = Assert.Single(NightLog.Diagnose(null, ("client.log", log)));
        Assert.Equal(DiagnosisVerdict.Unknown, diagnosis.Verdict);
        Assert.Contains(diagnosis.MissingEvidence, gap => gap.Collect.Contains("vpxd*.log", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(9000, true)]
    public void The_name_cache_is_emptied_only_while_it_can_hold_failed_answers(int second, bool isEmptied)
    {
        NightLog log = NightLog.Quiet();
        for (int i = 0; i < 6; i++)
        {
            int at = second + i;
            log.Add(at, $"{LoadLogs.At(at)} warning vpxd[1] [Originator@6876 sub=IO] Failed to resolve host esxi0{i % 2}.example.org");
        }

        VcsaDiagnosis diagnosis = log.Diagnose();
        Assert.Equal(DiagnosisCause.NameResolution, diagnosis.Cause);
        Assert.Equal(isEmptied, diagnosis.Remedies.Any(remedy => remedy.Command.Contains("dnsmasq", StringComparison.Ordinal)
            && remedy.Command.Contains("restart", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_range_of_times_is_said_once()
    {
        string[] lines = [.. DiagnosisText.Lines(NightLog.Quiet().SessionLimit(0, 12).Diagnose(), 200)];
        Assert.Equal(1, lines.Count(line => line.Contains("2026-02-11 02:00 UTC", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.EndsWith("The session limit of 2,000 was reached 12 times.", StringComparison.Ordinal));
    }

    private static void AssertOther(VcsaDiagnosis diagnosis, DiagnosisCause cause, DiagnosisConfidence confidence) => Assert.Equal(
        (DiagnosisVerdict.OtherCause, cause, confidence),
        (diagnosis.Verdict, diagnosis.Cause, diagnosis.Confidence)
    );

    private static void Repeat(NightLog log, int count, int every, Func<int, string> entry)
    {
        for (int i = 0; i < count; i++)
        {
            int at = i * every;
            log.Add(at, $"{LoadLogs.At(at)} {entry(at)}");
        }
    }

    private static string Lines(int count, int every, Func<int, string> entry) =>
        string.Concat(Enumerable.Range(0, count).Select(i => $"{LoadLogs.At(i * every)} {entry(i * every)}\n"));

    private static string Text(VcsaDiagnosis diagnosis) => string.Join('\n', DiagnosisText.Lines(diagnosis, 1000, isDetailed: true));
}
