using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.BackupJobs;

/// <summary>Reports in columns as people publish them; the comment before a test names its source.</summary>
public class PublicReportTests
{
    // The details of Commvault's backup job summary report, divided by tabs, as https://github.com/florianstordata/Commvault reads them.
    [Fact]
    public void A_run_of_Commvaults_details_ends_at_the_end_time_or_current_phase()
    {
        const string Text = "Client|Agent|Subclient|JobId (CommCell)|Status|Start Time|(Write Start Time)|End Time or Current Phase\n"
            + "vm1|Virtual Server|Nightly|1011 (2)|Failed(19:1131)|02/21/2026 02:00:05|(02/21/2026 02:01:00)|02/21/2026 02:20:05\n";
        Assert.Equal(["Nightly vm1 Failed 00:20:00"], Read(Text.Replace('|', '\t'), "details.xls"));
    }

    // VeeamSessionReport.csv of VeeamHub/veeam-healthcheck, its columns and the row of an agent.
    [Fact]
    public void A_session_of_Veeams_health_check_has_the_jobs_duration_and_agents_are_no_VMs()
    {
        const string Text = "JobName,VMName,Status,JobDuration,TaskDuration,TaskAlgorithm,CreationTime,JobType,JobAlgorithm\n"
            + "Nightly,vm1,Failed,00:10:00,00:08:00,Increment,2026-05-20 02:00:00,Backup,Incremental\n"
            + "Physical - lab01 (Incremental),lab01,Success,00:10:00,00:10:00,Increment,2026-05-20 01:00:00,EpAgentManagement,\n";
        Assert.Equal(["Nightly vm1 Failed 00:10:00"], Read(Text, "VeeamSessionReport.csv"));
    }

    // https://github.com/stevenctong/rubrik, Get-Manage-CDM-Reports/reportExamples, recovery_details.
    [Theory]
    [InlineData("Export")]
    [InlineData("Live Mount")]
    [InlineData("File Download")]
    public void A_recovery_of_a_VM_is_no_backup_of_it(string task)
    {
        string text = "Task Status,Task Type,Object Name,Object Type,Start Time,Duration (s)\n"
            + $"Failed,{task},vm1,vSphere VM,2026-04-14 21:26:21,300\nFailed,Backup,vm2,vSphere VM,2026-04-14 21:26:21,300\n";
        Assert.Equal([" vm2 Failed 00:05:00"], Read(text, "recovery_details.csv"));
    }

    // The views of Commvault's database: https://documentation.commvault.com/11.44/commcell-console/commcellvmbackupinfo.html and
    // commcellbackupinfostats.html. Their UNIX times have no zone to get wrong.
    [Theory]
    [InlineData("vmname,virtualizationclient,jobid,vmstatus,vmhost,startdateunixsec,endateunixsec,startdate,enddate,failureReason,"
        + "subclient\n"
        + "vm1,vc01,1011,Failed,esx1,1771639200,1771640400,02/10/2026 21:00:00,02/10/2026 21:20:00,lost,Nightly")]
    [InlineData("jobid,clientname,idataagent,backupset,subclient,backuplevel,jobstatus,jobfailedreason,startdateunixsec,enddateunixsec\n"
        + "1011,vm1,Virtual Server,defaultBackupSet,Nightly,Incremental,Failed,lost,1771639200,1771640400\n"
        + "1012,sql1,SQL Server,defaultBackupSet,Nightly,Full,Failed,lost,1771639200,1771640400")]
    public void The_views_of_Commvault_have_the_runs_of_VMs(string text) =>
        Assert.Equal(["Nightly vm1 Failed 00:20:00"], Read(text, "view.csv", start: 1_771_639_200));

    // The answer of GET /Job in XML, with the attributes that https://github.com/porchthecoder/Commvault-Jobs-2-SQL reads.
    [Fact]
    public void The_jobs_of_Commvault_in_XML_have_their_values_in_attributes()
    {
        const string Text = "<JobManager_JobListResponse><jobs>"
            + "<jobSummary status='Failed' jobStartTime='1771639200' jobEndTime='1771640400'"
            + " destClientName='vm1' subclientName='Nightly' appTypeName='Virtual Server' localizedOperationName='Backup'"
            + " sizeOfMediaOnDisk='0'/></jobs></JobManager_JobListResponse>";
        Assert.Equal(["Nightly  Failed 00:20:00"], Read(Text, "jobs.xml", start: 1_771_639_200));
    }

