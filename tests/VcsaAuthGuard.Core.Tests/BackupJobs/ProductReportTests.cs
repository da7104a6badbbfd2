using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupJobs;

/// <summary>
/// Reads reports with the columns, envelopes and words of each product. Each test names the public source of its form; the values are made
/// up. Every text is read as the diagnosis and as windows read it. More reports are in <see cref="FieldCaseTests"/>.
/// </summary>
public class ProductReportTests
{
    private const string Expected = "Nightly|vm1|2026-02-11 02:00:00|00:30:00|Failed|lost";

    /// <summary>
    /// Source: VeeamHub/powershell, BR-MimicReport/MimicReport.ps1, which writes the mail of Veeam Backup &amp; Replication: the job in a heading,
    /// the day in the culture of the server, times of day, the days of an end after midnight in brackets.
    /// </summary>
    [Theory]
    [InlineData("Wednesday, February 11, 2026 11:50:00 PM", "11:52:00 PM", "12:10:00 AM (+1)", "11 23:52:00|00:18:00")]
    [InlineData("Mittwoch, 11. Februar 2026 23:50:00", "23:52:00", "00:10:00 (+1)", "11 23:52:00|00:18:00")]
    [InlineData("mercredi 11 février 2026 23:50:00", "00:05:00", "00:10:00", "12 00:05:00|00:05:00")]
    [InlineData("miércoles, 11 de febrero de 2026 23:50:00", "23:52:00", "23:53:00", "11 23:52:00|00:01:00")]
    public void Veeam_mail(string session, string start, string end, string times)
    {
        static string Cells(params string[] cells) => $"<tr style=\"height: 17px;\">{string.Concat(cells.Select(cell => $"<td nowrap=\"\" style=\"padding: 2px 3px;\">\n\t<b>{cell}</b>\n</td>"))}</tr>";
        string html = $"""
            <?xml version="1.0" encoding="utf-16"?>
            <html><head><META http-equiv="Content-Type" content="text/html; charset=utf-8" /></head><body>
            <table cellspacing="0" width="100%"><tr><td style="border:none;"><table width="100%">
            <tr style="height:70px"><td style="width: 80%;color: White;">
            Backup job: Nightly
            <div class="jobDescription">Created by NETLAB\admin</div></td><td>Error<div class="jobDescription">0 of 1 VMs processed</div></td></tr>
            <tr><td colspan="2"><table width="100%" class="inner"><tr style="height: 17px;">
            <td colspan="9" class="sessionDetails"><span>
            {session}
            </span> </td></tr>
            {Cells("Success", "0", "Start time", start, "Total size", "40.0 GB", "Backup size", "0.0 KB", "")}
            {Cells("Warning", "0", "End time", end, "Data read", "0.0 KB", "Dedupe", "1.0x")}
            {Cells("Error", "1", "Duration", "0:20:00", "Transferred", "0.0 KB", "Compression", "1.0x")}
            <tr><td colspan="9">Details</td></tr>
            {Cells("Name", "Status", "Start time", "End time", "Size", "Read", "Transferred", "Duration", "Details")}
            {Cells("vm1", "Error", start, end, "40.0 GB", "0.0 KB", "0.0 KB", "0:18:00", "Failed to refresh vCenter<br />Error: lost")}
            </table></td></tr></table></td></tr><tr><td>Veeam Backup &amp; Replication</td></tr></table></body></html>
            """;
        Assert.Equal($"Nightly|vm1|2026-02-{times}|Failed|Failed to refresh vCenter Error: lost", Assert.Single(ReportFormatTests.Read(html)));
    }

    /// <summary>Source: VeeamHub/powershell, BR-BackupReport/BackupReport.ps1 (ConvertTo-Html of VM Name, Result, Job Name, Job Type, Start time, End time).</summary>
    [Fact]
    public void Veeam_VM_report() => Reads(
        """
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
        <html xmlns="http://www.w3.org/1999/xhtml"><head><style>TABLE {border-width: 1px;}</style></head><body><table>
        <colgroup><col/><col/><col/><col/><col/><col/></colgroup>
        <tr><th>VM Name</th><th>Result</th><th>Job Name</th><th>Job Type</th><th>Start time</th><th>End time</th></tr>
        <tr><td>vm1</td><td>Failed</td><td>Nightly</td><td>Backup</td><td>11.02.2026 02:00:00</td><td>11.02.2026 02:30:00</td></tr>
        <tr><td>vm1</td><td>Failed</td><td>Copy</td><td>BackupSync</td><td>11.02.2026 02:00:00</td><td>11.02.2026 02:30:00</td></tr>
        </table></body></html>
        """,
        "Nightly|vm1|2026-02-11 02:00:00|00:30:00|Failed|",
        "1 of 2 rows");

    /// <summary>Source: TiagoDSLV/MyVeeamReportV2 (Job Name, Start Time and Stop Time as dd/MM/yyyy HH:mm, Duration (HH:MM:SS), Details, Result).</summary>
    [Fact]
    public void Veeam_session_report() => Reads(
        """
        <table><tr><th>Job Name</th><th>Start Time</th><th>Stop Time</th><th>Duration (HH:MM:SS)</th><th>Avg Speed (MB/s)</th><th>Details</th><th>Result</th></tr>
        <tr><td>Nightly</td><td>11/02/2026 02:00</td><td>11/02/2026 02:30</td><td>00:30:00</td><td>0</td><td>lost</td><td>Failed</td></tr>
        <tr><td>Nightly</td><td>13/02/2026 02:00</td><td>13/02/2026 02:30</td><td>00:30:00</td><td>40</td><td></td><td>Success</td></tr></table>
        """,
        "Nightly||2026-02-11 02:00:00|00:30:00|Failed|lost\nNightly||2026-02-13 02:00:00|00:30:00|Succeeded|");

    /// <summary>Source: Veeam Backup Enterprise Manager, RESTful API Reference, GET /query?type=BackupTaskSession&amp;format=Entities.</summary>
    [Fact]
    public void Veeam_Enterprise_Manager() => Reads(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <QueryResult xmlns="http://www.veeam.com/ent/v1.0"><Entities><BackupTaskSessions>
          <BackupTaskSession Type="BackupTaskSession" Href="https://em:9398/api/backupTaskSessions/38ceb150?format=Entity" Name="vm1@2026-02-11 02:00:00" VmDisplayName="vm1" UID="urn:veeam:BackupTaskSession:38ceb150">
            <Links>
              <Link Rel="Up" Type="BackupServerReference" Href="https://em:9398/api/backupServers/7445e6ce" Name="vbr.example.org" />
              <Link Rel="Up" Type="BackupJobSessionReference" Href="https://em:9398/api/backupSessions/35c24055" Name="Nightly@2026-02-11 01:59:10" />
            </Links>
            <JobSessionUid>urn:veeam:BackupJobSession:35c24055</JobSessionUid>
            <CreationTimeUTC>2026-02-11T02:00:00Z</CreationTimeUTC><EndTimeUTC>2026-02-11T02:30:00Z</EndTimeUTC>
            <State>Completed</State><Result>Failed</Result><Reason>lost</Reason><TotalSize>9743368192</TotalSize>
          </BackupTaskSession></BackupTaskSessions></Entities></QueryResult>
        """,
        Expected);

    /// <summary>Source: public code that reads GET /api/v1/sessions of the Veeam Backup &amp; Replication REST API (name, sessionType, state, result).</summary>
    [Fact]
    public void Veeam_REST_API() => Reads(
        """
        {"data":[{"id":"1d2f","name":"Nightly","sessionType":"BackupJob","state":"Stopped","creationTime":"2026-02-11T02:00:00Z","endTime":"2026-02-11T02:30:00Z","usn":42,
        "result":{"result":"Failed","message":"lost","isCanceled":false}},
        {"id":"1d30","name":"Restore","sessionType":"FileLevelRestore","state":"Stopped","creationTime":"2026-02-11T02:00:00Z","endTime":"2026-02-11T02:30:00Z","result":{"result":"Success","message":""}}],
        "pagination":{"total":2,"count":2}}
        """,
        "Nightly||2026-02-11 02:00:00|00:30:00|Failed|lost",
        "1 of 2 rows");

    /// <summary>Source: VeeamHub/powershell, VAN-BackupReports/VeeamAHVBackupSessionReport.csv (Veeam Backup for Nutanix AHV).</summary>
    [Fact]
    public void Veeam_for_Nutanix() => Reads(
        """
        "JobName","VM","Date","BackupType","Status","StartTime","EndTime","Duration","TotalSize","DataRead","Transferred","BackupSize","Dedupe","Compression"
        "Nightly","vm1","2/11/2026 2:00:00 AM","Incremental","Failed","2/11/2026 2:00:00 AM","2/11/2026 2:30:00 AM","00:30:00.0000000","30 GB","9.18 GB","11.09 GB","5.56 GB","1.62x","1.67x"
        """,
        "Nightly|vm1|2026-02-11 02:00:00|00:30:00|Failed|");

    /// <summary>Source: Veeam Availability Console 2.0, RESTful API Reference, Jobs (lastRun is the start of the last session).</summary>
    [Fact]
    public void Veeam_Availability_Console() => Reads(
        """
        [{"id":2,"name":"Nightly","status":"Failed","type":"Backup","lastRun":"2026-02-11T02:00:00Z","endTime":"2026-02-11T02:30:00Z","duration":1800,"durationUnits":"s",
        "serverName":"BACKUP02","isEnabled":true,"protectedVMs":1,"actions":["stop"],"_links":{"self":{"href":"https://vac:1281/v2/jobs/2"},"tenants":[{"href":"https://vac:1281/v2/tenants/3"}]}}]
        """,
        "Nightly||2026-02-11 02:00:00|00:30:00|Failed|");

    /// <summary>Source: stevenctong/rubrik, Get-Manage-CDM-Reports/reportExamples/…protect_details….csv (Rubrik CDM 9).</summary>
    [Fact]
    public void Rubrik_CDM() => Reads(
        """
        "Task Status","Task Type","Object Name","Object Type","Location","SLA Domain","Start Time","End Time","Duration (s)","Data Transferred (B)","Data Stored (B)"
        "Failed","Backup","vm1","vSphere VM","vc01.example.org","Nightly","2026-02-11 02:00:00","2026-02-11 02:30:00","1800","0.0","0.0"
        "Failed","Index","vm1","vSphere VM","vc01.example.org","Nightly","2026-02-11 02:00:00","2026-02-11 02:30:00","1800","0.0","0.0"
        "Failed","Log Backup","db1","SQL Server DB","sql01.example.org","Nightly","2026-02-11 02:00:00","2026-02-11 02:30:00","1800","0.0","0.0"
        "Failed","Backup","share","NAS Fileset","nas01.example.org","Nightly","2026-02-11 02:00:00","2026-02-11 02:30:00","1800","0.0","0.0"
        "Failed","Backup","dump","Managed Volume","","Nightly","2026-02-11 02:00:00","2026-02-11 02:30:00","1800","0.0","0.0"
        """,
        "Nightly|vm1|2026-02-11 02:00:00|00:30:00|Failed|",
        "4 of 5 rows");

    /// <summary>Source: stevenctong/rubrik, RSC/Create-Rubrik-Exec-Report.ps1 (a report of Rubrik Security Cloud: Object Name, Start Time in UTC, Duration in milliseconds).</summary>
    [Fact]
    public void Rubrik_Security_Cloud() => Reads(
        """
        Cluster Name,Object Name,Object Type,Location,SLA Domain,Task Status,Task Type,Start Time,Duration
        cl01,vm1,vSphere VM,vc01.example.org,Nightly,Failed,Backup,2026-02-11 02:00:00 UTC,1800000
        """,
        "Nightly|vm1|2026-02-11 02:00:00||Failed|",
        "durations are numbers without a unit");

    /// <summary>Source: public code that reads GET /Job of Commvault's REST API (jobs, jobSummary, jobStartTime, jobEndTime, subclient).</summary>
    [Fact]
    public void Commvault_REST_API() => Reads(
        """
        {"totalRecordsWithoutPaging":2,"jobs":[{"jobSummary":{"jobId":1000,"jobType":"Backup","status":"Completed w/ one or more errors","jobStartTime":1770775200,"jobEndTime":1770777000,
        "pendingReason":"lost","appTypeName":"Virtual Server","subclient":{"clientName":"vm1","subclientName":"Nightly"}}},
        {"jobSummary":{"jobId":1001,"jobType":"Restore","status":"Completed","jobStartTime":1770775200,"jobEndTime":1770777000,"subclient":{"clientName":"vm1","subclientName":"Nightly"}}}]}
        """,
        Expected,
        "1 of 2 rows");

    /// <summary>Source: bpdbreport.py, which reads bpdbjobs -report -all_columns: its header in capitals, dates and durations of its option -v.</summary>
    [Fact]
    public void NetBackup_with_a_header() => Reads(
        """
        JOBID,JOBTYPE,STATE,STATUS,CLASS,SCHED,CLIENT,SERVER,START,ELAPSED,END,STUNIT,TRY,OPERATION,KBYTES
        7001,Backup,Done,4239,Nightly,Daily-Inc,vm1,master01,11/Feb/2026 02:00:00,0:30:00,11/Feb/2026 02:30:00,stu_disk,1,,30720
        7002,Restore,Done,5,Nightly,-,vm1,master01,11/Feb/2026 02:00:00,0:30:00,11/Feb/2026 02:30:00,stu_disk,1,,30720
        """,
        "Nightly|vm1|2026-02-11 02:00:00|00:30:00|Failed|",
        "1 of 2 rows");

    /// <summary>Source: bpdbreport.py and bpdb_get_records.sh (positions of bpdbjobs -report -all_columns; job type 2 is a restore).</summary>
    [Fact]
    public void NetBackup_without_a_header() => Reads(
        "7001,0,3,4239,Nightly,Daily-Inc,vm1,master01,1770775200,0000001800,1770777000,stu_disk,1,,30720,212\n7002,2,3,5,Nightly,-,vm1,master01,1770775200,0000001800,1770777000,,1,,0,0\n",
        "Nightly|vm1|2026-02-11 02:00:00|00:30:00|Failed|",
        "1 of 2 rows");

    /// <summary>Source: bseltz-cohesity/scripts, reports/powershell/clusterProtectionActivities (columns divided by tabs).</summary>
    [Fact]
    public void Cohesity_activities() => Reads(
        "Cluster Name\tTenant\tJob Name\tJob ID\tEnvironment\tPolicy Name\tRun Type\tRun Start Time\tRegistered Source\tObject Name\tStart Time\tEnd Time\tDuration (Min)\tStatus\tLogical (GiB)\tRead (GiB)\tWritten (GiB)\tMessage\n"
        + "coh01\t-\tNightly\t7\tkVMware\tGold\tkRegular\t2026-02-11 01:59:00\tvc01.example.org\tvm1\t2026-02-11 02:00:00\t2026-02-11 02:30:00\t30\tkFailure\t40\t0\t0\tlost\n"
        + "coh01\t-\tNightly\t8\tkSQL\tGold\tkRegular\t2026-02-11 01:59:00\tsql01\tdb1\t2026-02-11 02:00:00\t2026-02-11 02:30:00\t30\tkFailure\t40\t0\t0\tlost\n",
        Expected,
        "1 of 2 rows");

    /// <summary>Source: public code that reads the runs of Cohesity's REST API v2 (protectionGroupName, localBackupInfo, objects with localSnapshotInfo.snapshotInfo).</summary>
    [Fact]
    public void Cohesity_REST_API() => Reads(
        """
        {"runs":[{"id":"r-1","protectionGroupName":"Nightly","environment":"kVMware",
        "localBackupInfo":{"status":"SucceededWithWarning","startTimeUsecs":1770775100000000,"endTimeUsecs":1770777200000000,"runType":"kRegular"},
        "objects":[
          {"object":{"id":1,"name":"vm1","objectType":"kVirtualMachine"},"localSnapshotInfo":{"snapshotInfo":{"status":"kFailed","startTimeUsecs":1770775200000000,"endTimeUsecs":1770777000000000},"failedAttempts":[{"message":"lost"}]}},
          {"object":{"id":2,"name":"vm2","objectType":"kVirtualMachine"},"localSnapshotInfo":{"snapshotInfo":{"status":"kSuccessful","startTimeUsecs":1770775200000000,"endTimeUsecs":1770777000000000}}}]}]}
        """,
        Expected + "\nNightly|vm2|2026-02-11 02:00:00|00:30:00|Succeeded|");

    /// <summary>
    /// Source: Nemester/check-nakivo, systeembeheerder/CheckMK_Nakivo and netinvent/nakivo_prometheus_exporter, which read the words of Nakivo's
    /// command line and API (name, objects, sourceName, lrState). No public report of Nakivo with times was found; the start is ours.
    /// </summary>
    [Fact]
    public void Nakivo() => Reads(
        """
        {"data":{"children":[{"name":"Nightly","status":"RED","objects":[
          {"sourceName":"vm1","lrState":"FAILED","start":"2026-02-11T02:00:00Z"},
          {"sourceName":"vm2","lrState":"SUCCEEDED","start":"2026-02-11T02:00:00Z"},
          {"sourceName":"vm3","lrState":"Failed (180 VM successful, 1 VM failed, 0 VM stopped)","start":"2026-02-11T02:00:00Z"}]}]}}
        """,
        "Nightly|vm1|2026-02-11 02:00:00||Failed|\nNightly|vm2|2026-02-11 02:00:00||Succeeded|\nNightly|vm3|2026-02-11 02:00:00||Failed|");

    /// <summary>Source: bareos/bareos, docs/manuals/source/DeveloperGuide/api.rst (list jobs with .api 2) and systemtests.rst (its table).</summary>
    [Theory]
    [InlineData("""
        {"jsonrpc":"2.0","id":null,"result":{"jobs":[
          {"type":"B","starttime":"2026-02-11 02:00:00","jobfiles":"18","jobid":"1","name":"Nightly","client":"vm1","jobstatus":"E","level":"F","duration":"00:30:00","jobbytes":"4651943"},
          {"type":"R","starttime":"2026-02-11 02:00:00","jobfiles":"0","jobid":"2","name":"RestoreFiles","client":"vm1","jobstatus":"f","level":"F","duration":"00:30:00","jobbytes":"0"}]}}
        """)]
    [InlineData("""
        +-------+--------------+--------+---------------------+----------+------+-------+----------+----------+-----------+
        | JobId | Name         | Client | StartTime           | Duration | Type | Level | JobFiles | JobBytes | JobStatus |
        +-------+--------------+--------+---------------------+----------+------+-------+----------+----------+-----------+
        | 1     | Nightly      | vm1    | 2026-02-11 02:00:00 | 00:30:00 | B    | F     | 21       | 138399   | E         |
        | 2     | RestoreFiles | vm1    | 2026-02-11 02:00:00 | 00:30:00 | R    | F     | 21       | 138399   | T         |
        +-------+--------------+--------+---------------------+----------+------+-------+----------+----------+-----------+
        """)]
    public void Bareos(string text) => Reads(text, "Nightly|vm1|2026-02-11 02:00:00|00:30:00|Failed|", "1 of 2 rows");

    /// <summary>Source: public code that reads GET /api2/json/nodes/{node}/tasks of Proxmox Backup Server (worker_type, worker_id, a status that is free text).</summary>
    [Fact]
    public void Proxmox_Backup() => Reads(
        """
        {"total":3,"data":[
          {"upid":"UPID:pbs:0624:652A:05B1:67106DB7:backup:store\\x3avm-101:root@pam:","node":"localhost","pid":1572,"pstart":25898,"starttime":1770775200,"endtime":1770777000,"worker_type":"backup","worker_id":"store:vm/101","user":"root@pam","status":"backup failed: connection error"},
          {"upid":"UPID:pbs:0625","node":"localhost","starttime":1770775200,"endtime":1770777000,"worker_type":"backup","worker_id":"store:vm/102","user":"root@pam","status":"WARNINGS: 1"},
          {"upid":"UPID:pbs:0626","node":"localhost","starttime":1770775200,"endtime":1770777000,"worker_type":"garbage_collection","worker_id":"store","user":"root@pam","status":"OK"}]}
        """,
        "|store:vm/101|2026-02-11 02:00:00|00:30:00|Failed|backup failed: connection error\n|store:vm/102|2026-02-11 02:00:00|00:30:00|Succeeded|",
        "1 of 3 rows");

    /// <summary>Source: a public test with "a real remote_sites/dr_snapshots entity (AOS 6.8.1)" of Nutanix Prism's API v2.</summary>
    [Fact]
    public void Nutanix() => Reads(
        """
        {"entities":[{"protection_domain_name":"Nightly","snapshot_id":"ntnx:34922","snapshot_create_time_usecs":1770775200000000,"snapshot_expiry_time_usecs":1771380000000000,
        "state":"AVAILABLE","consistency_groups":["g1"],"vms":[{"vm_name":"vm1"},{"vm_name":"vm2"}]}]}
        """,
        "Nightly||2026-02-11 02:00:00||Succeeded|");

    /// <summary>
    /// Source: Microsoft, az backup job list in the documentation of Azure Backup. Virtual machines of Azure do not use vCenter, those that Azure
    /// Backup Server protects can.
    /// </summary>
    [Fact]
    public void Azure_Backup() => Reads(
        """
        [{"eTag":null,"id":"/Subscriptions/0/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v/backupJobs/d477dfb6-b292-4f24-bb43-6b14e9d06ab5","name":"d477dfb6-b292-4f24-bb43-6b14e9d06ab5",
        "properties":{"actionsInfo":null,"activityId":"3cef43ed","backupManagementType":"AzureBackupServer","duration":"0:30:00","endTime":"2026-02-11T02:30:00+00:00","entityFriendlyName":"vm1",
        "errorDetails":[{"errorCode":1,"errorString":"lost"}],"extendedInfo":null,"jobType":"MabJob","operation":"Backup","startTime":"2026-02-11T02:00:00+00:00","status":"Failed"},
        "resourceGroup":"g","tags":null,"type":"Microsoft.RecoveryServices/vaults/backupJobs"},
        {"name":"1b9399bf-c23c-4caa-933a-5fc2bf884519","properties":{"backupManagementType":"AzureIaasVM","entityFriendlyName":"azvm","jobType":"AzureIaaSVMJob","operation":"Backup",
        "startTime":"2026-02-11T02:00:00+00:00","endTime":"2026-02-11T02:30:00+00:00","status":"Failed"},"type":"Microsoft.RecoveryServices/vaults/backupJobs"}]
        """,
        "|vm1|2026-02-11 02:00:00|00:30:00|Failed|lost",
        "1 of 2 rows");

    /// <summary>Source: aws/aws-cli, awscli/examples/backup/list-backup-jobs.rst. VirtualMachine is a VM of VMware, EC2 and others do not use vCenter.</summary>
    [Fact]
    public void AWS_Backup() => Reads(
        """
        {"BackupJobs":[
          {"BackupJobId":"a1b2c3d4","BackupVaultName":"Nightly","BackupVaultArn":"arn:aws:backup:us-west-2:123456789012:backup-vault:Nightly","ResourceArn":"arn:aws:backup-gateway:us-west-2:123456789012:vm/vm-1",
           "ResourceName":"vm1","CreationDate":1770775200.929,"CompletionDate":1770777000.929,"State":"FAILED","StatusMessage":"lost","PercentDone":"0.0","StartBy":1770778800.929,"ResourceType":"VirtualMachine"},
          {"BackupJobId":"a1b2c3d5","BackupVaultName":"Nightly","ResourceArn":"arn:aws:ec2:us-west-2:123456789012:instance/i-1","CreationDate":1770775200.929,"State":"CREATED","ResourceType":"EC2"}]}
        """,
        Expected,
        "1 of 2 rows");

    /// <summary>No public report of Veeam in these languages was found; the headers are translations.</summary>
    [Theory]
    [InlineData("Auftragsname;VM Name;Ergebnis;Startzeit;Endzeit;Meldung\nNightly;vm1;Fehler;11.02.2026 02:00:00;11.02.2026 02:30:00;lost")]
    [InlineData("Nom de la tâche;VM;Statut;Heure de début;Heure de fin;Détails\nNightly;vm1;Échec;11/02/2026 02:00:00;11/02/2026 02:30:00;lost\nNightly;vm1;Annulé;13/02/2026 02:00:00;13/02/2026 02:30:00;")]
    [InlineData("Nombre del trabajo;VM;Estado;Hora de inicio;Hora de finalización;Detalles\nNightly;vm1;Fallo;11/02/2026 2:00:00;11/02/2026 2:30:00;lost\nNightly;vm1;Correcto;13/02/2026 2:00:00;13/02/2026 2:30:00;")]
    public void Headers_in_German_French_and_Spanish(string text) => Assert.Equal(Expected, ReportFormatTests.Read(text)[0]);

    [Theory]
    [InlineData("ReportColumns.csv")]
    [InlineData("ReportStatusWords.csv")]
    public void Every_name_and_word_has_a_source(string table) => Assert.All(ReportData.Read(table), row => Assert.NotNull(row["Source"]));

    /// <summary>Reads a report with the expected runs, one a line, and at most one note.</summary>
    private static void Reads(string text, string expected, string? note = null)
    {
        HashSet<string> notes = [];
        string[] runs = ReportFormatTests.Read(text.Trim(), problem =>
        {
            Assert.Equal(InputProblemKind.Ignored, problem.Kind);
            notes.Add(problem.Message);
        });
        Assert.Equal(expected.Split('\n'), runs);
        if (note is null)
        {
            Assert.Empty(notes);
        }
        else
        {
            Assert.Contains(note, Assert.Single(notes), StringComparison.Ordinal);
        }
    }
}