    // The positions of bpdbjobs -most_columns in https://github.com/AspenForester/PSNetBackup, Get-NBUJob: 2 is the state, 3 is done, and a
    // job under way ends at 0000000000.
    [Fact]
    public void A_job_of_NetBackup_that_is_under_way_has_no_status_and_is_no_error()
    {
        const string Text = "11,0,3,58,Nightly,Full,vm1,media1,1771639200,0000001200,1771640400,stu,1,,0,0,,100,4321,root\n"
            + "12,0,1,,Nightly,Full,vm2,media1,1771639200,0000001200,0000000000,stu,1,,0,0,,50,4321,root\n";
        Assert.Equal(["Nightly vm1 Failed 00:20:00", "Nightly vm2 Other "], Read(Text, "jobs.txt", start: 1_771_639_200));
    }

    // https://github.com/kriskid/powershell_scripts, veeam-backupreport.ps1, exported with Export-Csv.
    [Fact]
    public void A_report_of_a_server_names_the_VM_first()
    {
        const string Text = "\"ServerName\",\"Status\",\"JobName\",\"StartDate\",\"EndDate\",\"JObType\",\"BackupType\"\n"
            + "\"vm1\",\"Failed\",\"Nightly\",\"2/21/2026 2:00:00 AM\",\"2/21/2026 2:20:00 AM\",\"Backup\",\"Increment\"\n"
            + "\"lab1\",\"Completed\",\"Agents\",\"2/21/2026 2:00:00 AM\",\"2/21/2026 2:20:00 AM\",\"EpAgentBackup\",\"Increment\"\n";
        Assert.Equal(["Nightly  Failed 00:20:00"], Read(Text, "report.csv", start: 1_771_639_200));
    }

    // The states of an object in a run, from https://github.com/cohesity/cohesity_sdk, snapshot_info.py.
    [Theory]
    [InlineData("kSuccessful", "Succeeded")]
    [InlineData("kWarning", "Succeeded")]
    [InlineData("kFailed", "Failed")]
    [InlineData("kInProgress", "Other")]
    [InlineData("kWaitingForNextAttempt", "Other")]
    [InlineData("kCurrentAttemptPaused", "Other")]
    [InlineData("kCurrentAttemptPausing", "Other")]
    [InlineData("kCurrentAttemptResuming", "Other")]
    [InlineData("kWaitingForOlderBackupRun", "Other")]
    [InlineData("kSkipped", "Other")]
    public void The_states_of_an_object_of_Cohesity_are_known(string state, string status)
    {
        string text = "{\"runs\":[{\"protectionGroupName\":\"Nightly\",\"objects\":[{\"object\":{\"name\":\"vm1\"},"
            + "\"localSnapshotInfo\":{\"snapshotInfo\":{\"status\":\"" + state + "\",\"startTimeUsecs\":1771639200000000,"
            + "\"endTimeUsecs\":1771640400000000}}}]}]}";
        Assert.Equal([$"Nightly vm1 {status} 00:20:00"], Read(text, "runs.json", start: 1_771_639_200));
    }

    // The names of Commvault's qlist lastjob, as documentation.commvault.com prints them, over values that do not stand below them.
    [Fact]
    public void A_table_whose_columns_cannot_be_told_apart_is_one_error()
    {
        const string Text = "JOBID STATUS    STORAGE POLICY SUBCLIENT START TIME          END TIME\n"
            + "----- ------    -------------- --------- ----------          --------\n"
            + "1011  Failed    SP1 Virtual Server default Nightly 2026/02/11 02:00:00 2026/02/11 02:30:00\n";
        List<InputProblem> problems = [];
        Assert.Empty(BackupJobReport.Parse(Text, "qlist.txt", new(), problems.Add).ToRuns());
        Assert.Contains("do not stand one below another", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    private static string[] Read(string text, string name, long? start = null)
    {
        List<InputProblem> problems = [];
        BackupJobRun[] read = [.. BackupJobReport.Parse(text, name, new(), problems.Add).ToRuns()];
        string[] runs = [.. read.Select(run => $"{run.Job} {run.VM} {run.Status} {run.Duration}")];
        Assert.All(read, run => Assert.Equal(start ?? run.Start.ToUnixTimeSeconds(), run.Start.ToUnixTimeSeconds()));
        Assert.DoesNotContain(problems, problem => problem.Kind != InputProblemKind.Ignored);
        return runs;
    }
}
